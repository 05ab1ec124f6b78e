import {
  advance,
  childOf,
  Effect,
  isEnded,
  isExecuting,
  MachineEvent,
  placeOf,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { StepReport } from 'backstage-plugin-workflow-runs-node';
import { addArtifact } from '../artifacts/addArtifact';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { ChildMessage, Transition } from '../recorder/Transition';
import { Recorder } from '../recorder/Recorder';
import { Sealer } from '../sealing/Sealer';
import { AttemptOutcome, RunningAttempt } from './AttemptRunner';
import { ChildRuns } from './ChildRuns';
import { ClaimedRun } from './claim';
import {
  Happening,
  outcomeOfAttempt,
  outcomeOfChild,
  outcomeOfOperation,
  timerDue,
} from './happenings';
import { holdOf, LoadedRun } from './load';
import { RunRequest } from './readRuns';
import { toHappening } from './requests';
import { StepCode } from './StepCode';
import { RunTimer, RunTimers } from './RunTimers';
import { toTransition } from './toTransition';

/** Why an actor has let go of its run. */
export type Farewell =
  | { type: 'ended' }
  /** Nothing runs: the run waits for a timer, or for somebody. */
  | { type: 'parked' }
  /** What was decided could not be committed; the run is to be claimed and read anew. */
  | { type: 'lost'; error: unknown };

interface Mail {
  /** None where something has only to be looked at again, or answered. */
  event?: Happening;
  /** The timer that has fired. */
  timer?: RunTimer;
  /** The message that the event was made of. */
  message?: ChildMessage;
  /** A request that this version does not know how to carry out. */
  unknown?: RunRequest;
  /** What the handler has reported about the work of the attempt that the event is about. */
  report?: StepReport;
}

/** An effect, with the passage of the run that wants it: in one go it may be opened again. */
type Deed<T extends Effect = Effect> = T & { generation: number };

/** What is done for a run once it is committed, and keeps it from being let go of. */
const ERRANDS: ReadonlySet<Effect['type']> = new Set([
  'startChild',
  'cancelChild',
  'invoke',
] as const);

/** What an actor works with. */
export interface ActorOptions {
  workerId: string;
  recorder: Recorder;
  code: StepCode;
  children: ChildRuns;
  /** Where the files of handlers go. */
  store: ArtifactStore;
  sealer: Sealer;
  now: () => number;
  /** Tells the engine that a run has news. */
  notify: (runId: string) => void;
}

/**
 * Holds one claimed run. Everything that happens to it goes through one mailbox; what has gathered
 * there is decided together and committed as one transition, and only then are the effects done.
 * It stops as soon as nothing of the run executes any more.
 */
export class RunActor {
  readonly #mailbox: Mail[] = [];
  readonly #attempts = new Map<string, RunningAttempt>();
  readonly #operations = new Set<RunningAttempt>();
  readonly #timers: RunTimers;
  readonly #requests = new Map<string, RunRequest>();
  readonly #messages = new Set<string>();
  /** Runs that are being launched, by the unit that they are. */
  readonly #launches = new Map<string, Promise<void>>();
  /** Things being done for the run that are no attempts: launching, canceling, operations. */
  #errands = 0;
  #at = 0;
  #draining = false;
  #stopped = false;
  #releasing = false;
  #resolve!: (farewell: Farewell) => void;

  /** Settles when the actor has let go. */
  readonly done = new Promise<Farewell>(resolve => {
    this.#resolve = resolve;
  });

  constructor(
    private readonly claimed: ClaimedRun,
    private readonly run: LoadedRun,
    private readonly options: ActorOptions,
  ) {
    this.#timers = new RunTimers(
      timer => this.#post({ timer, event: timerDue(timer) }),
      options.now,
    );
  }

  get runId(): string {
    return this.claimed.runId;
  }

  /** Goes on from where the run was left. */
  start(): void {
    const { graph, state, timers, requests, messages } = this.run;
    for (const [unit, step] of Object.entries(state.steps)) {
      const about = { ...placeOf(unit), attempt: step.attempt };
      if (isExecuting(step)) {
        // Nobody else holds the run: what ran has died with its worker.
        this.#post({ event: { type: 'attempt.lost', ...about } });
      } else if (
        step.status === 'running' &&
        step.waitingFor?.kind === 'child'
      ) {
        // It may not have been launched yet, or its end not have been heard of.
        const { generation } = state;
        const launch = childOf(graph, state, unit);
        this.#startChild({ ...about, ...launch, generation });
      }
    }
    if (launchesRuns(graph)) this.#errand(() => this.#cancelOthers());
    const now = Math.max(this.options.now(), this.claimed.claimedAt);
    for (const stored of timers) {
      const unit = unitId(stored.step, stored.item);
      const timer = { ...stored, attempt: state.steps[unit]?.attempt };
      // What is due is decided now: a timer would fire when the run has been parked again.
      if (timer.dueAt <= now) this.#post({ timer, event: timerDue(timer) });
      else this.#timers.set(timer);
    }
    for (const request of requests) this.request(request);
    for (const message of messages) this.childEnded(message);
    // What was asked of it comes first: a run that is canceled before it starts starts nothing.
    this.#post({ event: { type: 'claimed' } });
  }

  /** Carries out what was asked of the run, once. */
  request(request: RunRequest): void {
    if (this.#requests.has(request.id)) return;
    this.#requests.set(request.id, request);
    const event = toHappening(request, sealed =>
      this.options.sealer.open(
        this.run.dataKey,
        { runId: this.runId, step: request.id, item: -1, kind: 'request' },
        sealed,
      ),
    );
    // A newer backend may have taken a request that this one does not know how to carry out.
    this.#post(event ? { event } : { unknown: request });
  }

  /** Hears that a child has ended, once. */
  childEnded(message: ChildMessage): void {
    const name = `${message.childRunId} ${message.generation}`;
    if (this.#messages.has(name)) return;
    this.#messages.add(name);
    this.#errand(async () => {
      const { children } = this.options;
      const { childRunId } = message;
      const passage = this.#passage;
      const outcome = (await children.isOf(passage, childRunId, message))
        ? await children.outcomeOf(childRunId)
        : undefined;
      const { generation } = passage;
      this.#post({
        message,
        event: outcome && { ...outcomeOfChild(message, outcome), generation },
      });
    });
  }

  /** Lets go in good order: handlers are told to stop, what they commit still counts. */
  release(): void {
    this.#releasing = true;
    this.#timers.suspend();
    this.#abortAll();
  }

  /** Lets go at once, because the lease may be over: nothing that is decided now may be written. */
  abandon(error: unknown): void {
    this.#abortAll();
    this.#stop({ type: 'lost', error });
  }

  #abortAll() {
    for (const attempt of this.#attempts.values()) attempt.abort('released');
    for (const operation of this.#operations) operation.abort('released');
  }

  #post(mail: Mail): void {
    if (this.#stopped) return;
    this.#mailbox.push(mail);
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    // One turn, so that what happens together is decided together.
    await Promise.resolve();
    try {
      do {
        const { transition, effects } = this.#decide(this.#mailbox.splice(0));
        if (changesNothing(transition)) continue;
        await this.options.recorder.commit(transition);
        if (transition.tells) this.options.notify(transition.tells.runId);
        if (this.#stopped) return;
        this.#perform(effects);
        const farewell = this.#farewell(transition);
        if (farewell) this.#stop(farewell);
      } while (this.#mailbox.length > 0 && !this.#stopped);
    } catch (error) {
      this.abandon(error);
    } finally {
      this.#draining = false;
    }
  }

  /**
   * The time of a decision; none is before the one before. What operators ask and what clocks tell may
   * be the same again, and each gets a millisecond of its own: the log knows it apart by its time.
   */
  #timeOf(isItsOwn: boolean): number {
    this.#at = Math.max(this.options.now(), this.#at + (isItsOwn ? 1 : 0));
    return this.#at;
  }

  #decide(mails: Mail[]): { transition: Transition; effects: Deed[] } {
    const { graph, state, values } = this.run;
    const { workerId, sealer } = this.options;
    const effects: Deed[] = [];
    const reports: Transition['reports'] = [];
    for (const { event, timer, unknown, report } of mails) {
      if (unknown)
        effects.push({ ...refusalOfUnknown(unknown), generation: 0 });
      if (!event) continue;
      const isRequest = 'request' in event;
      const at = this.#timeOf(isRequest || timer !== undefined);
      for (const effect of advance(graph, state, {
        ...event,
        at,
      } as MachineEvent)) {
        effects.push({ ...effect, generation: state.generation });
        if (effect.type === 'output') {
          const { step, item, output } = effect;
          values.keep(unitId(step, item), output);
          if (report) reports.push({ step, item, report: report as Json });
        }
        if (effect.type === 'fact' && effect.fact.type === 'run.reopened') {
          values.forget(effect.fact.recomputed);
        }
      }
    }
    const transition = toTransition(this.run, this.runId, effects, {
      workerId,
      sealer,
      now: this.#timeOf(false),
      requests: this.#requests,
    });
    transition.reports = reports;
    transition.timers = [
      ...mails.flatMap(({ timer }) => (timer ? [usedUp(timer)] : [])),
      ...transition.timers,
    ];
    const parked = !this.#isBusy(effects);
    transition.read = mails.flatMap(({ message }) =>
      message ? [message] : [],
    );
    transition.fence = {
      epoch: this.claimed.epoch,
      leave: {
        workerId: parked ? null : workerId,
        wakeAt: parked ? this.#timers.nextDue(transition.timers) : null,
        hold: holdOf(state),
        isOver: parked && isEnded(state.status),
      },
    };
    return { transition, effects };
  }

  /** Whether this process has something to do for the run once the effects are under way. */
  #isBusy(effects: readonly Effect[]): boolean {
    return (
      this.run.state.running > 0 ||
      this.#errands > 0 ||
      effects.some(({ type }) => ERRANDS.has(type))
    );
  }

  #perform(effects: readonly Deed[]) {
    for (const effect of effects) {
      switch (effect.type) {
        case 'start':
          this.#timers.clear({ ...effect, kind: 'retry' });
          this.#startAttempt(effect);
          break;
        case 'abort':
          this.#attempts
            .get(unitId(effect.step, effect.item))
            ?.abort('canceled');
          break;
        case 'timer':
          this.#timers.set(effect);
          break;
        case 'clearTimer':
          this.#timers.clear(effect);
          break;
        case 'startChild':
          this.#timers.clear({ ...effect, kind: 'retry' });
          this.#startChild(effect);
          break;
        case 'cancelChild':
          this.#cancelChild(effect);
          break;
        case 'invoke':
          this.#errand(() => this.#invoke(effect));
          break;
        default:
        // Committed already.
      }
    }
  }

  #startAttempt(effect: Deed<Extract<Effect, { type: 'start' }>>) {
    if (this.#releasing) {
      this.#finish(effect, { type: 'released' });
      return;
    }
    const unit = unitId(effect.step, effect.item);
    const running = this.options.code.start(this.run, this.claimed, effect, {
      addArtifact: (artifact, content) =>
        addArtifact(artifact, content, {
          ...this.options,
          runId: this.runId,
          epoch: this.claimed.epoch,
          isUnderWay: () =>
            !this.#stopped && this.#attempts.get(unit) === running,
          giveUp: error => this.abandon(error),
        }),
    });
    if (!running) {
      // Claims are filtered, so this is a definition that was changed without a new version.
      this.abandon(new Error(`There is no handler for step '${unit}'`));
      return;
    }
    this.#attempts.set(unit, running);
    void running.outcome.then(outcome => {
      // One that was told to stop may outlast its passage, and the next one have begun.
      if (this.#attempts.get(unit) === running) this.#attempts.delete(unit);
      this.#finish(effect, outcome);
    });
  }

  #finish(
    about: { step: string; item: number; attempt: number; generation: number },
    outcome: AttemptOutcome,
  ) {
    const { generation } = about;
    this.#post({
      event: { ...outcomeOfAttempt(about, outcome), generation },
      report: outcome.type === 'completed' ? outcome.report : undefined,
    });
  }

  #startChild(
    effect: Omit<Deed<Extract<Effect, { type: 'startChild' }>>, 'type'>,
  ) {
    const { generation } = effect;
    const { graph, values } = this.run;
    const launched = this.#errand(async () => {
      const parent = { runId: this.runId, generation, graph, values };
      const outcome = await this.options.children.start(parent, effect);
      if (!outcome) return;
      this.#post({ event: { ...outcomeOfChild(effect, outcome), generation } });
    });
    this.#launches.set(unitId(effect.step, effect.item), launched);
  }

  #cancelChild(effect: Deed<Extract<Effect, { type: 'cancelChild' }>>) {
    const { generation } = effect;
    const launched = this.#launches.get(unitId(effect.step, effect.item));
    this.#errand(async () => {
      // What is still being launched would not be found.
      await launched;
      const passage = { runId: this.runId, generation };
      await this.options.children.cancel(passage, effect);
    });
  }

  /** Whoever held the run before may have died before it canceled what nobody waits for any more. */
  async #cancelOthers() {
    const { children } = this.options;
    await children.cancelOthers(this.runId, async (childRunId, attempt) => {
      // As it is now: meanwhile it may have been opened again, and launched others.
      const unit = this.run.state.steps[unitId(attempt.step, attempt.item)];
      return (
        unit?.waitingFor?.kind === 'child' &&
        unit.attempt === attempt.attempt &&
        children.isOf(this.#passage, childRunId, attempt)
      );
    });
  }

  get #passage() {
    return { runId: this.runId, generation: this.run.state.generation };
  }

  async #invoke(effect: Extract<Effect, { type: 'invoke' }>) {
    const operation = this.options.code.invoke(this.run, this.claimed, effect);
    this.#operations.add(operation);
    if (this.#releasing) operation.abort('released');
    const outcome = await operation.outcome;
    this.#operations.delete(operation);
    // A worker that stops leaves the request to the next one.
    if (outcome.type === 'released') return;
    this.#post({ event: outcomeOfOperation(effect.request, outcome) });
  }

  /** Does something for the run that keeps it from being let go of. */
  async #errand(work: () => Promise<void>): Promise<void> {
    this.#errands += 1;
    await work()
      .catch(error => this.abandon(error))
      .finally(() => {
        this.#errands -= 1;
        this.#post({});
      });
  }

  #farewell({ fence }: Transition): Farewell | undefined {
    if (isEnded(this.run.state.status) && fence!.leave!.workerId === null) {
      return { type: 'ended' };
    }
    return fence!.leave!.workerId === null ? { type: 'parked' } : undefined;
  }

  #stop(farewell: Farewell) {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timers.clearAll();
    this.#resolve(farewell);
  }
}

function launchesRuns({ definition }: LoadedRun['graph']): boolean {
  // A fan-out of code may be too wide for one run.
  return definition.steps.some(
    ({ type }) => type === 'child' || type === 'map',
  );
}

/** A timer that has fired is none any more, unless what follows sets it again. */
function usedUp({ kind, step, item }: RunTimer) {
  return { kind, step, item, dueAt: null };
}

function refusalOfUnknown({ id, action }: RunRequest): Effect {
  return {
    type: 'answer',
    request: id,
    outcome: 'refused',
    message: `This version cannot ${action} a run`,
  };
}

/** A holder that keeps its run, and has decided nothing, has nothing to write. */
function changesNothing({
  facts,
  actions,
  timers,
  read,
  sealed,
  fence,
}: Transition): boolean {
  const lists = [facts, actions, timers, read, sealed];
  return (
    fence!.leave!.workerId !== null &&
    lists.every(list => !list || list.length === 0)
  );
}
