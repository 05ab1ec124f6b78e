import {
  isEnded,
  isExecuting,
  placeOf,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { ChildMessage } from '../recorder/Transition';
import { Recorder } from '../recorder/Recorder';
import { Sealer } from '../sealing/Sealer';
import { ChildRuns } from './ChildRuns';
import { ClaimedRun } from './claim';
import { timerDue } from './happenings';
import { LoadedRun } from './load';
import { RunRequest, StoredTimer } from './readRuns';
import { toHappening } from './requests';
import { RunAttempts } from './RunAttempts';
import {
  changesNothing,
  Decision,
  Deed,
  Mail,
  RunDecisions,
} from './RunDecisions';
import { RunErrands } from './RunErrands';
import { RunTimers } from './RunTimers';
import { StepCode } from './StepCode';

/** Why an actor has let go of its run. */
export type Farewell =
  | { type: 'ended' }
  /** Nothing runs: the run waits for a timer, or for somebody. */
  | { type: 'parked' }
  /** What was decided could not be committed; the run is to be claimed and read anew. */
  | { type: 'lost'; error: unknown };

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
  readonly #decisions: RunDecisions;
  readonly #attempts: RunAttempts;
  readonly #errands: RunErrands;
  readonly #timers: RunTimers;
  readonly #requests = new Map<string, RunRequest>();
  #draining = false;
  #stopped = false;
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
    const post = (mail: Mail) => this.#post(mail);
    const giveUp = (error: unknown) => this.abandon(error);
    const isOver = () => this.#stopped;
    this.#timers = new RunTimers(
      timer => post({ timer, event: timerDue(timer) }),
      options.now,
    );
    this.#decisions = new RunDecisions(claimed, run, {
      ...options,
      timers: this.#timers,
      requests: this.#requests,
    });
    const doing = { ...options, post, giveUp, isOver };
    this.#attempts = new RunAttempts(claimed, run, doing);
    this.#errands = new RunErrands(claimed, run, doing);
  }

  get runId(): string {
    return this.claimed.runId;
  }

  /** Goes on from where the run was left. */
  start(): void {
    const { state, timers, requests, messages } = this.run;
    for (const [unit, step] of Object.entries(state.steps)) {
      const about = { ...placeOf(unit), attempt: step.attempt };
      if (isExecuting(step)) {
        // Nobody else holds the run: what ran has died with its worker.
        this.#post({ event: { type: 'attempt.lost', ...about } });
      } else if (
        step.status === 'running' &&
        step.waitingFor?.kind === 'child'
      ) {
        this.#errands.resumeChild(unit, about);
      }
    }
    this.#errands.cancelOthers();
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

  /** Decides what a run does first that is about to be launched; that is committed with the launch. */
  decideFirst(): Decision {
    return this.#decisions.decide([{ event: { type: 'claimed' } }], false);
  }

  /** Does what was decided, once it is committed. */
  goOn({ effects }: Decision): void {
    for (const effect of effects) this.#perform(effect);
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

  /** Hears that its target is likely to be missed: the warning of it comes now, unless it has been given. */
  warn(timer: StoredTimer): void {
    this.#timers.set({ ...timer, attempt: undefined });
  }

  /** Hears that a child has ended, once. */
  childEnded(message: ChildMessage): void {
    this.#errands.childEnded(message);
  }

  /** Lets go in good order: handlers are told to stop, what they commit still counts. */
  release(): void {
    this.#timers.suspend();
    this.#attempts.release();
    this.#errands.release();
  }

  /** Lets go at once, because the lease may be over: nothing that is decided now may be written. */
  abandon(error: unknown): void {
    this.#attempts.abort();
    this.#errands.abort();
    this.#stop({ type: 'lost', error });
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
        const mails = this.#mailbox.splice(0);
        const decision = this.#decisions.decide(mails, this.#errands.isBusy);
        if (changesNothing(decision)) continue;
        const { transition, isParked } = decision;
        await this.options.recorder.commit(transition);
        if (transition.tells) this.options.notify(transition.tells.runId);
        if (this.#stopped) return;
        // Those that have fired are kept until then: they would be due for whoever came next.
        for (const timer of transition.timers ?? []) {
          if (timer.dueAt === null) this.#timers.clear(timer);
        }
        this.goOn(decision);
        if (isParked) this.#stop(this.#farewell());
      } while (this.#mailbox.length > 0 && !this.#stopped);
    } catch (error) {
      this.abandon(error);
    } finally {
      this.#draining = false;
    }
  }

  #perform(effect: Deed) {
    switch (effect.type) {
      case 'start':
        this.#timers.clear({ ...effect, kind: 'retry' });
        this.#attempts.start(effect);
        break;
      case 'abort':
        this.#attempts.cancel(effect.step, effect.item);
        break;
      case 'timer':
        this.#timers.set(effect);
        break;
      case 'clearTimer':
        this.#timers.clear(effect);
        break;
      case 'startChild':
        this.#timers.clear({ ...effect, kind: 'retry' });
        this.#errands.startChild(effect);
        break;
      case 'cancelChild':
        this.#errands.cancelChild(effect);
        break;
      case 'invoke':
        this.#errands.invoke(effect);
        break;
      case 'answer':
        if (effect.outcome === 'canceled')
          this.#errands.cancelOperation(effect.request);
        break;
      default:
      // Committed already.
    }
  }

  #farewell(): Farewell {
    return { type: isEnded(this.run.state.status) ? 'ended' : 'parked' };
  }

  #stop(farewell: Farewell) {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timers.clearAll();
    this.#resolve(farewell);
  }
}
