import { Knex } from 'knex';
import { Statistics } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { OUTCOMES } from './contribution';
import { isOneOf } from './givenRows';
import { Point } from './points';
import { Series } from './readSeries';
import { ChosenSeries } from './scanRuns';
import { SeriesSums } from './Sums';
import { newRunTally } from './Tally';

/** How many are told. */
export const MAX_LONGEST = 10;
/** So few can be looked at all. */
const FEW = 2_000;
/** Of a workflow with more, so many of the longest are looked at, whenever they ended. */
const WALKED = 2_000;
/** Workflows that are walked; each costs a branch of the statement. */
const MAX_WORKFLOWS = 20;

export type LongRun = Statistics['longest'][number];

/**
 * The runs that took longest, of series that are seen whole. How long they took is known from the sums, within
 * a percent, so only the workflows that have such runs are looked through, and only as far.
 */
export async function longestRuns(
  knex: Knex,
  { series, column }: ChosenSeries,
  { from, to }: Point,
  sums: SeriesSums,
): Promise<LongRun[]> {
  const all = newRunTally();
  const groups = sums.group(series, ({ workflow }) => workflow.id);
  for (const { tally } of groups) all.add(tally);
  const least = all.bins.floorOfLongest(MAX_LONGEST);
  const having = groups
    .filter(({ tally }) => tally.bins.quantile(1) * 1.02 >= least)
    .sort((a, b) => b.tally.bins.quantile(1) - a.tally.bins.quantile(1))
    .slice(0, MAX_WORKFLOWS)
    .map(({ first }) => first.workflow.id);
  const chosen = series.filter(({ workflow }) => having.includes(workflow.id));
  if (chosen.length === 0) return [];
  const query =
    all.get('completed') <= FEW
      ? inTime(knex, chosen, from)
      : walked(knex, having, least);
  const rows: DatabaseRow[] = await query
    .where(
      isOneOf(
        knex,
        `statistics_runs.${column}`,
        'integer',
        chosen.map(({ id }) => id),
      ),
    )
    .where('statistics_runs.outcome', OUTCOMES.completed)
    .where('statistics_runs.ended_at', '>=', from)
    .where('statistics_runs.ended_at', '<', to)
    .orderBy([
      { column: 'runs.duration_ms', order: 'desc' },
      { column: 'runs.id', order: 'desc' },
    ])
    .limit(MAX_LONGEST)
    .select('runs.id', 'runs.duration_ms')
    .select(`statistics_runs.${column} as of`, 'statistics_runs.ended_at');
  const byId = new Map(chosen.map(each => [each.id, each]));
  return rows.map(row => ({
    runId: row.id,
    workflow: byId.get(row.of)!.workflow,
    durationMs: Number(row.duration_ms),
    completedAt: toIso(row.ended_at),
  }));
}

/** All that ended in the time. */
function inTime(
  knex: Knex,
  series: readonly Series[],
  from: number,
): Knex.QueryBuilder {
  return knex('statistics_runs')
    .join('runs', 'runs.id', 'statistics_runs.run_id')
    .where(
      isOneOf(knex, 'statistics_runs.chain_id', 'integer', [
        ...new Set(series.map(({ chainId }) => chainId)),
      ]),
    )
    .where('statistics_runs.ended_at', '>=', from);
}

/** The longest of each workflow, whenever they ended. */
function walked(
  knex: Knex,
  workflowIds: readonly string[],
  least: number,
): Knex.QueryBuilder {
  const walks = workflowIds.map(workflowId =>
    knex.select('*').from(
      knex('runs')
        .where({ workflow_id: workflowId })
        .whereNotNull('duration_ms')
        .where('duration_ms', '>=', Math.floor(least))
        .orderBy([
          { column: 'duration_ms', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(WALKED)
        .select('id', 'duration_ms')
        .as('walk'),
    ),
  );
  return knex
    .from(knex.unionAll(walks).as('runs'))
    .join('statistics_runs', 'statistics_runs.run_id', 'runs.id');
}
