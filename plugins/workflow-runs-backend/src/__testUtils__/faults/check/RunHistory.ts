import {
  isEnded,
  isSettled,
  RunFact,
  RunStatus,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { MAX_LOSSES } from 'backstage-plugin-workflow-runs-common/machine';
import { RUN_RULES } from './statusRules';
import { StepFact, StepHistory } from './StepHistory';

/** Facts that may come when the run has ended: what was asked too late is answered. */
const AFTER_THE_END = ['action.requested', 'action.completed', 'action.failed'];

/** What the events say of a run, and what is wrong with it. */
export class RunHistory {
  #status: RunStatus | undefined;
  #generation = 0;
  #failedStep: string | undefined;
  readonly #steps: Map<string, StepHistory>;
  readonly #requested = new Map<string, string>();

  constructor(definition: WorkflowDefinition) {
    this.#steps = new Map(
      definition.steps.map(step => [step.key, new StepHistory(step)]),
    );
  }

  take(fact: RunFact): string[] {
    const problems: string[] = [];
    if (fact.generation !== this.#generation) {
      problems.push(`its generation is ${fact.generation}`);
    }
    if (this.#hasEnded() && !AFTER_THE_END.includes(fact.type)) {
      problems.push(`the run is ${this.#status} already`);
    }
    return [...problems, ...this.#apply(fact)];
  }

  #apply(fact: RunFact): string[] {
    switch (fact.type) {
      case 'run.queued':
        return this.#queue();
      case 'run.changed':
        return [];
      case 'action.requested':
        this.#requested.set(fact.actionId, fact.action);
        return [];
      case 'action.completed':
      case 'action.failed':
        return this.#answer(fact.actionId);
      case 'artifact.added':
        return this.#steps.get(fact.step)?.isRunning === fact.attempt
          ? []
          : [`attempt ${fact.attempt} of ${fact.step} does not run`];
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

  #answer(actionId: string): string[] {
    return this.#requested.delete(actionId)
      ? []
      : [`nobody waits for an answer to ${actionId}`];
  }

  #takeStep(fact: StepFact): string[] {
    const step = this.#steps.get(fact.step);
    if (!step) return [`there is no step ${fact.step}`];
    const problems = step.take(fact, {
      status: this.#status ?? 'nothing',
      hasFailed: this.#failedStep !== undefined,
      isHeld: [...this.#steps.values()].some(
        ({ losses }) => losses >= MAX_LOSSES,
      ),
      statusOf: key => this.#steps.get(key)!.status,
    });
    if (fact.type === 'step.failed') this.#failedStep ??= fact.step;
    return problems.map(problem => `${fact.step}: ${problem}`);
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
    const problems: string[] = [];
    if (this.#hasEnded()) {
      for (const [key, { status }] of this.#steps) {
        if (!isSettled(status)) problems.push(`step ${key} is ${status}`);
      }
    }
    if (fact.type === 'run.completed' && this.#failedStep) {
      problems.push(`step ${this.#failedStep} has failed`);
    }
    if (fact.type === 'run.failed' && fact.step !== this.#failedStep) {
      problems.push(`it blames ${fact.step}, and not ${this.#failedStep}`);
    }
    const asked = [...this.#requested.values()];
    if (fact.type === 'run.canceling' && !asked.includes('cancel')) {
      problems.push('nobody has asked for it');
    }
    return problems;
  }

  #hasEnded(): boolean {
    return this.#status !== undefined && isEnded(this.#status);
  }
}
