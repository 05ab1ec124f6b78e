import type { RunFact } from '../model/fact';
import type { ActionRefusal, Json, RunStatus } from '../model/vocabulary';
import type { ConditionValues } from './condition';
import type { Effect, TimerKind } from './event';
import type { Tries, WorkflowGraph } from './graph';
import { isOpen } from './settled';
import { isExecuting, PENDING, RunPatch, RunState, StepState } from './state';
import { isItem, isRollback, placeOf } from './unit';

type Scalar = Omit<RunState, 'steps' | 'outputs' | 'ready'>;

/**
 * A decision under way: reads the state through the patch, and collects the patch and the effects.
 * It keeps the counters right; what follows from what is not its business.
 */
export class Draft {
  readonly patch: RunPatch = {
    steps: {},
    outputs: {},
    ready: { taken: 0, added: [] },
  };
  readonly effects: Effect[] = [];
  /** Units that have settled, and of which nothing has followed yet. */
  readonly settled: string[] = [];
  #changed: Extract<RunFact, { type: 'run.changed' }> | undefined;

  constructor(
    readonly graph: WorkflowGraph,
    readonly state: RunState,
    readonly at: number,
  ) {}

  run<K extends keyof Scalar>(field: K): RunState[K] {
    const changes: Partial<Scalar> = this.patch;
    return field in changes
      ? (changes[field] as RunState[K])
      : this.state[field];
  }

  set(change: Partial<Scalar>) {
    Object.assign(this.patch, change);
  }

  has(unit: string): boolean {
    return (
      Object.hasOwn(this.patch.steps, unit) ||
      Object.hasOwn(this.state.steps, unit)
    );
  }

  /** A unit; one of which nothing is known has not begun. */
  unit(unit: string): StepState {
    const known = Object.hasOwn(this.state.steps, unit)
      ? this.state.steps[unit]
      : PENDING;
    return Object.hasOwn(this.patch.steps, unit)
      ? { ...known, ...this.patch.steps[unit] }
      : known;
  }

  change(unit: string, change: Partial<StepState>) {
    this.patch.steps[unit] = { ...this.patch.steps[unit], ...change };
  }

  /**
   * Changes the status of a unit and the counters; what it waited for, and that it was held, is over
   * unless the change says so again. Returns what every fact about the change says.
   */
  move(unit: string, change: Partial<StepState> & Pick<StepState, 'status'>) {
    const before = this.unit(unit);
    const moved: Partial<StepState> & Pick<StepState, 'status'> = {
      held: false,
      waitingFor: null,
      retryAt: null,
      ...change,
      generation: this.run('generation'),
    };
    const after = { ...before, ...moved };
    this.#count(unit, before, -1);
    this.#count(unit, after, 1);
    if (isOpen(before) && !isOpen(after)) {
      this.settled.push(unit);
      moved.unmet = 0;
    }
    this.change(unit, moved);
    return { ...this.about(unit), from: before.status };
  }

  /** What every fact about a unit says, where it changes no status. */
  about(unit: string) {
    return { ...this.aboutRun(), ...placeOf(unit) };
  }

  aboutRun() {
    return { at: this.at, generation: this.run('generation') };
  }

  /** Changes the run's status; returns what every fact about that says. */
  leave(status: RunStatus) {
    const from = this.run('status');
    const fromMs = this.since(this.run('since'));
    this.set({ status, since: this.at });
    return { ...this.aboutRun(), from, fromMs };
  }

  fact(fact: RunFact) {
    this.effects.push({ type: 'fact', fact });
  }

  /** Tells of a change to the run that is none of status; a decision tells of all in one fact. */
  changed(
    change: Omit<
      Extract<RunFact, { type: 'run.changed' }>,
      'type' | 'at' | 'generation'
    >,
  ) {
    if (!this.#changed) {
      this.#changed = { type: 'run.changed', ...this.aboutRun() };
      this.fact(this.#changed);
    }
    Object.assign(this.#changed, change);
  }

  answer(
    request: string | undefined,
    outcome: 'completed' | 'accepted' | ActionRefusal,
    message: string | null = null,
  ) {
    if (request === undefined) return;
    this.effects.push({ type: 'answer', request, outcome, message });
  }

  /** Keeps what a unit has put out. */
  keepOutput(unit: string, output: Json) {
    this.effects.push({ type: 'output', ...placeOf(unit), output });
    this.refer(unit, output);
  }

  /** Keeps an output for what the definition says about it, where it says anything. */
  refer(unit: string, output: Json) {
    if (this.graph.referredSteps.has(placeOf(unit).step)) {
      this.patch.outputs[unit] = output;
    }
  }

  timer(kind: TimerKind, unit: string, dueAt: number) {
    const { attempt } = this.unit(unit);
    this.effects.push({
      type: 'timer',
      kind,
      ...placeOf(unit),
      attempt,
      dueAt,
    });
  }

  clearTimer(kind: TimerKind, unit: string) {
    this.effects.push({ type: 'clearTimer', kind, ...placeOf(unit) });
  }

  /** The latest attempt of a unit and how long attempt and unit have taken, up to now. */
  times(unit: string) {
    const { attempt, startedAt, attemptStartedAt, status } = this.unit(unit);
    return {
      attempt,
      attemptMs: status === 'running' ? this.since(attemptStartedAt) : 0,
      durationMs: this.since(startedAt),
    };
  }

  /** Milliseconds since then; 0 where another machine's clock was ahead of this event's. */
  since(then: number | null): number {
    return then === null ? 0 : Math.max(0, this.at - then);
  }

  /** What a unit has put out; what an earlier passage of the run has left does not count. */
  outputOf(unit: string): Json | undefined {
    if (this.unit(unit).status !== 'completed') return undefined;
    const known = [this.patch.outputs, this.state.outputs];
    return known.find(outputs => Object.hasOwn(outputs, unit))?.[unit];
  }

  /** What a step of the definition may refer to. */
  values(step: string): ConditionValues {
    return {
      input: this.state.input,
      outputs: Object.fromEntries(
        this.graph.referencesOf(step).flatMap(key => {
          const output = this.outputOf(key);
          return output === undefined ? [] : [[key, output]];
        }),
      ),
    };
  }

  /** How a unit is tried. A chunk is a run, whose own items are tried as the definition says. */
  triesOf(unit: string): Tries {
    if (isItem(unit)) {
      const { fanOut } = this.unit(placeOf(unit).step);
      if (fanOut && fanOut.chunk > 1) return { retry: { kind: 'none' } };
    }
    return this.graph.triesOf(unit);
  }

  /** Nothing of the definition starts any more: the run fails, or is canceled. */
  get isGivenUp(): boolean {
    return this.run('failure') !== null || this.run('status') === 'canceling';
  }

  /** Nothing starts for now. */
  get isBlocked(): boolean {
    return isBlocked({
      pauseAsked: this.run('pauseAsked'),
      poisoned: this.run('poisoned'),
      held: this.run('held'),
      rollback: this.run('rollback'),
    });
  }

  #count(unit: string, step: StepState, by: 1 | -1) {
    const { status, held } = step;
    const add = (field: 'open' | 'running' | 'active' | 'waiting' | 'held') =>
      this.set({ [field]: this.run(field) + by });
    if (isExecuting(step)) add('running');
    if (held) add('held');
    if (isItem(unit)) return;
    if (status === 'running' || status === 'retrying') add('active');
    if (status === 'waiting_human') add('waiting');
    if (!isRollback(unit) && isOpen(step)) add('open');
  }
}

/** Whether nothing of a run starts for now; a rollback that has begun is not held up. */
export function isBlocked({
  pauseAsked,
  poisoned,
  held,
  rollback,
}: Pick<RunState, 'pauseAsked' | 'poisoned' | 'held' | 'rollback'>): boolean {
  return (pauseAsked || poisoned || held > 0) && rollback === null;
}
