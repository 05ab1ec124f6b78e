import { Knex } from 'knex';
import {
  errorCategorySchema,
  Statistics,
} from 'backstage-plugin-workflow-runs-common';
import { mostRuns, runsOf } from './mostRuns';
import { queuesOf, readQueues } from './queuesOf';
import { SeenSeries } from './readSums';
import { stepsOf } from './stepsOf';
import { Sums } from './Sums';
import { RunTally } from './Tally';
import { toFigures, toPoint } from './toFigures';
import { Window } from './window';

/** What follows from sums alone. */
type Summed = Omit<
  Statistics,
  'from' | 'to' | 'timeZone' | 'interval' | 'freshAt' | 'longest' | 'coverage'
>;

/** What sums say. */
export async function toStatistics(
  knex: Knex,
  sums: Sums,
  { series, versions }: SeenSeries,
  window: Window,
): Promise<Summed> {
  const { total } = sums.series;
  const figures = toFigures(total);
  const workflows = sums.series.group(series, ({ workflow }) => workflow.id);
  const environments = sums.series.group(
    series,
    ({ environment }) => environment,
  );
  const byId = new Map(series.map(({ workflow }) => [workflow.id, workflow]));
  const queues = await readQueues(knex, [...byId.keys()]);
  return {
    total: figures,
    previous: toFigures(sums.previous),
    series: window.points.map((point, index) =>
      toPoint(point, sums.points[index]),
    ),
    workflows: mostRuns(workflows).map(({ first: { workflow }, tally }) => ({
      workflow,
      figures: toFigures(tally),
    })),
    versions: mostRuns(
      sums.versions.group(versions, ({ workflow, version }) =>
        JSON.stringify([workflow.id, version]),
      ),
    ).map(({ first: { workflow, version }, tally }) => ({
      workflow,
      version: version!,
      figures: toFigures(tally),
    })),
    environments: mostRuns(environments).map(
      ({ first: { environment }, tally }) => ({
        environment,
        figures: toFigures(tally),
      }),
    ),
    steps: await stepsOf(knex, sums.steps, byId, queues),
    taskQueues: queuesOf(sums.steps, queues),
    errors: errorsOf(total),
    totals: {
      workflows: workflows.filter(({ tally }) => runsOf(tally) > 0).length,
      runs: figures.runs,
    },
  };
}

function errorsOf(total: RunTally): Statistics['errors'] {
  return errorCategorySchema.options
    .map(category => ({ category, count: total.get(`failed:${category}`) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
