import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ulid } from 'ulid';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { LeaseClock } from '../database/clock';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import {
  handlersNeeded,
  WorkflowRegistry,
} from '../workflows/WorkflowRegistry';
import { AttemptRunner } from './AttemptRunner';
import { reportBlockedRuns } from './blockedRuns';
import { ClaimedRun, claimRuns, nextWakeUp } from './claim';
import { loadRun, openRequests } from './load';
import { Farewell, RunActor } from './RunActor';
import {
  heartbeat,
  LEASE_MS,
  LEASE_SKEW_MS,
  reapWorkers,
  registerWorker,
  removeWorker,
} from './workers';

/** How often the engine asks the database although nothing told it to, in milliseconds. */
const POLL_MS = 1_000;
/** How often it looks for runs that nobody can execute, in milliseconds. */
const BLOCKED_CHECK_MS = 15_000;
/** Runs that one backend holds at a time; those that only wait are not held. */
const MAX_HELD = 100;
/** How long a stopping backend waits for its handlers, in milliseconds. */
const STOP_GRACE_MS = 8_000;

/** What the embedded engine needs. */
export interface EmbeddedEngineOptions {
  knex: Knex;
  recorder: Recorder;
  live: LiveWriter;
  artifacts: ArtifactStore;
  registry: WorkflowRegistry;
  definitions: DefinitionStore;
  sealer: Sealer;
  clock: LeaseClock;
  now: () => number;
  logger: LoggerService;
}

/**
 * The durable engine inside the backend: claims runs that are due, executes their steps, and gives
 * them back when they only wait. Wake-ups are hints that make it quick; the polled tables are the
 * truth, so a hint that is lost costs a second and nothing else.
 */
export class EmbeddedEngine {
  readonly workerId = `wkr_${ulid()}`;
  readonly #actors = new Map<string, RunActor>();
  readonly #runner: AttemptRunner;
  readonly #timers = new Set<NodeJS.Timeout>();
  #executable: string[] = [];
  #wakeUp: NodeJS.Timeout | undefined;
  #leaseUntil = 0;
  #state: 'idle' | 'running' | 'stopping' = 'idle';
  #claiming: Promise<void> | undefined;
  #claimAgain = false;

  constructor(private readonly options: EmbeddedEngineOptions) {
    this.#runner = new AttemptRunner(options);
  }

  async start(): Promise<void> {
    const { knex, clock, registry, now } = this.options;
    await registerWorker(knex, clock, {
      id: this.workerId,
      handlers: registry.offered,
    });
    this.#leaseUntil = now() + LEASE_MS;
    this.#state = 'running';
    await this.#learnExecutable();
    this.#every(LEASE_MS / 3, () => this.#heartbeat());
    this.#every(POLL_MS, () => this.#poll());
    this.#every(BLOCKED_CHECK_MS, () =>
      reportBlockedRuns({ ...this.options, clock }),
    );
    this.wake();
  }

  /** Tells the engine that something may be due now. */
  wake(): void {
    if (this.#state !== 'running') return;
    if (this.#claiming) {
      this.#claimAgain = true;
      return;
    }
    this.#claiming = this.#claim().finally(() => {
      this.#claiming = undefined;
      if (this.#claimAgain) {
        this.#claimAgain = false;
        this.wake();
      }
    });
  }

  /** Tells the engine that something was asked of a run. */
  async notify(runId: string): Promise<void> {
    if (this.#actors.has(runId)) await this.#deliverRequests();
    else this.wake();
  }

  /** Lets all runs go in good order, so that another backend, or the next one, goes on at once. */
  async stop(): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'stopping';
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#wakeUp);
    await this.#claiming;
    const actors = [...this.#actors.values()];
    for (const actor of actors) actor.release();
    await Promise.race([
      Promise.all(actors.map(actor => actor.done)),
      new Promise(resolve => {
        setTimeout(resolve, STOP_GRACE_MS).unref();
      }),
    ]);
    for (const actor of this.#actors.values()) {
      actor.abandon(new Error('The backend stops'));
    }
    await this.options.live.flush();
    await this.options.recorder.idle();
    await removeWorker(
      this.options.knex,
      this.workerId,
      await this.options.clock(),
    );
  }

  #every(ms: number, task: () => Promise<void>) {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy) return;
      busy = true;
      try {
        await task();
      } catch (error) {
        this.options.logger.warn(`The embedded engine goes on after: ${error}`);
      } finally {
        busy = false;
      }
    }, ms);
    this.#timers.add(timer);
  }

  async #poll() {
    // Fencing keeps a late worker from writing; this keeps it from working in vain.
    if (this.options.now() > this.#leaseUntil - LEASE_SKEW_MS) this.#giveUp();
    await reapWorkers(this.options.knex, this.options.clock);
    await this.#learnExecutable();
    await this.#deliverRequests();
    await this.#giveBackOrphans();
    this.wake();
  }

  async #heartbeat() {
    const { knex, clock, registry, now } = this.options;
    const before = now();
    if (!(await heartbeat(knex, clock, this.workerId))) {
      this.#giveUp();
      await registerWorker(knex, clock, {
        id: this.workerId,
        handlers: registry.offered,
      });
    }
    this.#leaseUntil = before + LEASE_MS;
  }

  #giveUp() {
    for (const actor of this.#actors.values()) {
      actor.abandon(new Error('The lease of this worker is over'));
    }
  }

  async #learnExecutable() {
    const { definitions, registry } = this.options;
    const offered = new Set(registry.offered);
    const executable: string[] = [];
    for (const hash of await definitions.hashes()) {
      const { definition } = await definitions.graph(hash);
      if (handlersNeeded(definition).every(name => offered.has(name)))
        executable.push(hash);
    }
    this.#executable = executable;
  }

  async #claim(): Promise<void> {
    const { knex, now, clock, logger } = this.options;
    try {
      const limit = MAX_HELD - this.#actors.size;
      if (limit > 0 && this.#executable.length > 0) {
        const claimed = await claimRuns(knex, {
          workerId: this.workerId,
          now: await clock(),
          limit,
          executable: this.#executable,
        });
        await Promise.all(claimed.map(run => this.#hold(run)));
        if (claimed.length === limit) this.#claimAgain = true;
      }
      const next = await nextWakeUp(knex);
      if (next !== undefined) this.#wakeAt(next, now());
    } catch (error) {
      logger.warn(
        `Runs could not be claimed; the next poll tries again: ${error}`,
      );
    }
  }

  #wakeAt(at: number, now: number) {
    clearTimeout(this.#wakeUp);
    const delay = at - now;
    // What is overdue waits for capacity or a handler; the poll is soon enough for it.
    if (delay <= 0 || delay > POLL_MS || this.#state !== 'running') return;
    this.#wakeUp = setTimeout(() => this.wake(), delay);
  }

  async #hold(claimed: ClaimedRun): Promise<void> {
    const { knex, sealer, definitions, logger } = this.options;
    try {
      const graph = await definitions.graph(claimed.definitionHash);
      const run = await loadRun(knex, sealer, graph, claimed);
      const actor = new RunActor(claimed, run, {
        ...this.options,
        workerId: this.workerId,
        runner: this.#runner,
      });
      this.#actors.set(claimed.runId, actor);
      void actor.done.then(farewell => this.#letGo(actor, claimed, farewell));
      actor.start();
    } catch (error) {
      logger.error(`Run ${claimed.runId} cannot be executed: ${error}`);
      await this.#giveBack(claimed, this.options.now() + LEASE_MS);
    }
  }

  async #letGo(actor: RunActor, claimed: ClaimedRun, farewell: Farewell) {
    this.#actors.delete(actor.runId);
    try {
      if (farewell.type === 'lost') {
        this.options.logger.warn(
          `Run ${actor.runId} is read anew: ${farewell.error}`,
        );
        await this.#giveBack(claimed, this.options.now() + POLL_MS);
      } else if (farewell.type === 'parked') {
        // A request that came while the run was being parked would wait for its next timer.
        const [request] = await openRequests(this.options.knex, [actor.runId]);
        if (request) await this.#giveBack(claimed, this.options.now());
        else if (farewell.wakeAt !== null)
          this.#wakeAt(farewell.wakeAt, this.options.now());
      }
    } catch (error) {
      this.options.logger.warn(
        `Run ${actor.runId} waits for its lease to end: ${error}`,
      );
    }
    this.wake();
  }

  /** Lets the run be claimed again, unless somebody has claimed it since. */
  async #giveBack({ runId, epoch }: ClaimedRun, wakeAt: number) {
    await this.options
      .knex('engine_runs')
      .where({ run_id: runId, epoch })
      .update({ worker_id: null, wake_at: wakeAt });
  }

  /** Runs that could not be given back when they should have been, the database being away. */
  async #giveBackOrphans() {
    if (this.#claiming) return;
    await this.options
      .knex('engine_runs')
      .where({ worker_id: this.workerId })
      .whereNotIn('run_id', [...this.#actors.keys()])
      .update({ worker_id: null, wake_at: this.options.now() });
  }

  async #deliverRequests() {
    const held = [...this.#actors.keys()];
    if (held.length === 0) return;
    for (const request of await openRequests(this.options.knex, held)) {
      this.#actors.get(request.runId)?.request(request);
    }
  }
}
