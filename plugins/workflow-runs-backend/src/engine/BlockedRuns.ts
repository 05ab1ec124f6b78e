import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { Recorder } from '../recorder/Recorder';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { HeldCount, RunLimits } from './admission';
import { offersOfWorkers, whyNobodyCanExecute } from './offers';
import { dueIn, heldCounts, Queue, waitingQueues } from './queues';
import { tellBlocked } from './tellBlocked';
import { limitOf, limitReason, Load } from './whyWaiting';

/** Runs that one check looks at; the next goes on behind them. */
const MAX_LOOKED_AT = 500;
/** Paused runs have reasons of their own. */
const UNBLOCKABLE = ['paused'];

interface Options {
  knex: Knex;
  recorder: Recorder;
  definitions: DefinitionStore;
  clock: LeaseClock;
  now: () => number;
  limits: RunLimits;
  /** How long a run may wait for a worker before it says so, in milliseconds. */
  blockedAfterMs: number;
}

/** A run, as far as it matters here. */
interface Told {
  id: string;
  generation: number;
  blocked_reason: string | null;
  /** The claim under which it was looked at. */
  epoch: string | number;
}

/**
 * Says of runs that have waited in vain what they wait for, and takes it back once they go on. Why a
 * run cannot be read is for whoever tried to say.
 */
export class BlockedRuns {
  /** Behind which waiting run, and behind which blocked one, the next check goes on. */
  #lastWaiting: { queue: string; wakeAt: number; runId: string } | undefined;
  #lastBlocked = '';

  constructor(private readonly options: Options) {}

  async check(): Promise<void> {
    await this.#tellWaiting();
    await this.#takeBack();
  }

  async #tellWaiting() {
    const { knex, clock, definitions, limits } = this.options;
    const since = this.#since();
    const queues = (await waitingQueues(knex))
      .filter(({ wakeAt }) => wakeAt <= since)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    if (queues.length === 0) return;
    const offers = await offersOfWorkers(knex, clock);
    const load: Load = {
      limits,
      workers: offers.length,
      held: await heldCounts(knex),
      waiting: await this.#countWaiting(queues),
    };
    let left = MAX_LOOKED_AT;
    for (const queue of this.#fromLast(queues)) {
      const reason =
        (await whyNobodyCanExecute(
          definitions,
          queue.definitionHash,
          offers,
        )) ?? whichLimit(queue, load);
      const rows = await this.#nextOf(queue, left);
      await this.#tell(rows, reason);
      left -= rows.length;
      if (left === 0) {
        const { wake_at, id } = rows[rows.length - 1];
        const place = { wakeAt: Number(wake_at), runId: id };
        this.#lastWaiting = { queue: nameOf(queue), ...place };
        return;
      }
    }
    this.#lastWaiting = undefined;
  }

  /** The queue where the last check has ended and those behind it. */
  #fromLast(queues: Queue[]): Queue[] {
    const last = this.#lastWaiting;
    if (!last) return queues;
    const rest = queues.filter(queue => nameOf(queue) >= last.queue);
    return rest.length > 0 ? rest : queues;
  }

  #nextOf(
    queue: Queue,
    limit: number,
  ): Promise<(Told & { wake_at: string })[]> {
    const query = dueIn(this.options.knex, queue, this.#since())
      .join('runs', 'runs.id', 'engine_runs.run_id')
      .whereNotIn('runs.status', UNBLOCKABLE)
      .whereNull('engine_runs.unreadable')
      .limit(limit)
      .select(
        'runs.id',
        'runs.generation',
        'runs.blocked_reason',
        'engine_runs.epoch',
        'engine_runs.wake_at',
      );
    const last = this.#lastWaiting;
    if (last?.queue === nameOf(queue)) {
      query.whereRaw('(engine_runs.wake_at, engine_runs.run_id) > (?, ?)', [
        last.wakeAt,
        last.runId,
      ]);
    }
    return query;
  }

  /** How many wait in each queue, as far as a limit could tell the difference. */
  async #countWaiting(queues: Queue[]): Promise<HeldCount[]> {
    const { knex, limits } = this.options;
    const { runsPerWorkflow = 0, runsPerTenant = 0 } = limits;
    const enough = Math.max(runsPerWorkflow, runsPerTenant) + 1;
    if (enough === 1) return [];
    const since = this.#since();
    return Promise.all(
      queues.map(async queue => {
        const first = dueIn(knex, queue, since).limit(enough).select('run_id');
        const row = await knex
          .from(first.as('first'))
          .count('* as count')
          .first();
        return { ...queue, count: Number(row!.count) };
      }),
    );
  }

  /** Of runs that are held by now, or do not want to be. */
  async #takeBack() {
    const rows: (Told & { goes_on: boolean })[] = await this.options
      .knex('runs')
      .join('engine_runs', 'engine_runs.run_id', 'runs.id')
      .whereNotNull('runs.blocked_reason')
      .where('runs.id', '>', this.#lastBlocked)
      .orderBy('runs.id')
      .limit(MAX_LOOKED_AT)
      .select('runs.id', 'runs.generation', 'runs.blocked_reason', 'epoch')
      .select(
        this.options.knex.raw(
          `case when runs.status not in (${UNBLOCKABLE.map(() => '?')})
             and engine_runs.unreadable is null
             and (engine_runs.worker_id is not null or engine_runs.wake_at is null or engine_runs.wake_at > ?)
           then 1 else 0 end as goes_on`,
          [...UNBLOCKABLE, this.#since()],
        ),
      );
    await this.#tell(
      rows.filter(({ goes_on }) => goes_on),
      null,
    );
    const last = rows.length === MAX_LOOKED_AT ? rows.at(-1) : undefined;
    this.#lastBlocked = last?.id ?? '';
  }

  async #tell(runs: Told[], blockedReason: string | null): Promise<void> {
    await Promise.all(
      runs
        .filter(({ blocked_reason }) => blocked_reason !== blockedReason)
        .map(run =>
          tellBlocked(this.options.recorder, run, {
            at: this.options.now(),
            blockedReason,
          }),
        ),
    );
  }

  #since(): number {
    return this.options.now() - this.options.blockedAfterMs;
  }
}

function whichLimit(queue: Queue, load: Load): string | null {
  const limit = limitOf(queue, load);
  return limit && limitReason(limit);
}

function nameOf({ workflowId, definitionHash, rank }: Queue): string {
  return [workflowId, definitionHash, String(rank).padStart(3, '0')].join('/');
}
