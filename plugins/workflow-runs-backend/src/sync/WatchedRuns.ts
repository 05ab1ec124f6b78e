import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  isEnded,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { LeaseClock } from '../database/clock';
import { Nap } from '../readers/Nap';
import { SyncConfig } from './config';
import { Engines } from './Engines';
import { isWanted, SyncOrders } from './SyncOrders';

/** Who watches sees what happens within about two of these. */
const LOOK_MS = 1_000;
/** Runs that are followed at a time; the others come with the sweeps. */
const MAX_WATCHED = 50;
const ENDED = runStatusSchema.options.filter(isEnded);

/** Follows runs of engines elsewhere while somebody looks at them: their engines are asked for each again and again. */
export class WatchedRuns {
  readonly #nap = new Nap();
  #isStopped = false;
  #running: Promise<void> | undefined;
  #problem: string | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      engines: Engines;
      orders: SyncOrders;
      config: SyncConfig;
      clock: LeaseClock;
      logger: LoggerService;
      watched: () => readonly string[];
      /** Tells who asks, if it is this backend. */
      notify: (instance: string) => void;
    },
  ) {}

  start(): void {
    const { engines, config } = this.options;
    const isIdle = engines.all.every(({ engine }) => !engine.sync);
    if (!config.enabled || isIdle) return;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#nap.end();
    await this.#running;
  }

  /** Wants what is watched and has not ended; what is wanted already is on its way. */
  async look(): Promise<void> {
    const { knex, engines, orders, clock, notify } = this.options;
    const watched = this.options.watched().slice(0, MAX_WATCHED);
    if (watched.length === 0) return;
    const asked = engines.all.filter(({ engine }) => engine.sync);
    const runs = await knex('runs')
      .whereIn('id', watched)
      .whereIn(
        'engine_instance',
        asked.map(({ instance }) => instance.id),
      )
      .whereNotIn('status', ENDED)
      .select('id', 'engine_instance');
    if (runs.length === 0) return;
    const instances = [...new Set(runs.map(run => run.engine_instance))];
    const known = await orders.ofRuns(
      instances,
      runs.map(({ id }) => id),
    );
    const onTheirWay = known.filter(isWanted).map(({ target }) => target);
    const now = await clock();
    for (const { id, engine_instance: instance } of runs) {
      if (onTheirWay.includes(id)) continue;
      await orders.want(instance, 'run', now, id);
    }
    for (const instance of instances) notify(instance);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.look();
        this.#problem = undefined;
      } catch (error) {
        const problem = String(error);
        if (problem !== this.#problem) {
          this.options.logger.warn(`Watched runs are not followed: ${problem}`);
        }
        this.#problem = problem;
      }
      await this.#nap.rest(LOOK_MS);
    }
  }
}
