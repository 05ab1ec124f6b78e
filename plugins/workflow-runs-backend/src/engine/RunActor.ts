import { Json, RunFact } from 'backstage-plugin-workflow-runs-common';
import {
  advance,
  Effect,
  isEnded,
  MachineEvent,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Recorder } from '../recorder/Recorder';
import { Transition } from '../recorder/Transition';
import { Sealer } from '../sealing/Sealer';
import { WorkflowRegistry } from '../workflows/WorkflowRegistry';
import { AttemptOutcome, AttemptRunner, RunningAttempt } from './AttemptRunner';
import { ClaimedRun } from './claim';
import { LoadedRun, RunRequest } from './load';

/** The longest that a timer of Node can wait; a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Why an actor has let go of its run. */
export type Farewell =
  | { type: 'ended' }
  /** Nothing runs: the run waits for a timer, or for somebody. */
  | { type: 'parked' }
  /** What was decided could not be committed; the run is to be claimed and read anew. */
  | { type: 'lost'; error: unknown };

/** An event that has no time yet: it gets that of the decision. */
type Happening = MachineEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at'>
    : never
  : never;

type TimerChange = NonNullable<Transition['timers']>[number];

interface Mail {
  /** None where what is requested is unknown here. */
  event?: Happening;
  /** The action that the event carries out. */
  request?: RunRequest;
}

/**
 * Holds one claimed run. Everything that happens to it goes through one mailbox; what has gathered
 * there is decided together and committed as one transition, and only then are the effects done.
 * It stops as soon as nothing of the run executes any more.
 */
export class RunActor {
  readonly #mailbox: Mail[] = [];
  readonly #attempts = new Map<string, RunningAttempt>();
  readonly #timers = new Map<
    string,
    { dueAt: number; handle: NodeJS.Timeout }
  >();
  readonly #seenRequests = new Set<string>();
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
    private readonly options: {
      workerId: string;
      recorder: Recorder;
      runner: AttemptRunner;
      registry: WorkflowRegistry;
      sealer: Sealer;
      now: () => number;
    },
  ) {}

  get runId(): string {
    return this.claimed.runId;
  }

  /** Goes on from where the run was left. */
  start(): void {
    const { state, timers, requests } = this.run;
    for (const [step, { status, attempt }] of Object.entries(state.steps)) {
      // Nobody else holds the run: what ran has died with its worker.
      if (status === 'running') {
        this.#post({ event: { type: 'attempt.lost', step, attempt } });
      }
    }
    const now = Math.max(this.options.now(), this.claimed.claimedAt);
    for (const { step, dueAt } of timers) {
      // What is due is decided now: a timer would fire when the run has been parked again.
      const { attempt } = state.steps[step];
      if (dueAt <= now) {
        this.#post({ event: { type: 'retry.due', step, attempt } });
      } else {
        this.#setTimer(step, attempt, dueAt);
      }
    }
    for (const request of requests) this.request(request);
    // What was asked of it comes first: a run that is canceled before it starts starts nothing.
    if (state.status === 'queued') this.#post({ event: { type: 'claimed' } });
    void this.#drain();
  }

  /** Carries out what was asked of the run, once. */
  request(request: RunRequest): void {
    if (this.#seenRequests.has(request.id)) return;
    this.#seenRequests.add(request.id);
    const { action, reason, actor } = request;
    // A newer backend may have taken a request that this one does not know how to carry out.
    const event: Happening | undefined =
      action === 'cancel' ? { type: 'cancel', reason, actor } : undefined;
    this.#post({ event, request });
  }

  /** Lets go in good order: handlers are told to stop, what they commit still counts. */
  release(): void {
    this.#releasing = true;
    for (const step of [...this.#timers.keys()]) this.#suspendTimer(step);
    for (const attempt of this.#attempts.values()) attempt.abort('released');
  }

  /** Lets go at once, because the lease may be over: nothing that is decided now may be written. */
  abandon(error: unknown): void {
    for (const attempt of this.#attempts.values()) attempt.abort('released');
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
        const { transition, effects } = this.#decide(this.#mailbox.splice(0));
        await this.options.recorder.commit(transition);
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

  #decide(mails: Mail[]): { transition: Transition; effects: Effect[] } {
    const { graph, state } = this.run;
    const at = this.options.now();
    const transition: Transition &
      Required<Pick<Transition, 'sealed' | 'payloads'>> = {
      runId: this.runId,
      worker: this.options.workerId,
      facts: [],
      sealed: [],
      payloads: [],
      actions: [],
    };
    const effects: Effect[] = [];
    for (const { event, request } of mails) {
      const decided = event
        ? advance(graph, state, { ...event, at } as MachineEvent)
        : [];
      effects.push(...decided);
      transition.facts.push(...factsOf(decided));
      if (event?.type === 'attempt.completed' && decided.length > 0) {
        this.#keepOutput(transition, event.step, event.output);
      }
      if (request) {
        const refusal = event
          ? `The run is ${state.status} already`
          : `This version cannot ${request.action} a run`;
        this.#answer(
          transition,
          request,
          decided.length > 0 ? null : refusal,
          at,
        );
      }
    }
    transition.timers = this.#timerChanges(effects);
    const parked = state.running === 0;
    transition.fence = {
      epoch: this.claimed.epoch,
      leave: {
        workerId: parked ? null : this.options.workerId,
        wakeAt: parked ? this.#nextDue(transition.timers) : null,
        hold: state.hold,
      },
    };
    return { transition, effects };
  }

  #keepOutput(
    transition: Required<Pick<Transition, 'sealed' | 'payloads'>>,
    step: string,
    output: Json,
  ) {
    const { state, dataKey, outputs } = this.run;
    const place = { step, item: -1, generation: state.generation };
    outputs.set(step, output);
    transition.payloads.push({ ...place, direction: 'output', value: output });
    transition.sealed.push({
      ...place,
      kind: 'output',
      keyId: null,
      content: this.options.sealer.seal(
        dataKey,
        { runId: this.runId, step, item: -1, kind: 'output' },
        output,
      ),
    });
  }

  #answer(
    transition: Transition,
    request: RunRequest,
    message: string | null,
    at: number,
  ) {
    const fact = {
      at,
      generation: this.run.state.generation,
      actionId: request.id,
      action: request.action,
    };
    transition.actions!.push({
      id: request.id,
      status: message === null ? 'completed' : 'failed',
      message,
    });
    transition.facts.push(
      message === null
        ? { type: 'action.completed', ...fact }
        : { type: 'action.failed', ...fact, message },
    );
  }

  #timerChanges(effects: Effect[]): TimerChange[] {
    return effects.flatMap((effect): TimerChange[] => {
      const retry = (step: string, dueAt: number | null) => [
        { kind: 'retry', step, item: -1, dueAt },
      ];
      if (effect.type === 'timer') return retry(effect.step, effect.dueAt);
      if (effect.type === 'clearTimer') return retry(effect.step, null);
      // A retry that starts has used its timer up.
      if (effect.type === 'start' && effect.attempt > 1)
        return retry(effect.step, null);
      return [];
    });
  }

  /** When the run wants to be claimed again: at the first timer that is set once this is done. */
  #nextDue(changes: TimerChange[]): number | null {
    const due = new Map(
      [...this.#timers].map(([step, { dueAt }]) => [step, dueAt]),
    );
    for (const { step, dueAt } of changes) {
      if (dueAt === null) due.delete(step);
      else due.set(step, dueAt);
    }
    return due.size === 0 ? null : Math.min(...due.values());
  }

  #perform(effects: Effect[]) {
    for (const effect of effects) {
      switch (effect.type) {
        case 'start':
          this.#clearTimer(effect.step);
          this.#startAttempt(effect.step, effect.attempt);
          break;
        case 'abort':
          this.#attempts.get(effect.step)?.abort('canceled');
          break;
        case 'timer':
          this.#setTimer(effect.step, effect.attempt, effect.dueAt);
          break;
        case 'clearTimer':
          this.#clearTimer(effect.step);
          break;
        default:
        // Facts are committed already.
      }
    }
  }

  #startAttempt(key: string, attempt: number) {
    if (this.#releasing) {
      this.#finish(key, attempt, { type: 'released' });
      return;
    }
    const { graph, state, input, outputs } = this.run;
    const step = graph.step(key);
    const handler = this.options.registry.handlerOf(graph.definition, step);
    if (!handler) {
      // Claims are filtered, so this is a definition that was changed without a new version.
      this.abandon(new Error(`There is no handler for step '${key}'`));
      return;
    }
    const running = this.options.runner.start({
      speaker: { runId: this.runId, step: key, item: -1, attempt },
      generation: state.generation,
      workflow: graph.definition.name,
      isBackfill: this.claimed.isBackfill,
      step,
      handler,
      input,
      outputs: Object.fromEntries(outputs),
      addArtifact: artifact => this.#addArtifact(running, artifact),
    });
    this.#attempts.set(key, running);
    void running.outcome.then(outcome => this.#finish(key, attempt, outcome));
  }

  #finish(step: string, attempt: number, outcome: AttemptOutcome) {
    this.#attempts.delete(step);
    const place = { step, attempt };
    switch (outcome.type) {
      case 'completed':
        this.#post({
          event: {
            type: 'attempt.completed',
            ...place,
            output: outcome.output,
            usage: outcome.usage,
          },
        });
        break;
      case 'failed':
        this.#post({
          event: { type: 'attempt.failed', ...place, error: outcome.error },
        });
        break;
      default:
        this.#post({
          event: { type: 'attempt.lost', ...place, inGoodOrder: true },
        });
    }
  }

  async #addArtifact(
    attempt: RunningAttempt,
    artifact: NonNullable<Transition['artifacts']>[number],
  ): Promise<void> {
    if (this.#stopped || this.#attempts.get(artifact.step) !== attempt) {
      throw new Error('The attempt has ended: it can add no more artifacts');
    }
    await this.options.recorder.commit({
      runId: this.runId,
      fence: { epoch: this.claimed.epoch },
      facts: [
        {
          type: 'artifact.added',
          at: this.options.now(),
          generation: artifact.generation,
          step: artifact.step,
          item: artifact.item,
          attempt: artifact.attempt,
          artifactId: artifact.id,
          name: artifact.name,
          contentType: artifact.contentType,
          bytes: artifact.bytes,
        },
      ],
      artifacts: [artifact],
    });
  }

  #setTimer(step: string, attempt: number, dueAt: number) {
    this.#clearTimer(step);
    const delay = Math.max(0, dueAt - this.options.now());
    const handle =
      delay > MAX_TIMEOUT_MS
        ? setTimeout(() => this.#setTimer(step, attempt, dueAt), MAX_TIMEOUT_MS)
        : setTimeout(
            () => this.#post({ event: { type: 'retry.due', step, attempt } }),
            delay,
          );
    this.#timers.set(step, { dueAt, handle });
    if (this.#releasing) this.#suspendTimer(step);
  }

  #clearTimer(step: string) {
    this.#suspendTimer(step);
    this.#timers.delete(step);
  }

  /** Keeps what is due, for whoever claims the run next, but does not fire. */
  #suspendTimer(step: string) {
    clearTimeout(this.#timers.get(step)?.handle);
  }

  #farewell({ fence }: Transition): Farewell | undefined {
    if (isEnded(this.run.state.status)) return { type: 'ended' };
    return fence!.leave!.workerId === null ? { type: 'parked' } : undefined;
  }

  #stop(farewell: Farewell) {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const step of [...this.#timers.keys()]) this.#clearTimer(step);
    this.#resolve(farewell);
  }
}

function factsOf(effects: Effect[]): RunFact[] {
  return effects.flatMap(effect =>
    effect.type === 'fact' ? [effect.fact] : [],
  );
}
