import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { newId } from '../database/ids';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { LeaseClock } from '../database/clock';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { NewLaunch, ReservedPlace } from '../runs/Launcher';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowRegistry } from '../workflows/WorkflowRegistry';
import { AttemptRunner } from './AttemptRunner';
import { BlockedRuns } from './BlockedRuns';
import { ChildRuns } from './ChildRuns';
import { Chores } from './Chores';
import { Claimer } from './Claimer';
import { ExecutableDefinitions } from './ExecutableDefinitions';
import { HandlerSecrets } from './HandlerSecrets';
import { HeldRuns } from './HeldRuns';
import { StepCode } from './StepCode';
import { DEFAULT_LIMITS, EngineLimits } from './limits';
import { Slots } from './Slots';
import { takeUpForgotten } from './takeUpAgain';
import { DEFAULT_TIMING, EngineTiming } from './timing';
import { Tracing } from './Tracing';
import { UnclaimableRuns } from './UnclaimableRuns';
import { UnreadableRequests } from './UnreadableRequests';
import { WorkerLease } from './WorkerLease';
import { reapWorkers } from './workers';

/** What the embedded engine needs. */
export interface EmbeddedEngineOptions {
  knex: Knex;
  recorder: Recorder;
  live: LiveWriter;
  artifacts: ArtifactStore;
  registry: WorkflowRegistry;
  children: ChildRuns;
  definitions: DefinitionStore;
  sealer: Sealer;
  clock: LeaseClock;
  now: () => number;
  logger: LoggerService;
  timing?: Partial<EngineTiming>;
  limits?: Partial<EngineLimits>;
  /** The secrets of the configuration, for handlers that ask for them. */
  secrets: HandlerSecrets;
  /** Takes out of a text what must not be shown, whosever it is. */
  redact: (text: string) => string;
}

/**
 * The durable engine inside the backend: claims runs that are due, executes their steps, and gives
 * them back when they only wait. Wake-ups are hints that make it quick; the polled tables are the
 * truth, so a hint that is lost costs a second and nothing else.
 */
export class EmbeddedEngine {
  readonly workerId = newId('wkr');
  readonly #timing: EngineTiming;
  readonly #executable: ExecutableDefinitions;
  readonly #lease: WorkerLease;
  readonly #held: HeldRuns;
  readonly #claimer: Claimer;
  readonly #blocked: BlockedRuns;
  readonly #unclaimable: UnclaimableRuns;
  readonly #chores: Chores;
  #state: 'idle' | 'running' | 'stopping' = 'idle';

  constructor(private readonly options: EmbeddedEngineOptions) {
    const { definitions, registry, logger } = options;
    const { workerId } = this;
    const timing = { ...DEFAULT_TIMING, ...options.timing };
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#timing = timing;
    this.#executable = new ExecutableDefinitions(definitions, registry);
    this.#lease = new WorkerLease({
      ...options,
      workerId,
      handlers: () => registry.offered,
      leaseMs: timing.leaseMs,
      skewMs: timing.leaseSkewMs,
    });
    const tracing = new Tracing(logger, options.redact);
    const runner = new AttemptRunner({
      ...options,
      tracing,
      limits,
      slots: new Slots(limits.attemptsPerBackend, limits.backfillShare),
      abortGraceMs: timing.abortGraceMs,
    });
    this.#held = new HeldRuns({
      ...options,
      workerId,
      timing,
      store: options.artifacts,
      code: new StepCode({ registry, runner }),
      tracing,
      notify: runId => void this.notify(runId),
      onRoom: isOver => {
        if (isOver) this.#claimer.roomIsLeft();
        else this.wake();
      },
    });
    this.#claimer = new Claimer({
      ...options,
      workerId,
      held: this.#held,
      limits,
      isBusy: () => runner.isFull,
      executable: () => this.#executable.hashes,
      mayClaim: () => this.#lease.isHeld,
      pollMs: timing.pollMs,
    });
    this.#blocked = new BlockedRuns({
      ...options,
      limits,
      blockedAfterMs: timing.blockedAfterMs,
    });
    this.#unclaimable = new UnclaimableRuns({
      ...options,
      requests: new UnreadableRequests({
        ...options,
        notify: runId => void this.notify(runId),
      }),
      blockedAfterMs: timing.blockedAfterMs,
    });
    this.#chores = new Chores(error =>
      logger.warn(`The embedded engine goes on after: ${error}`),
    );
  }

  async start(): Promise<void> {
    const { leaseMs, pollMs, blockedCheckMs } = this.#timing;
    await this.#lease.register();
    await this.#executable.learn();
    if (this.#state === 'stopping') {
      await this.#lease.end();
      return;
    }
    this.#state = 'running';
    this.#chores.every(leaseMs / 3, () => this.#heartbeat());
    this.#chores.every(pollMs, () => this.#poll());
    this.#chores.every(blockedCheckMs, () => this.#blocked.check());
    this.#chores.every(blockedCheckMs, () => this.#unclaimable.check());
    this.#chores.every(blockedCheckMs, () => takeUpForgotten(this.options));
    this.wake();
  }

  /** Tells the engine that something may be due now. */
  wake(): void {
    if (this.#state === 'running') this.#claimer.wake();
  }

  /**
   * Takes on a run that is about to be launched, so that nobody has to find and read it.
   *
   * @returns undefined where it has to wait for its turn
   */
  reserve(launch: NewLaunch): ReservedPlace | undefined {
    const { order } = launch;
    const mayHold =
      this.#state === 'running' &&
      this.#claimer.mayHold({
        workflowId: order.workflow.id,
        tenantId: order.workflow.tenantId,
        isBackfill: order.backfill,
        definitionHash: order.definitionHash,
      });
    return mayHold ? this.#held.reserve(launch) : undefined;
  }

  /** Tells the engine that something was asked of a run. */
  async notify(runId: string): Promise<void> {
    if (!this.#held.has(runId)) {
      this.wake();
      return;
    }
    try {
      await this.#held.deliver();
    } catch (error) {
      this.options.logger.warn(
        `A request waits for the next poll of the embedded engine: ${error}`,
      );
    }
  }

  /** Lets all runs go in good order, so that another backend, or the next one, goes on at once. */
  async stop(): Promise<void> {
    const wasRunning = this.#state === 'running';
    this.#state = 'stopping';
    if (!wasRunning) return;
    this.#chores.stop();
    await this.#claimer.stop();
    await this.#held.release(this.#timing.stopGraceMs);
    await this.options.live.flush();
    await this.options.recorder.idle();
    // A heartbeat under way would register the worker that is taken off the list here.
    await this.#chores.idle();
    await this.#lease.end();
  }

  async #heartbeat() {
    if (await this.#lease.renew()) return;
    this.#giveUp();
    await this.#lease.register();
    this.wake();
  }

  async #poll() {
    const { knex, clock, now } = this.options;
    // Fencing keeps a late worker from writing; this keeps it from working in vain.
    if (!this.#lease.isHeld) this.#giveUp();
    await reapWorkers(knex, clock, now());
    // Until the next heartbeat, others would free whatever this worker claims.
    if (!(await this.#lease.isKnown())) await this.#heartbeat();
    await this.#executable.learn();
    await this.#held.deliver();
    if (this.#state === 'running') this.#claimer.poll();
  }

  #giveUp() {
    this.#held.abandon(new Error('The lease of this worker is over'));
  }
}
