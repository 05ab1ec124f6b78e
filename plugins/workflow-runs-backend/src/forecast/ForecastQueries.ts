import { Knex } from 'knex';
import { Forecast, NoForecast } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { Visibility } from '../queries/condition';
import { RunGraphs } from '../queries/RunGraphs';
import { RunRecord } from '../queries/runToWire';
import { Foreseen, foresee, MIN_RUNS, StepNow, Unforeseen } from './foresee';
import { Past, PastOf, readPast } from './readPast';
import { readSteps } from './readSteps';

/** The run as one step, where its steps are not known before they begin. */
const WHOLE = '';
/** What so large a part of runs has come to, this one will come to. */
const USUAL = 0.5;

/** What has to be known of a run to tell when it ends. */
export type ForecastRun = PastOf &
  Pick<RunRecord, 'id' | 'status' | 'needsIntervention' | 'startedAt' | 'sla'>;

const REASONS: Partial<Record<RunRecord['status'], NoForecast>> = {
  queued: 'not_started',
  paused: 'paused',
  canceling: 'unwinding',
  completed: 'ended',
  failed: 'ended',
  canceled: 'ended',
};

/** Tells when a run is likely to end, by what the reader may see of runs like it. */
export class ForecastQueries {
  readonly #graphs: RunGraphs;

  constructor(
    private readonly knex: Knex,
    definitions: ConstructorParameters<typeof RunGraphs>[1],
    private readonly now: () => number,
  ) {
    this.#graphs = new RunGraphs(knex, definitions);
  }

  async forecast(run: ForecastRun, visibility: Visibility): Promise<Forecast> {
    return this.forecastBy(await this.pastOf(run, visibility), run);
  }

  /** What the reader may see of the runs that are like this one. */
  pastOf(run: PastOf, visibility: Visibility): Promise<Past> {
    return readPast(this.knex, run, visibility, this.now());
  }

  /** The same by a past that was read for another run like this one. */
  async forecastBy(past: Past, run: ForecastRun): Promise<Forecast> {
    const now = this.now();
    const graph = (await this.#graphs.of(run.id))?.graph;
    const steps = await readSteps(this.knex, run.id, graph);
    const reason = reasonOf(run);
    const foreseen = reason
      ? { reason, becauseOf: WHOLE }
      : foreseeRun(run, steps, past, now);
    return toForecast(run, steps, past, foreseen, now);
  }
}

function reasonOf(run: ForecastRun): NoForecast | undefined {
  return run.needsIntervention ? 'unwinding' : REASONS[run.status];
}

function foreseeRun(
  run: ForecastRun,
  steps: readonly StepNow[],
  past: Past,
  now: number,
): Foreseen | Unforeseen {
  if (areAllKnown(steps, past)) {
    return foresee(steps, past.steps, past.runs, now);
  }
  const whole: StepNow = {
    key: WHOLE,
    isDecision: false,
    dependsOn: [],
    join: 'all',
    state: 'runs',
    startedAt: run.startedAt === null ? null : Date.parse(run.startedAt),
    endedAt: null,
  };
  const { durations, runs } = past;
  return foresee(
    [whole],
    new Map([[WHOLE, { durations, begun: runs, failed: 0 }]]),
    runs,
    now,
  );
}

/** An engine may tell of a step only once it begins. */
function areAllKnown(steps: readonly StepNow[], past: Past): boolean {
  const known = new Set(steps.map(({ key }) => key));
  if (known.size === 0) return false;
  return ![...past.steps].some(
    ([key, { begun }]) =>
      !known.has(key) && begun >= Math.max(MIN_RUNS, USUAL * past.completed),
  );
}

function toForecast(
  run: ForecastRun,
  steps: readonly StepNow[],
  past: Past,
  foreseen: Foreseen | { reason: NoForecast; becauseOf: string },
  now: number,
): Forecast {
  const isForeseen = 'ends' in foreseen;
  const dueAt = run.sla?.dueAt ?? null;
  return {
    at: toIso(now),
    finish: isForeseen ? finishOf(foreseen.ends) : null,
    reason: isForeseen ? null : foreseen.reason,
    becauseOf: isForeseen ? null : foreseen.becauseOf || null,
    runs: past.completed,
    breachChance:
      isForeseen && dueAt !== null
        ? chanceAfter(foreseen.ends, Date.parse(dueAt))
        : null,
    steps: steps.flatMap(({ key }) => {
      const durations = past.steps.get(key)?.durations;
      if (!durations || durations.n === 0) return [];
      const span = isForeseen ? foreseen.steps.get(key) : undefined;
      return [
        {
          stepKey: key,
          n: durations.n,
          p50Ms: Math.round(durations.at(0.5)),
          p95Ms: Math.round(durations.at(0.95)),
          from: span ? toIso(Math.round(span.from)) : null,
          to: span ? toIso(Math.round(span.to)) : null,
        },
      ];
    }),
  };
}

/** @param ends - the earliest first */
function finishOf(ends: Float64Array): Forecast['finish'] {
  const at = (part: number) =>
    toIso(Math.round(ends[Math.floor(part * (ends.length - 1))]));
  return { earliest: at(0.1), likely: at(0.5), latest: at(0.9) };
}

function chanceAfter(ends: Float64Array, time: number): number {
  return ends.filter(end => end > time).length / ends.length;
}
