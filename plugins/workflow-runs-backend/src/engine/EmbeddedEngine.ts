import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ulid } from 'ulid';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { LeaseClock } from '../database/clock';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { LeaseLost } from '../recorder/Transition';
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
import { DEFAULT_TIMING, EngineTiming } from './timing';
import {
  heartbeat,
  isRegistered,
  reapWorkers,
  registerWorker,
  removeWorker,
} from './workers';

/** Runs that one backend holds at a time; those that only wait are not held. */
const MAX_HELD = 100;

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
  timing?: Partial<EngineTiming>;
}

/**
 * The durable engine inside the backend: claims runs that are due, executes their steps, and gives
 * them back when they only wait. Wake-ups are hints that make it quick; the polled tables are the
 * truth, so a hint that is lost costs a second and nothing else.
 */
export class EmbeddedEngine {
  readonly workerId = `wkr_${ulid()}`;
  readonly #timing: EngineTiming;
  readonly #actors = new Map<string, RunActor>();
  readonly #runner: AttemptRunner;
  readonly #intervals = new Set<NodeJS.Timeout>();
  readonly #tasks = new Set<Promise<void>>();
  readonly #handlersNeeded = new Map<string, string[]>();
  #executable: string[] = [];
  #wakeUp: NodeJS.Timeout | undefined;
  #leaseUntil = 0;
  #state: 'idle' | 'running' | 'stopping' = 'idle';
  #claiming: Promise<void> | undefined;
  #claimAgain = false;
  #lookForOrphans = false;

  constructor(private readonly options: EmbeddedEngineOptions) {
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#runner = new AttemptRunner({
      ...options,
      abortGraceMs: this.#timing.abortGraceMs,
    });
  }

  async start(): Promise<void> {
    const { leaseMs, pollMs, blockedCheckMs, blockedAfterMs } = this.#timing;
    await this.#register();
    await this.#learnExecutable();
    if (this.#state === 'stopping') {
      await this.#unregister();
      return;
    }
    this.#state = 'running';
    this.#every(leaseMs / 3, () => this.#heartbeat());
    this.#every(pollMs, () => this.#poll());
    this.#every(blockedCheckMs, () =>
      reportBlockedRuns({ ...this.options, blockedAfterMs }),
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
    if (!this.#actors.has(runId)) {
      this.wake();
      return;
    }
    try {
      await this.#deliverRequests();
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
    for (const interval of this.#intervals) clearInterval(interval);
    clearTimeout(this.#wakeUp);
    await this.#claiming;
    const actors = [...this.#actors.values()];
    for (const actor of actors) actor.release();
    await settledWithin(
      this.#timing.stopGraceMs,
      actors.map(actor => actor.done),
    );
    for (const actor of this.#actors.values()) {
      actor.abandon(new Error('The backend stops'));
    }
    await this.options.live.flush();
    await this.options.recorder.idle();
    // A heartbeat under way would register the worker that is taken off the list here.
    await Promise.all(this.#tasks);
    await this.#unregister();
  }

  #every(ms: number, task: () => Promise<void>) {
    let busy = false;
    const attempt = async () => {
      try {
        await task();
      } catch (error) {
        this.options.logger.warn(`The embedded engine goes on after: ${error}`);
      }
    };
    const interval = setInterval(() => {
      if (busy) return;
      busy = true;
      const running = attempt().finally(() => {
        busy = false;
        this.#tasks.delete(running);
      });
      this.#tasks.add(running);
    }, ms);
    this.#intervals.add(interval);
  }

  async #poll() {
    // Fencing keeps a late worker from writing; this keeps it from working in vain.
    if (!this.#holdsLease()) this.#giveUp();
    const { knex, clock, now } = this.options;
    await reapWorkers(knex, clock, now());
    // Until the next heartbeat, others would free whatever this worker claims.
    if (!(await isRegistered(knex, this.workerId))) await this.#heartbeat();
    await this.#learnExecutable();
    await this.#deliverRequests();
    this.#lookForOrphans = true;
    this.wake();
  }

  async #register() {
    const { knex, clock, registry, now } = this.options;
    const before = now();
    await registerWorker(knex, clock, {
      id: this.workerId,
      handlers: registry.offered,
      leaseMs: this.#timing.leaseMs,
    });
    this.#leaseUntil = before + this.#timing.leaseMs;
  }

  async #unregister() {
    await removeWorker(this.options.knex, this.workerId, this.options.now());
  }

  async #heartbeat() {
    const { knex, clock, now } = this.options;
    const { leaseMs } = this.#timing;
    const before = now();
    if (await heartbeat(knex, clock, { id: this.workerId, leaseMs })) {
      this.#leaseUntil = before + leaseMs;
      return;
    }
    this.#giveUp();
    await this.#register();
    this.wake();
  }

  /** Runs may be claimed and held only as long as others take this worker for alive. */
  #holdsLease(): boolean {
    return this.options.now() < this.#leaseUntil - this.#timing.leaseSkewMs;
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
      let needed = this.#handlersNeeded.get(hash);
      if (!needed) {
        // What a hash stands for never changes, and there are more of them than graphs in memory.
        const { definition } = await definitions.graph(hash);
        needed = [...new Set(handlersNeeded(definition))];
        this.#handlersNeeded.set(hash, needed);
      }
      if (needed.every(name => offered.has(name))) executable.push(hash);
    }
    this.#executable = executable;
  }

  async #claim(): Promise<void> {
    const { knex, now, logger } = this.options;
    try {
      if (!this.#holdsLease()) return;
      if (this.#lookForOrphans) {
        // Here and not beside a claim: what is being claimed has no actor yet.
        this.#lookForOrphans = false;
        await this.#giveBackOrphans();
      }
      // Backends set these times, so backends compare them. By the clock of the leases, a database
      // that is ahead would find every retry due at once.
      const at = now();
      const limit = MAX_HELD - this.#actors.size;
      if (limit > 0 && this.#executable.length > 0) {
        const claimed = await claimRuns(knex, {
          workerId: this.workerId,
          now: at,
          limit,
          executable: this.#executable,
        });
        await Promise.all(claimed.map(run => this.#hold(run)));
        if (claimed.length === limit) this.#claimAgain = true;
      }
      const next = await nextWakeUp(knex, at);
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
    // The poll comes soon enough for what is later; and a clock that went back makes no loop.
    if (delay > this.#timing.pollMs || this.#state !== 'running') return;
    this.#wakeUp = setTimeout(() => this.wake(), Math.max(1, delay));
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
      // Whoever held it here before has lost it by this claim.
      this.#actors.get(claimed.runId)?.abandon(new LeaseLost(claimed.runId));
      this.#actors.set(claimed.runId, actor);
      void actor.done.then(farewell => this.#letGo(actor, claimed, farewell));
      actor.start();
    } catch (error) {
      logger.error(`Run ${claimed.runId} cannot be executed: ${error}`);
      await this.#giveBack(
        claimed,
        this.options.now() + this.#timing.unreadableMs,
      );
    }
  }

  async #letGo(actor: RunActor, claimed: ClaimedRun, farewell: Farewell) {
    if (this.#actors.get(actor.runId) === actor) {
      this.#actors.delete(actor.runId);
    }
    if (farewell.type === 'lost') {
      this.options.logger.warn(
        `Run ${actor.runId} is read anew: ${farewell.error}`,
      );
      try {
        await this.#giveBack(claimed, this.options.now() + this.#timing.pollMs);
      } catch (error) {
        this.options.logger.warn(
          `Run ${actor.runId} is given back by the next poll: ${error}`,
        );
      }
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

/** Waits until all have settled, but no longer than that. */
async function settledWithin(ms: number, work: Promise<unknown>[]) {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.all(work), over]);
  clearTimeout(timer);
}
