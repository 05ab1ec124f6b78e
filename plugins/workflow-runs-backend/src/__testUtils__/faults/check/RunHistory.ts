import {
  isEnded,
  RunFact,
  RunStatus,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  isItem,
  isRollback,
  MAX_LOSSES,
  rollbackOf,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { toRepeat } from './reopening';
import { RUN_RULES } from './statusRules';
import { StepFact, StepHistory } from './StepHistory';
import { unitDefinition } from './UnitDefinition';
import { itemsOutOfTurn, leftDone, leftOpen, stillRunning } from './unitsOfRun';

type FactOf<Type extends RunFact['type']> = Extract<RunFact, { type: Type }>;

/** Facts that may come when the run has ended: what was asked too late is answered. */
const AFTER_THE_END: RunFact['type'][] = [
  'action.requested',
  'action.completed',
  'action.failed',
];
/** What settles a step, or tries it again, because somebody has asked for it. */
const FORCING = ['force', 'retry', 'resolve'];

/** What the events say of a run, and what is wrong with it. */
export class RunHistory {
  #status: RunStatus | undefined;
  #generation = 0;
  #failedStep: string | undefined;
  #isPoisoned = false;
  #isToPause = false;
  #isResolved = false;
  readonly #units: Map<string, StepHistory>;
  readonly #requested = new Map<string, string>();
  /** What approvals have decided in this passage. */
  readonly #decisions = new Map<string, string>();

  constructor(private readonly definition: WorkflowDefinition) {
    this.#units = new Map(
      definition.steps.map(({ key }) => [
        key,
        new StepHistory(unitDefinition(definition, key)!),
      ]),
    );
  }

  take(fact: RunFact): string[] {
    const problems: string[] = [];
    const isReopened = fact.type === 'run.reopened';
    if (fact.generation !== this.#generation + (isReopened ? 1 : 0)) {
      problems.push(`its generation is ${fact.generation}`);
    }
    const mayCome =
      isReopened ||
      AFTER_THE_END.includes(fact.type) ||
      // It is noted what became of its failure, or somebody says something about it.
      (fact.type === 'run.changed' &&
        (fact.resolution !== undefined || fact.actionId !== undefined));
    if (this.#hasEnded() && !mayCome) {
      problems.push(`the run is ${this.#status} already`);
    }
    return [...problems, ...this.#apply(fact)];
  }

  #apply(fact: RunFact): string[] {
    switch (fact.type) {
      case 'run.queued':
        return this.#queue();
      case 'run.changed':
        return this.#change(fact);
      case 'action.requested':
        this.#requested.set(fact.actionId, fact.action);
        return [];
      case 'action.completed':
      case 'action.failed':
        return this.#answer(fact.actionId);
      case 'artifact.added':
        return this.#units.get(unitId(fact.step, fact.item))?.isRunning ===
          fact.attempt
          ? []
          : [`attempt ${fact.attempt} of ${fact.step} does not run`];
      case 'decision.made':
        return this.#decide(fact);
      case 'compensation.started':
        return this.#statusOf(fact.step) === 'completed'
          ? []
          : [`${fact.step} is ${this.#statusOf(fact.step)}`];
      case 'compensation.failed':
      case 'run.needs_intervention':
        return this.#units.get(rollbackOf(fact.step))?.isHeld
          ? []
          : [`the rollback of ${fact.step} is not held`];
      default:
        if (!('from' in fact)) return [`there is no rule for ${fact.type}`];
        return 'item' in fact ? this.#takeStep(fact) : this.#takeRun(fact);
    }
  }

  #queue(): string[] {
    const problems = this.#status ? [`the run is ${this.#status}`] : [];
    this.#status = 'queued';
    return problems;
  }

  #change({ pauseRequested, resolution }: FactOf<'run.changed'>): string[] {
    if (resolution) this.#isResolved = true;
    if (pauseRequested === undefined) return [];
    this.#isToPause = pauseRequested;
    if (!pauseRequested) {
      this.#isPoisoned = false;
      return [];
    }
    return this.#isAsked('pause') ? [] : ['nobody has asked for it'];
  }

  #answer(actionId: string): string[] {
    return this.#requested.delete(actionId)
      ? []
      : [`nobody waits for an answer to ${actionId}`];
  }

  #decide({ step, decision, actor }: FactOf<'decision.made'>): string[] {
    const status = this.#statusOf(step);
    const problems =
      status === 'waiting_human'
        ? []
        : [`${step} is ${status}, and asks nobody`];
    if (actor !== null && !this.#isAsked('decide')) {
      problems.push('nobody has asked for it');
    }
    this.#decisions.set(step, decision);
    return problems;
  }

  #takeStep(fact: StepFact): string[] {
    const unit = unitId(fact.step, fact.item);
    const history = this.#unit(unit);
    if (!history) return [`there is no step ${unit}`];
    const { losses } = history;
    const problems = history.take(fact, {
      status: this.#status ?? 'nothing',
      hasFailed: this.#failedStep !== undefined,
      isHeld:
        this.#isPoisoned ||
        this.#isToPause ||
        [...this.#units.values()].some(({ isHeld }) => isHeld),
      isForced: FORCING.some(action => this.#isAsked(action)),
      statusOf: key => this.#statusOf(key),
      isOtherBranch: approval => this.#isOtherBranch(approval, fact.step),
    });
    if (fact.type === 'step.failed' && fact.endsRun) {
      this.#failedStep ??= fact.step;
    }
    const isLost = history.losses > losses && !isRollback(unit);
    if (isLost && history.losses % MAX_LOSSES === 0) this.#isPoisoned = true;
    if (fact.type === 'step.retrying') {
      for (const item of fact.recomputed ?? []) this.#units.get(item)!.repeat();
    }
    if (isItem(unit) && fact.type === 'step.started') {
      problems.push(...itemsOutOfTurn(this.definition, this.#units, fact.step));
    }
    return problems.map(problem => `${unit}: ${problem}`);
  }

  #unit(unit: string): StepHistory | undefined {
    const known = this.#units.get(unit);
    if (known) return known;
    const definition = unitDefinition(this.definition, unit);
    if (!definition) return undefined;
    const history = new StepHistory(definition);
    this.#units.set(unit, history);
    return history;
  }

  #isOtherBranch(approval: string, key: string): boolean {
    const step = this.definition.steps.find(other => other.key === approval);
    if (step?.type !== 'approval' || !step.onReject) return false;
    const isRejected = this.#decisions.get(approval) === 'rejected';
    return isRejected !== step.onReject.branch.includes(key);
  }

  #takeRun(fact: Exclude<RunFact, { type: `step.${string}` }>): string[] {
    const rule = RUN_RULES[fact.type];
    if (!rule) return [`there is no rule for ${fact.type}`];
    const problems: string[] = [];
    const before = this.#status;
    if ('from' in fact && fact.from !== before) {
      problems.push(
        `it says that the run was ${fact.from}, which is ${before}`,
      );
    }
    if (!before || !rule.from.includes(before)) {
      problems.push(`a run that is ${before} cannot become ${rule.to}`);
    }
    this.#status = rule.to;
    return [...problems, ...this.#demandsOf(fact)];
  }

  /** What must hold beside the status that the run comes from. */
  #demandsOf(fact: RunFact): string[] {
    switch (fact.type) {
      case 'run.reopened':
        return this.#reopen(fact);
      case 'run.canceling':
        this.#goOn();
        return this.#isAsked('cancel') ? [] : ['nobody has asked for it'];
      case 'run.paused':
        return this.#pause(fact);
      case 'run.resumed':
        this.#goOn();
        return [];
      case 'run.waiting_human':
        return [...this.#units.values()].some(
          ({ status }) => status === 'waiting_human',
        )
          ? []
          : ['no step asks anybody'];
      case 'run.completed':
        return [
          ...(this.#failedStep ? [`step ${this.#failedStep} has failed`] : []),
          ...leftOpen(this.#units),
        ];
      case 'run.failed':
        return [
          ...(fact.step === this.#failedStep
            ? []
            : [`it blames ${fact.step}, and not ${this.#failedStep}`]),
          ...leftOpen(this.#units),
          ...this.#leftDone(fact.step ?? undefined),
        ];
      case 'run.canceled':
        return [...leftOpen(this.#units), ...this.#leftDone()];
      default:
        return [];
    }
  }

  #goOn() {
    this.#isPoisoned = false;
    this.#isToPause = false;
  }

  #leftDone(failed?: string): string[] {
    return this.#isResolved
      ? []
      : leftDone(this.definition, this.#units, failed);
  }

  #pause({ blockedReason }: FactOf<'run.paused'>): string[] {
    const reasons: Record<string, boolean> = {
      step_failed: [...this.#units.values()].some(({ isHeld }) => isHeld),
      poison: this.#isPoisoned,
      'an operator': this.#isToPause,
    };
    return [
      ...stillRunning(this.definition, this.#units),
      ...(reasons[blockedReason ?? 'an operator']
        ? []
        : [`there is no reason: ${blockedReason}`]),
    ];
  }

  #reopen({ step, recomputed }: FactOf<'run.reopened'>): string[] {
    this.#generation += 1;
    this.#failedStep = undefined;
    this.#isResolved = false;
    this.#goOn();
    const expected = toRepeat(
      this.definition,
      step,
      key => this.#units.get(key)!,
    );
    const steps = recomputed.filter(unit => !isItem(unit));
    const problems = this.#isAsked('retry') ? [] : ['nobody has asked for it'];
    if (expected.join() !== steps.join()) {
      problems.push(`it repeats ${steps}, and not ${expected}`);
    }
    for (const unit of recomputed) {
      this.#units.set(
        unit,
        new StepHistory(unitDefinition(this.definition, unit)!),
      );
      this.#decisions.delete(unit);
    }
    for (const unit of [...this.#units.keys()]) {
      if (isRollback(unit)) this.#units.delete(unit);
    }
    return problems;
  }

  #statusOf(unit: string) {
    return this.#units.get(unit)?.status ?? 'pending';
  }

  #isAsked(action: string): boolean {
    return [...this.#requested.values()].includes(action);
  }

  #hasEnded(): boolean {
    return this.#status !== undefined && isEnded(this.#status);
  }
}
