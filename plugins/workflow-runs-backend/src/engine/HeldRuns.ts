import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { Recorder } from '../recorder/Recorder';
import { LeaseLost } from '../recorder/Transition';
import { NewLaunch, ReservedPlace } from '../runs/Launcher';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { ChildRuns } from './ChildRuns';
import { ClaimedRun } from './claim';
import { endedRun } from './endedRun';
import { firstClaimOf, launchedRun } from './launchedRun';
import { LoadedRun } from './load';
import { loadRuns } from './loadRuns';
import { foretoldWarnings, openRequests, unreadMessages } from './readRuns';
import { Farewell, RunActor } from './RunActor';
import { StepCode } from './StepCode';
import { EngineTiming } from './timing';
import { Tracing } from './Tracing';
import { UnreadableRuns } from './UnreadableRuns';

/** The runs that this worker holds, one actor for each; those that only wait are not held. */
export class HeldRuns {
  readonly #actors = new Map<string, RunActor>();
  readonly #backfills = new Set<RunActor>();
  /** Runs that are being launched, and are ours once they are; whether each is a backfill. */
  readonly #reserved = new Map<string, boolean>();
  readonly #unreadable: UnreadableRuns;

  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      definitions: DefinitionStore;
      sealer: Sealer;
      code: StepCode;
      children: ChildRuns;
      store: ArtifactStore;
      notify: (runId: string) => void;
      tracing: Tracing;
      workerId: string;
      timing: EngineTiming;
      now: () => number;
      logger: LoggerService;
      /** A run was let go: there is room for another; whether it wants to be claimed again. */
      onRoom: (isOver: boolean) => void;
    },
  ) {
    this.#unreadable = new UnreadableRuns(options);
  }

  get count(): { runs: number; backfills: number } {
    const reserved = [...this.#reserved.values()];
    return {
      runs: this.#actors.size + reserved.length,
      backfills: this.#backfills.size + reserved.filter(Boolean).length,
    };
  }

  has(runId: string): boolean {
    return this.#actors.has(runId);
  }

  /** Goes on with runs that were just claimed. */
  async hold(claimed: readonly ClaimedRun[]): Promise<void> {
    const begun: Promise<void>[] = [];
    for await (const loaded of loadRuns(claimed, this.options)) {
      const work =
        'error' in loaded
          ? this.#unreadable.giveBack(loaded.claimed, loaded.error)
          : this.#goOn(loaded.claimed, loaded.run);
      // Whether it fails is looked at below, when all have been read.
      work.catch(() => {});
      begun.push(work);
    }
    await Promise.all(begun);
  }

  async #goOn(claimed: ClaimedRun, run: LoadedRun): Promise<void> {
    try {
      await this.#unreadable.read(claimed);
    } catch (error) {
      await this.#unreadable.giveBack(claimed, error);
      return;
    }
    // Whoever held it here before has lost it by this claim.
    this.#actors.get(claimed.runId)?.abandon(new LeaseLost(claimed.runId));
    const actor = new RunActor(claimed, run, this.options);
    this.#add(actor, claimed);
    actor.start();
  }

  /**
   * Keeps a place for a run that is about to be launched, which is its first claim.
   *
   * @returns undefined where the run does nothing at first but wait: nobody has to hold it
   */
  reserve(launch: NewLaunch): ReservedPlace | undefined {
    const claimed = firstClaimOf(launch);
    const { runId, isBackfill, epoch } = claimed;
    const actor = new RunActor(claimed, launchedRun(launch), this.options);
    const first = actor.decideFirst();
    if (first.isParked) return undefined;
    this.#reserved.set(runId, isBackfill);
    const leave = () => this.#reserved.delete(runId);
    return {
      workerId: this.options.workerId,
      epoch,
      first: first.transition,
      leave,
      take: () => {
        // What was given up before it was launched is freed with all else that nobody here knows.
        if (!leave()) return;
        this.#add(actor, claimed);
        actor.goOn(first);
      },
    };
  }

  /** Passes on what was asked of the runs held here, what their children tell them, and what is foretold of them. */
  async deliver(): Promise<void> {
    const { knex } = this.options;
    const held = [...this.#actors.keys()];
    if (held.length === 0) return;
    for (const request of await openRequests(knex, held)) {
      this.#actors.get(request.runId)?.request(request);
    }
    for (const { runId, ...message } of await unreadMessages(knex, held)) {
      this.#actors.get(runId)?.childEnded(message);
    }
    for (const { runId, timer } of await foretoldWarnings(knex, held)) {
      this.#actors.get(runId)?.warn(timer);
    }
  }

  /** Lets all go in good order, and at once those that take longer than that. */
  async release(graceMs: number): Promise<void> {
    this.#reserved.clear();
    const actors = [...this.#actors.values()];
    for (const actor of actors) actor.release();
    await settledWithin(
      graceMs,
      actors.map(actor => actor.done),
    );
    this.abandon(new Error('The backend stops'));
  }

  /** Lets all go at once: nothing that is decided from now on may be written. */
  abandon(error: Error): void {
    this.#reserved.clear();
    for (const actor of this.#actors.values()) actor.abandon(error);
  }

  /** Frees runs that should have been given back, but could not be: the database was away. */
  async giveBackOrphans(): Promise<void> {
    await this.options
      .knex('engine_runs')
      .where({ worker_id: this.options.workerId })
      .whereNotIn('run_id', [...this.#actors.keys(), ...this.#reserved.keys()])
      .update({ worker_id: null, wake_at: this.options.now() });
  }

  #add(actor: RunActor, claimed: ClaimedRun) {
    this.#actors.set(claimed.runId, actor);
    if (claimed.isBackfill) this.#backfills.add(actor);
    void actor.done.then(farewell => this.#letGo(actor, claimed, farewell));
  }

  async #letGo(actor: RunActor, claimed: ClaimedRun, farewell: Farewell) {
    const { logger, now, timing, onRoom } = this.options;
    if (this.#actors.get(actor.runId) === actor) {
      this.#actors.delete(actor.runId);
    }
    this.#backfills.delete(actor);
    if (farewell.type === 'lost') {
      logger.warn(`Run ${actor.runId} is read anew: ${farewell.error}`);
      try {
        await this.#giveBack(claimed, now() + timing.pollMs);
      } catch (error) {
        logger.warn(
          `Run ${actor.runId} is given back by the next poll: ${error}`,
        );
      }
    }
    onRoom(farewell.type === 'ended');
    if (farewell.type === 'ended') await this.#traceEnd(actor.runId);
  }

  async #traceEnd(runId: string) {
    const { knex, tracing, logger } = this.options;
    if (!tracing.isOn) return;
    try {
      const run = await endedRun(knex, runId);
      if (run) tracing.runEnded(run);
    } catch (error) {
      logger.warn(`Run ${runId} has no span of its own: ${error}`);
    }
  }

  /** Lets the run be claimed again, unless somebody has claimed it since. */
  async #giveBack({ runId, epoch }: ClaimedRun, wakeAt: number) {
    await this.options
      .knex('engine_runs')
      .where({ run_id: runId, epoch })
      .update({ worker_id: null, wake_at: wakeAt });
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
