import type { RunFact } from '../model/fact';
import type {
  Json,
  RunStatus,
  SkipReason,
  StepError,
} from '../model/vocabulary';
import { evaluate } from './condition';
import type { WorkflowGraph } from './graph';
import { MAX_LOSSES, retryDelay } from './retry';
import { isEnded, isSettled } from './settled';
import { applyPatch, RunPatch, RunState, StepState } from './state';

/**
 * What may happen to a run. `at` is epoch milliseconds; the machine has no clock of its own, and
 * none of several machines' clocks has to agree: a span that would be negative counts as 0.
 *
 * @public
 */
export type MachineEvent = { at: number } & (
  | { type: 'claimed' }
  | {
      type: 'attempt.completed';
      step: string;
      attempt: number;
      output: Json;
      usage?: { tokens?: number; computeMs?: number };
    }
  | { type: 'attempt.failed'; step: string; attempt: number; error: StepError }
  /** The worker stopped before the attempt ended; in good order, where it could still say so. */
  | {
      type: 'attempt.lost';
      step: string;
      attempt: number;
      inGoodOrder?: boolean;
    }
  /** The timer of a retry has fired. `attempt`: the one that it was set after; another is stale. */
  | { type: 'retry.due'; step: string; attempt?: number }
  | { type: 'cancel'; reason: string | null; actor: string | null }
);

/** What is to be done once the decision is committed. @public */
export type Effect =
  | { type: 'start'; step: string; attempt: number }
  | { type: 'abort'; step: string; attempt: number }
  /** Wake the run with `retry.due` of the same step and attempt; it replaces the step's timer. */
  | {
      type: 'timer';
      kind: 'retry';
      step: string;
      attempt: number;
      dueAt: number;
    }
  /** There may be none. */
  | { type: 'clearTimer'; kind: 'retry'; step: string }
  | { type: 'fact'; fact: RunFact };

/** What follows from an event. Both parts are empty where it decides nothing. @public */
export interface Decision {
  patch: RunPatch;
  /** In the order in which they follow from one another. */
  effects: Effect[];
}

/** One decision under way: reads the state through the patch, collects patch and effects. */
class Deciding {
  readonly #patch: RunPatch = { steps: {}, outputs: {} };
  readonly #effects: Effect[] = [];

  constructor(
    private readonly graph: WorkflowGraph,
    private readonly state: RunState,
    private readonly at: number,
  ) {}

  result(): Decision {
    return { patch: this.#patch, effects: this.#effects };
  }

  take(event: MachineEvent): void {
    if (isEnded(this.#run('status'))) return;
    switch (event.type) {
      case 'claimed':
        this.#start();
        break;
      case 'attempt.completed':
        if (this.#isLatest(event)) this.#completeStep(event);
        break;
      case 'attempt.failed':
        if (this.#isLatest(event)) this.#failAttempt(event.step, event.error);
        break;
      case 'attempt.lost':
        if (this.#isLatest(event)) {
          this.#loseAttempt(event.step, event.inGoodOrder ?? false);
        }
        break;
      case 'retry.due':
        if (this.#isDue(event)) this.#startAttempt(event.step);
        break;
      case 'cancel':
        this.#cancel(event.reason, event.actor);
        break;
      default:
        throw new Error(`Unknown event: ${(event as { type: string }).type}`);
    }
  }

  #start() {
    if (this.#run('status') !== 'queued') return;
    this.#patch.startedAt = this.at;
    this.#fact({ type: 'run.started', ...this.#leave('running') });
    this.#reach(this.graph.roots);
    this.#endIfNothingIsLeft();
  }

  #completeStep(event: Extract<MachineEvent, { type: 'attempt.completed' }>) {
    const times = this.#times(event.step);
    this.#fact({
      type: 'step.completed',
      ...this.#leaveStep(event.step, { status: 'completed', error: null }),
      ...times,
      ...(event.usage ? { usage: event.usage } : {}),
    });
    if (this.graph.referredSteps.has(event.step)) {
      this.#patch.outputs[event.step] = event.output;
    }
    this.#settled(event.step);
  }

  #failAttempt(key: string, error: StepError) {
    if (this.#run('status') === 'canceling') {
      this.#cancelStep(key);
      this.#settled(key);
      return;
    }
    const { tries, attempt } = this.#step(key);
    const delay = retryDelay(
      this.graph.step(key).retry,
      tries + 1,
      error.category,
      `${this.state.seed}/${key}/${attempt}`,
    );
    // A run that has failed already starts nothing more: what runs may settle, that is all.
    if (delay === undefined || this.#run('failure')) {
      this.#failStep(key, error);
    } else {
      this.#retry(key, {
        error,
        tries: tries + 1,
        delay,
        outcome: 'failed',
        startsAtOnce: delay === 0,
      });
    }
  }

  #loseAttempt(key: string, inGoodOrder: boolean) {
    if (this.#run('status') === 'canceling') {
      this.#cancelStep(key);
      this.#settled(key);
      return;
    }
    const { tries, attempt, losses } = this.#step(key);
    const error: StepError = {
      category: 'transient',
      code: 'WORKER_LOST',
      message: `The worker of attempt ${attempt} stopped before the attempt ended`,
    };
    if (this.#run('failure')) {
      this.#failStep(key, error);
      return;
    }
    const lost = losses + (inGoodOrder ? 0 : 1);
    this.#patchStep(key, { losses: lost });
    if (lost >= MAX_LOSSES) this.#patch.hold = this.#run('hold') ?? 'poison';
    // A worker that stops starts nothing more: the timer is for the next one.
    const startsAtOnce = !inGoodOrder;
    this.#retry(key, { error, tries, delay: 0, outcome: 'lost', startsAtOnce });
  }

  #retry(
    key: string,
    retry: {
      error: StepError;
      tries: number;
      delay: number;
      outcome: 'failed' | 'lost';
      startsAtOnce: boolean;
    },
  ) {
    const { attemptMs, attempt } = this.#times(key);
    const retryAt = this.at + retry.delay;
    this.#fact({
      type: 'step.retrying',
      ...this.#leaveStep(key, {
        status: 'retrying',
        tries: retry.tries,
        nextExpected: retry.outcome === 'failed',
        error: retry.error,
      }),
      attempt,
      attemptMs,
      outcome: retry.outcome,
      losses: this.#step(key).losses,
      expected: retry.outcome === 'failed',
      error: retry.error,
      retryAt,
    });
    if (this.#run('hold')) {
      this.#pauseIfNothingRuns();
    } else if (retry.startsAtOnce) {
      this.#startAttempt(key);
    } else {
      this.#effects.push({
        type: 'timer',
        kind: 'retry',
        step: key,
        attempt,
        dueAt: retryAt,
      });
    }
  }

  #failStep(key: string, error: StepError) {
    const times = this.#times(key);
    const endsRun = !this.#run('failure');
    this.#fact({
      type: 'step.failed',
      ...this.#leaveStep(key, { status: 'failed', error }),
      ...times,
      error,
      endsRun,
    });
    if (endsRun) {
      this.#patch.failure = { step: key, error };
      this.#giveUp('upstream_failed');
    }
    this.#settled(key);
  }

  #cancel(reason: string | null, actor: string | null) {
    if (this.#run('status') === 'canceling') return;
    this.#fact({
      type: 'run.canceling',
      ...this.#leave('canceling'),
      reason,
      actor,
    });
    this.#giveUp('run_canceled');
    for (const { key } of this.graph.definition.steps) {
      const { status, attempt } = this.#step(key);
      if (status === 'running')
        this.#effects.push({ type: 'abort', step: key, attempt });
    }
    this.#endIfNothingIsLeft();
  }

  /** Settles every step that is neither running nor settled: nothing more starts. */
  #giveUp(reason: SkipReason) {
    for (const { key } of this.graph.definition.steps) {
      const { status, error } = this.#step(key);
      if (status === 'pending') {
        this.#skip(key, reason);
      } else if (status === 'retrying') {
        this.#effects.push({ type: 'clearTimer', kind: 'retry', step: key });
        if (reason === 'run_canceled') {
          this.#cancelStep(key);
        } else {
          const times = this.#times(key);
          this.#fact({
            type: 'step.failed',
            ...this.#leaveStep(key, { status: 'failed' }),
            ...times,
            error: error!,
            endsRun: false,
          });
        }
      }
    }
  }

  #skip(key: string, reason: SkipReason) {
    this.#fact({
      type: 'step.skipped',
      ...this.#leaveStep(key, { status: 'skipped', skipReason: reason }),
      reason,
    });
  }

  #cancelStep(key: string) {
    const times = this.#times(key);
    this.#fact({
      type: 'step.canceled',
      ...this.#leaveStep(key, { status: 'canceled' }),
      ...times,
    });
  }

  /** Goes on from a step that has just settled. */
  #settled(key: string) {
    if (this.#run('status') === 'running' && !this.#run('failure')) {
      this.#reach(this.#release(key));
    }
    this.#pauseIfNothingRuns();
    this.#endIfNothingIsLeft();
  }

  #pauseIfNothingRuns() {
    const blockedReason = this.#run('hold');
    const done = this.#run('open') === 0 || this.#run('running') > 0;
    if (!blockedReason || done || this.#run('status') !== 'running') return;
    this.#fact({ type: 'run.paused', ...this.#leave('paused'), blockedReason });
  }

  /** Counts a settled step off its dependents; returns those that nothing holds back any more. */
  #release(key: string): string[] {
    return this.graph.dependentsOf(key).filter(dependent => {
      const unmet = this.#step(dependent).unmet - 1;
      this.#patchStep(dependent, { unmet });
      return unmet === 0;
    });
  }

  /** Starts or skips steps whose dependencies have settled, and what follows from the skipped. */
  #reach(ready: readonly string[]) {
    // The loop also visits what it appends; shifting would cost the length of the queue each time.
    const queue = [...ready];
    for (const key of queue) {
      const reason = this.#reasonToSkip(key);
      if (reason) {
        this.#skip(key, reason);
        queue.push(...this.#release(key));
      } else if (!this.#run('hold')) {
        this.#startAttempt(key);
      }
    }
  }

  #reasonToSkip(key: string): SkipReason | undefined {
    const { dependsOn, when } = this.graph.step(key);
    if (
      dependsOn.some(dependency => this.#step(dependency).status === 'skipped')
    ) {
      return 'upstream_skipped';
    }
    if (!when) return undefined;
    const outputs = this.#outputsOf(this.graph.referencesOf(key));
    return evaluate(when, { input: this.state.input, outputs })
      ? undefined
      : 'condition';
  }

  /** Outputs of the named steps, as far as they have completed. */
  #outputsOf(steps: readonly string[]): Record<string, Json> {
    const known = [this.#patch.outputs, this.state.outputs];
    return Object.fromEntries(
      steps.flatMap(step => {
        const outputs = known.find(held => Object.hasOwn(held, step));
        return outputs ? [[step, outputs[step]]] : [];
      }),
    );
  }

  #startAttempt(key: string) {
    const step = this.#step(key);
    const attempt = step.attempt + 1;
    this.#fact({
      type: 'step.started',
      ...this.#leaveStep(key, {
        status: 'running',
        attempt,
        startedAt: step.startedAt ?? this.at,
        attemptStartedAt: this.at,
      }),
      attempt,
      expected: step.nextExpected,
    });
    this.#effects.push({ type: 'start', step: key, attempt });
  }

  #endIfNothingIsLeft() {
    if (this.#run('open') > 0) return;
    const failure = this.#run('failure');
    const durationMs = this.#since(this.#run('startedAt'));
    if (this.#run('status') === 'canceling') {
      this.#fact({
        type: 'run.canceled',
        ...this.#leave('canceled'),
        durationMs,
      });
    } else if (failure) {
      this.#fact({
        type: 'run.failed',
        ...this.#leave('failed'),
        durationMs,
        ...failure,
      });
    } else {
      this.#fact({
        type: 'run.completed',
        ...this.#leave('completed'),
        durationMs,
      });
    }
  }

  #isLatest({ step, attempt }: { step: string; attempt: number }): boolean {
    const latest = this.graph.has(step) ? this.#step(step) : undefined;
    return latest?.status === 'running' && latest.attempt === attempt;
  }

  #isDue({ step, attempt }: { step: string; attempt?: number }): boolean {
    const waiting = this.graph.has(step) ? this.#step(step) : undefined;
    return (
      waiting?.status === 'retrying' &&
      (attempt === undefined || attempt === waiting.attempt) &&
      !this.#run('hold')
    );
  }

  /** Milliseconds since then; 0 where another machine's clock was ahead of this event's. */
  #since(then: number | null): number {
    return then === null ? 0 : Math.max(0, this.at - then);
  }

  /** Changes the run's status; returns what every fact about a run says. */
  #leave(status: RunStatus) {
    const from = this.#run('status');
    const fromMs = this.#since(this.#run('since'));
    this.#patch.status = status;
    this.#patch.since = this.at;
    return { at: this.at, generation: this.state.generation, from, fromMs };
  }

  /** Changes a step's status and the counters; returns what every fact about a step says. */
  #leaveStep(
    key: string,
    change: Partial<StepState> & Pick<StepState, 'status'>,
  ) {
    const from = this.#step(key).status;
    const count = (counts: boolean) => (counts ? 1 : 0);
    this.#patch.open =
      this.#run('open') -
      count(!isSettled(from)) +
      count(!isSettled(change.status));
    this.#patch.running =
      this.#run('running') -
      count(from === 'running') +
      count(change.status === 'running');
    this.#patchStep(
      key,
      isSettled(change.status) ? { ...change, unmet: 0 } : change,
    );
    return {
      at: this.at,
      generation: this.state.generation,
      step: key,
      item: -1,
      from,
    };
  }

  /** The latest attempt of a step and how long attempt and step have taken, up to now. */
  #times(key: string) {
    const { attempt, startedAt, attemptStartedAt, status } = this.#step(key);
    return {
      attempt,
      attemptMs: status === 'running' ? this.#since(attemptStartedAt) : 0,
      durationMs: this.#since(startedAt),
    };
  }

  #run<K extends keyof Omit<RunState, 'steps' | 'outputs'>>(
    field: K,
  ): RunState[K] {
    return field in this.#patch
      ? (this.#patch[field] as RunState[K])
      : this.state[field];
  }

  #step(key: string): StepState {
    const step = this.state.steps[key];
    return Object.hasOwn(this.#patch.steps, key)
      ? { ...step, ...this.#patch.steps[key] }
      : step;
  }

  #patchStep(key: string, change: Partial<StepState>) {
    this.#patch.steps[key] = { ...this.#patch.steps[key], ...change };
  }

  #fact(fact: RunFact) {
    this.#effects.push({ type: 'fact', fact });
  }
}

/**
 * Decides what follows from an event: the one brain that every executor asks.
 *
 * Pure: no clock, no random, no I/O, and `state` is left as it is. An event that has come too late
 * (for a step that has settled, a run that has ended, an attempt that is not the latest) decides
 * nothing. The cost is that of the steps which change and of their neighbours, however many there
 * are; only a first failure and a cancel look at every step, each once in a run's life.
 *
 * @throws Error where the type of the event is none of these
 * @public
 */
export function decide(
  graph: WorkflowGraph,
  state: RunState,
  event: MachineEvent,
): Decision {
  const decision = new Deciding(graph, state, event.at);
  decision.take(event);
  return decision.result();
}

/** Decides, applies the patch to `state` in place, and returns the effects. @public */
export function advance(
  graph: WorkflowGraph,
  state: RunState,
  event: MachineEvent,
): Effect[] {
  const { patch, effects } = decide(graph, state, event);
  applyPatch(state, patch);
  return effects;
}
