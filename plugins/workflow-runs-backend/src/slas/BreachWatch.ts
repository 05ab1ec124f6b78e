import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { foreseenBreach } from 'backstage-plugin-workflow-runs-common';
import { LeaseClock } from '../database/clock';
import { LeasedChores } from '../engine/LeasedChores';
import { ForecastQueries, ForecastRun } from '../forecast/ForecastQueries';
import { Past } from '../forecast/readPast';
import { Recorder } from '../recorder/Recorder';
import { foretold, foretell, unwarnedRuns } from './unwarnedRuns';

const LEASE = 'breach-watch';
/** How often runs are looked at, in milliseconds. */
const ROUND_MS = 10_000;
/** Runs that are looked at in a round, and those of them of which a forecast is made. */
const MAX_RUNS = 500;
const MAX_FORECASTS = 50;
/** A run is looked at so many times until its target: what is far off changes slowly. */
const LOOKS = 20;

/**
 * Finds runs that are likely to miss their targets while most of their time is left, from one backend at a time.
 * It only brings the timer of the warning forward: whoever holds the run warns of it, once, as by the clock. So
 * where two take themselves for the one that looks, nobody is told twice.
 */
export class BreachWatch {
  readonly #chores: LeasedChores;
  /** Where the next round goes on. */
  #after = '';
  /** When each run is to be looked at again. */
  readonly #again = new Map<string, number>();

  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      forecasts: ForecastQueries;
      clock: LeaseClock;
      owner: string;
      now: () => number;
      logger: LoggerService;
    },
  ) {
    this.#chores = new LeasedChores({
      ...options,
      name: LEASE,
      leaseMs: 3 * ROUND_MS,
      what: 'Missed targets are foreseen',
    });
  }

  start(): void {
    this.#chores.every(ROUND_MS, () => this.round());
  }

  stop(): Promise<void> {
    return this.#chores.stop();
  }

  /** Looks at the next runs, where no other backend does. */
  async round(): Promise<void> {
    const { knex, now } = this.options;
    if (!(await this.#chores.mayGoOn())) return;
    const page = { after: this.#after, now: now(), limit: MAX_RUNS };
    await this.#look(await unwarnedRuns(knex, page));
    await this.#wake();
  }

  async #look(runs: ForecastRun[]): Promise<void> {
    const pasts = new Map<string, Promise<Past>>();
    let forecasts = 0;
    for (const run of runs) {
      const isTurn = (this.#again.get(run.id) ?? 0) <= this.options.now();
      if (isTurn && forecasts === MAX_FORECASTS) return;
      this.#after = run.id;
      if (!isTurn) continue;
      forecasts += 1;
      await this.#foresee(run, pasts);
    }
    if (runs.length === MAX_RUNS) return;
    this.#after = '';
    for (const [id, at] of this.#again) {
      if (at <= this.options.now()) this.#again.delete(id);
    }
  }

  async #foresee(run: ForecastRun, pasts: Map<string, Promise<Past>>) {
    const { knex, forecasts, now } = this.options;
    const { workflow, tenantId, environment, backfill } = run;
    const likeIt = JSON.stringify([
      workflow.ref,
      tenantId,
      environment,
      backfill,
    ]);
    let past = pasts.get(likeIt);
    if (!past) {
      // What is foreseen stands in the log, for all who may see the run.
      past = forecasts.pastOf(run, 'all');
      pasts.set(likeIt, past);
    }
    const dueAt = run.sla!.dueAt!;
    const forecast = await forecasts.forecastBy(await past, run);
    const breach = foreseenBreach(forecast, dueAt, now());
    if (breach) {
      await foretell(knex, run.id, {
        likelyAt: Date.parse(breach.likely),
        now: now(),
      });
      return;
    }
    const left = Date.parse(dueAt) - now();
    this.#again.set(run.id, now() + Math.max(ROUND_MS, left / LOOKS));
  }

  /** Who holds a run looks for itself; another has to be claimed. It is woken until it has been warned of. */
  async #wake(): Promise<void> {
    const { knex, recorder, now } = this.options;
    for (const runId of await foretold(knex, MAX_RUNS)) {
      await recorder.commit({ runId, facts: [], wakeAt: now() });
    }
  }
}
