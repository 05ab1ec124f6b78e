import {
  RetryPolicy,
  RunFact,
  SkipReason,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { MAX_LOSSES } from 'backstage-plugin-workflow-runs-common/machine';
import { FORCED_FROM, STEP_RULES } from './statusRules';
import { UnitDefinition } from './UnitDefinition';

/** Facts by which the status of a step changes. */
export type StepFact = Extract<RunFact, { item: number; from: StepStatus }>;
type FactOf<Type extends RunFact['type']> = Extract<RunFact, { type: Type }>;
type Expect = (holds: boolean, otherwise: string) => void;

/** What a step may see of its run. */
export interface RunSoFar {
  status: string;
  hasFailed: boolean;
  /** Nothing new may start: a step has been lost too often, or failed and is held, or a pause is asked for. */
  isHeld: boolean;
  /** An operator has asked for a step to be settled, and has no answer yet. */
  isForced: boolean;
  statusOf(step: string): StepStatus;
  /** Whether an approval has decided against what depends on it in this way. */
  isOtherBranch(approval: string): boolean;
}

const NEVER_RETRIED = ['validation_failed', 'policy_denied'];
/** Errors that no number of tries is needed for. */
const FINAL_CODES = ['TOTAL_TIMEOUT', 'FORCED'];

/** What the events say of one step, or item, or rollback, and what is wrong with it. */
export class StepHistory {
  status: StepStatus = 'pending';
  losses = 0;
  isHeld = false;
  skipReason: SkipReason | undefined;
  #attempt = 0;
  #tries = 0;
  #expected: boolean | null = null;

  constructor(private readonly definition: UnitDefinition) {}

  /** Takes what happened next; says what may not be. */
  take(fact: StepFact, run: RunSoFar): string[] {
    const rule = STEP_RULES[fact.type];
    if (!rule) return [`there is no rule for ${fact.type}`];
    const problems: string[] = [];
    const expectThat: Expect = (holds, otherwise) => {
      if (!holds) problems.push(otherwise);
    };
    expectThat(
      fact.from === this.status,
      `it says that the step was ${fact.from}, which is ${this.status}`,
    );
    const byOperator = isForced(fact);
    const from = byOperator ? FORCED_FROM : rule.from;
    expectThat(
      from.includes(this.status) &&
        // What has failed has settled, unless it is held.
        (this.status !== 'failed' || this.isHeld),
      `a step that is ${this.status} cannot become ${rule.to}`,
    );
    expectThat(!byOperator || run.isForced, 'nobody has asked for it');
    this.#take(fact, run, expectThat);
    this.status = rule.to;
    this.isHeld = fact.type === 'step.failed' && fact.held;
    this.skipReason = fact.type === 'step.skipped' ? fact.reason : undefined;
    return problems;
  }

  get isRunning(): number | undefined {
    return this.status === 'running' ? this.#attempt : undefined;
  }

  /** An item that is done again with its fan-out: its attempts go on counting. */
  repeat() {
    this.status = 'pending';
    this.losses = 0;
    this.#tries = 0;
    this.#expected = false;
  }

  #take(fact: StepFact, run: RunSoFar, expectThat: Expect) {
    switch (fact.type) {
      case 'step.started':
        this.#start(fact, run, expectThat);
        break;
      case 'step.skipped':
        this.#skip(fact, run, expectThat);
        break;
      case 'step.waiting_human':
        if (fact.notice === 'asked') this.#ask(fact, run, expectThat);
        else {
          expectThat(
            this.status === 'waiting_human',
            `it is ${fact.notice} while it is ${this.status}`,
          );
        }
        break;
      case 'step.compensated':
        expectThat(
          this.definition.hasRollback &&
            run.statusOf(`${fact.step}:compensate`) === 'completed',
          'nothing has undone it',
        );
        break;
      default:
        this.#end(fact, run, expectThat);
    }
  }

  #begin(run: RunSoFar, expectThat: Expect) {
    const { isRollback, isItem, dependsOn, join } = this.definition;
    if (isRollback) {
      expectThat(
        run.status === 'canceling' ||
          (run.status === 'running' && run.hasFailed),
        `it is undone in a run ${run.status}`,
      );
      for (const later of this.definition.undoneBefore) {
        const status = run.statusOf(later);
        expectThat(
          status !== 'completed' ||
            run.statusOf(`${later}:compensate`) === 'skipped',
          `it is undone although ${later} is ${status}`,
        );
      }
      return;
    }
    expectThat(!run.hasFailed, 'it starts after the run has failed');
    expectThat(!run.isHeld, 'it starts although the run is held');
    if (isItem) return;
    const statuses = dependsOn.map(key => run.statusOf(key));
    dependsOn.forEach((dependency, index) => {
      const status = statuses[index];
      const isMet =
        status === 'completed' || (join === 'any' && status === 'skipped');
      expectThat(isMet, `it starts although ${dependency} is ${status}`);
    });
    expectThat(
      dependsOn.length === 0 || statuses.includes('completed'),
      'it starts although nothing before it has completed',
    );
  }

  #start(fact: FactOf<'step.started'>, run: RunSoFar, expectThat: Expect) {
    this.#begin(run, expectThat);
    if (!this.definition.isRollback) {
      expectThat(run.status === 'running', `it starts in a run ${run.status}`);
    }
    expectThat(
      fact.attempt === this.#attempt + 1,
      `attempt ${fact.attempt} comes after attempt ${this.#attempt}`,
    );
    expectThat(
      fact.expected === this.#expected,
      `expected is ${fact.expected}, and was to be ${this.#expected}`,
    );
    this.#attempt = fact.attempt;
  }

  #ask(fact: FactOf<'step.waiting_human'>, run: RunSoFar, expectThat: Expect) {
    if (fact.attempt !== null) {
      expectThat(
        fact.attempt === this.#attempt,
        `attempt ${fact.attempt} is in question, and ${
          this.#attempt
        } is the latest`,
      );
      return;
    }
    this.#begin(run, expectThat);
    expectThat(
      ['running', 'waiting_human'].includes(run.status),
      `it asks in a run ${run.status}`,
    );
  }

  #skip(fact: FactOf<'step.skipped'>, run: RunSoFar, expectThat: Expect) {
    const { dependsOn, when, isRollback } = this.definition;
    const allowed = {
      condition: when,
      upstream_skipped: dependsOn.some(
        dependency => run.statusOf(dependency) === 'skipped',
      ),
      upstream_failed: run.hasFailed,
      run_canceled: run.status === 'canceling',
      branch_not_taken: dependsOn.some(
        dependency =>
          run.statusOf(dependency) === 'completed' &&
          run.isOtherBranch(dependency),
      ),
      forced: run.isForced,
    };
    expectThat(allowed[fact.reason], `it is skipped as ${fact.reason}`);
    expectThat(
      !isRollback || fact.reason === 'forced',
      `a rollback is skipped as ${fact.reason}`,
    );
  }

  #end(
    fact: Exclude<
      StepFact,
      FactOf<
        | 'step.started'
        | 'step.skipped'
        | 'step.waiting_human'
        | 'step.compensated'
      >
    >,
    run: RunSoFar,
    expectThat: Expect,
  ) {
    const latest = this.#attempt || null;
    expectThat(
      fact.attempt === latest,
      `attempt ${fact.attempt} ends while attempt ${latest} is the latest`,
    );
    if (fact.type === 'step.retrying') this.#retry(fact, run, expectThat);
    else if (fact.type === 'step.failed') this.#fail(fact, run, expectThat);
    else if (fact.type === 'step.canceled') {
      const { isWork } = this.definition;
      expectThat(
        run.status === 'canceling' ||
          // What waits, and what is an item, is not wanted any more.
          (!isWork && (run.hasFailed || run.isForced)),
        `it is canceled in a run ${run.status}`,
      );
    }
  }

  #retry(fact: FactOf<'step.retrying'>, run: RunSoFar, expectThat: Expect) {
    if (fact.from === 'failed') {
      expectThat(run.isForced, 'nobody has asked for it to be tried again');
      expectThat(!fact.expected, 'what an operator wants is no policy');
      this.#tries = 0;
      this.losses = 0;
      this.#expected = false;
      return;
    }
    expectThat(
      !run.hasFailed || this.definition.isRollback,
      'it is retried after the run has failed',
    );
    expectThat(
      fact.expected === (fact.outcome === 'failed'),
      `a retry after ${fact.outcome} is expected: ${fact.expected}`,
    );
    const growth = fact.losses - this.losses;
    expectThat(
      growth === 0 || (growth === 1 && fact.outcome === 'lost'),
      `its losses grow by ${growth} with an attempt that ${fact.outcome}`,
    );
    if (fact.outcome === 'failed') {
      this.#tries += 1;
      expectThat(
        this.#mayRetry(fact.error.category),
        `it is retried against its policy, after ${this.#tries} tries`,
      );
    }
    this.losses = fact.losses;
    this.#expected = fact.expected;
  }

  #fail(fact: FactOf<'step.failed'>, run: RunSoFar, expectThat: Expect) {
    const { isItem, isRollback, isWork } = this.definition;
    const isGivenUp = run.hasFailed || run.status === 'canceling';
    expectThat(
      fact.endsRun === (!isItem && !isRollback && !fact.held && !isGivenUp),
      `it ends the run: ${fact.endsRun}`,
    );
    expectThat(
      fact.held ? isRollback || this.definition.isHeldWhenFailed : !isRollback,
      `it is held: ${fact.held}`,
    );
    const { category, code } = fact.error;
    // Nothing more is tried of a run, or of a fan-out, that has failed.
    const isInVain = isItem || (isGivenUp && !isRollback);
    if (isInVain || !isWork || FINAL_CODES.includes(code ?? '')) return;
    // A rollback is held when it has killed its workers too often.
    if (isRollback && code === 'WORKER_LOST') {
      expectThat(
        (this.losses + 1) % MAX_LOSSES === 0,
        `it is given up after ${this.losses + 1} losses`,
      );
      return;
    }
    this.#tries += 1;
    expectThat(
      !this.#mayRetry(category),
      `it fails for good although its policy allows more than ${
        this.#tries
      } tries`,
    );
  }

  #mayRetry(category: string): boolean {
    if (NEVER_RETRIED.includes(category)) return false;
    return this.#tries < attemptsOf(this.definition.retry);
  }
}

function isForced(fact: StepFact): boolean {
  switch (fact.type) {
    case 'step.completed':
      // A rollback that was done by hand has failed before.
      return fact.forced === true || fact.from === 'failed';
    case 'step.skipped':
      return fact.reason === 'forced';
    case 'step.failed':
      return fact.error.code === 'FORCED';
    default:
      return false;
  }
}

function attemptsOf(retry: RetryPolicy): number {
  if (retry.kind === 'none') return 1;
  return retry.kind === 'keepTrying' ? Infinity : retry.attempts;
}
