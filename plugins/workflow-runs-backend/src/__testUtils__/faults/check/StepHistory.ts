import {
  RunFact,
  StepDefinition,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { STEP_RULES } from './statusRules';

/** Facts by which the status of a step changes. */
export type StepFact = Extract<RunFact, { item: number; from: StepStatus }>;
type FactOf<Type extends RunFact['type']> = Extract<RunFact, { type: Type }>;

/** What a step may see of its run. */
export interface RunSoFar {
  status: string;
  hasFailed: boolean;
  /** A step has been lost so often that nothing new may start. */
  isHeld: boolean;
  statusOf(step: string): StepStatus;
}

const NEVER_RETRIED = ['validation_failed', 'policy_denied'];

/** What the events say of one step, and what is wrong with it. */
export class StepHistory {
  status: StepStatus = 'pending';
  losses = 0;
  #attempt = 0;
  #tries = 0;
  #lastOutcome: 'failed' | 'lost' | undefined;

  constructor(private readonly definition: StepDefinition) {}

  /** Takes what happened next; says what may not be. */
  take(fact: StepFact, run: RunSoFar): string[] {
    const rule = STEP_RULES[fact.type];
    if (!rule) return [`there is no rule for ${fact.type}`];
    const problems: string[] = [];
    const expectThat = (holds: boolean, otherwise: string) => {
      if (!holds) problems.push(otherwise);
    };
    expectThat(
      fact.from === this.status,
      `it says that the step was ${fact.from}, which is ${this.status}`,
    );
    expectThat(
      rule.from.includes(this.status),
      `a step that is ${this.status} cannot become ${rule.to}`,
    );
    if (fact.type === 'step.started') this.#start(fact, run, expectThat);
    else if (fact.type === 'step.skipped') this.#skip(fact, run, expectThat);
    else this.#end(fact, run, expectThat);
    this.status = rule.to;
    return problems;
  }

  get isRunning(): number | undefined {
    return this.status === 'running' ? this.#attempt : undefined;
  }

  #start(
    fact: FactOf<'step.started'>,
    run: RunSoFar,
    expectThat: (holds: boolean, otherwise: string) => void,
  ) {
    expectThat(run.status === 'running', `it starts in a run ${run.status}`);
    expectThat(!run.hasFailed, 'it starts after the run has failed');
    expectThat(!run.isHeld, 'it starts although the run is held');
    for (const dependency of this.definition.dependsOn) {
      const status = run.statusOf(dependency);
      expectThat(
        status === 'completed',
        `it starts although ${dependency} is ${status}`,
      );
    }
    expectThat(
      fact.attempt === this.#attempt + 1,
      `attempt ${fact.attempt} comes after attempt ${this.#attempt}`,
    );
    const expected =
      this.#lastOutcome === undefined ? null : this.#lastOutcome === 'failed';
    expectThat(
      fact.expected === expected,
      `expected is ${fact.expected} after ${this.#lastOutcome ?? 'nothing'}`,
    );
    this.#attempt = fact.attempt;
  }

  #skip(
    fact: FactOf<'step.skipped'>,
    run: RunSoFar,
    expectThat: (holds: boolean, otherwise: string) => void,
  ) {
    const { dependsOn, when } = this.definition;
    const allowed = {
      condition: when !== undefined,
      upstream_skipped: dependsOn.some(
        dependency => run.statusOf(dependency) === 'skipped',
      ),
      upstream_failed: run.hasFailed,
      run_canceled: run.status === 'canceling',
      // No scenario has branches to choose from, or operators who force steps.
      branch_not_taken: false,
      forced: false,
    };
    expectThat(allowed[fact.reason], `it is skipped as ${fact.reason}`);
  }

  #end(
    fact: Exclude<StepFact, FactOf<'step.started' | 'step.skipped'>>,
    run: RunSoFar,
    expectThat: (holds: boolean, otherwise: string) => void,
  ) {
    const attempt = 'attempt' in fact ? fact.attempt : null;
    expectThat(
      attempt === this.#attempt,
      `attempt ${attempt} ends while attempt ${this.#attempt} is the latest`,
    );
    if (fact.type === 'step.retrying') this.#retry(fact, run, expectThat);
    else if (fact.type === 'step.failed') this.#fail(fact, run, expectThat);
    else if (fact.type === 'step.canceled') {
      expectThat(
        run.status === 'canceling',
        `it is canceled in a run ${run.status}`,
      );
    }
  }

  #retry(
    fact: FactOf<'step.retrying'>,
    run: RunSoFar,
    expectThat: (holds: boolean, otherwise: string) => void,
  ) {
    expectThat(!run.hasFailed, 'it is retried after the run has failed');
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
    this.#lastOutcome = fact.outcome;
  }

  #fail(
    fact: FactOf<'step.failed'>,
    run: RunSoFar,
    expectThat: (holds: boolean, otherwise: string) => void,
  ) {
    expectThat(
      fact.endsRun === !run.hasFailed,
      `it ends the run: ${fact.endsRun}`,
    );
    if (!fact.endsRun) return;
    this.#tries += 1;
    expectThat(
      !this.#mayRetry(fact.error.category),
      `it fails for good although its policy allows more than ${
        this.#tries
      } tries`,
    );
  }

  #mayRetry(category: string): boolean {
    if (NEVER_RETRIED.includes(category)) return false;
    return this.#tries < attemptsOf(this.definition);
  }
}

function attemptsOf(definition: StepDefinition): number {
  if (!('retry' in definition)) return 1;
  const { retry } = definition;
  if (retry.kind === 'none') return 1;
  return retry.kind === 'keepTrying' ? Infinity : retry.attempts;
}
