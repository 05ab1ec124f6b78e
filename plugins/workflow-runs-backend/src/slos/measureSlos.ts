import { Knex } from 'knex';
import {
  Slo,
  SloPoint,
  Statistics,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility } from '../queries/condition';
import { coverageOf } from '../statistics/coverageOf';
import { readBuckets } from '../statistics/readBuckets';
import { readSeries, Series, SeriesFilter } from '../statistics/readSeries';
import { coverOfPoints } from '../statistics/readSums';
import { Scan, scanRuns } from '../statistics/scanRuns';
import { SPANS } from '../statistics/spans';
import { PartTallies } from './PartTallies';
import { SloTarget } from './targetsOf';
import { byUrgency, toSlo } from './toSlo';
import { SloTimes, timesOf } from './times';

/** A workflow, and what is expected of its runs. */
export interface TargetedWorkflow {
  workflow: WorkflowSummary;
  targets: readonly SloTarget[];
}

/** How each workflow meets its targets, by the ids of the workflows. */
export interface MeasuredSlos {
  slos: Map<string, (Slo & { series: SloPoint[] })[]>;
  coverage: Statistics['coverage'];
}

/**
 * Looks up how workflows meet their targets: in one statement for all that have windows of the same length, and
 * run by run where it depends on the run whether it may be seen.
 *
 * @param filter - of which runs
 */
export async function measureSlos(
  knex: Knex,
  workflows: readonly TargetedWorkflow[],
  options: {
    filter: SeriesFilter;
    visibility: Visibility;
    now: number;
    maxScanned: number;
    /** Days are told, and begin there. */
    timeZone?: string;
  },
): Promise<MeasuredSlos> {
  const { filter, visibility, now, maxScanned, timeZone } = options;
  const byDays = new Map<number, SloTimes>();
  for (const { windowDays } of workflows.flatMap(each => each.targets)) {
    if (!byDays.has(windowDays)) {
      byDays.set(windowDays, timesOf(now, windowDays, timeZone));
    }
  }
  const times = [...byDays.values()];
  const from = Math.min(now, ...times.map(each => each.from));
  const to = Math.max(now, ...times.map(each => each.to));
  const ids = new Set(workflows.map(({ workflow }) => workflow.id));
  const series = (
    await readSeries(knex, filter, { from, to }, visibility)
  ).filter(({ version, workflow }) => version === null && ids.has(workflow.id));
  const partly = series.filter(({ sight }) => sight === undefined);
  const scan = await scanRuns(
    knex,
    { series: partly, column: 'base_id' },
    { from, to },
    visibility,
    maxScanned,
  );
  const tallies = new Map<number, PartTallies>();
  for (const [days, each] of byDays) {
    const wanted = new Set(
      workflows
        .filter(({ targets }) => targets.some(t => t.windowDays === days))
        .map(({ workflow }) => workflow.id),
    );
    const whole = series.filter(
      ({ sight, workflow }) => sight === true && wanted.has(workflow.id),
    );
    tallies.set(days, await tallyParts(knex, each, whole, scan));
  }
  const byWorkflow = new Map<string, Series[]>();
  for (const each of series) {
    const own = byWorkflow.get(each.workflow.id);
    if (own) own.push(each);
    else byWorkflow.set(each.workflow.id, [each]);
  }
  return {
    slos: new Map(
      workflows.map(({ workflow, targets }) => {
        const own = byWorkflow.get(workflow.id) ?? [];
        const slos = targets.map(target =>
          toSlo({
            target,
            ...chosenOf(own, target, scan, byDays.get(target.windowDays)!),
            times: byDays.get(target.windowDays)!,
            tallies: tallies.get(target.windowDays)!,
          }),
        );
        return [workflow.id, slos.sort(byUrgency)];
      }),
    ),
    coverage: coverageOf(scan),
  };
}

/** What series that are seen whole come to, and the runs that were looked at one by one. */
async function tallyParts(
  knex: Knex,
  { parts, from }: SloTimes,
  whole: readonly Series[],
  { runs }: Scan,
): Promise<PartTallies> {
  const tallies = new PartTallies(parts);
  const seriesIds = whole.map(({ id }) => id);
  await readBuckets(
    knex,
    'tally',
    { seriesIds, stretches: coverOfPoints(parts, SPANS) },
    ({ seriesId, at, stored }) =>
      tallies.add(seriesId, at, tally => tally.addStored(stored)),
  );
  for (const { seriesId, endedAt, contribution } of runs) {
    if (endedAt < from) continue;
    tallies.add(seriesId, endedAt, tally => tally.add(contribution.run));
  }
  return tallies;
}

/** The series that a target is about, and whether some of their runs were not looked at. */
function chosenOf(
  own: readonly Series[],
  { environment }: SloTarget,
  { searchedBackTo }: Scan,
  { from }: SloTimes,
): { seriesIds: number[]; capped: boolean } {
  const chosen = own.filter(
    each => environment === null || each.environment === environment,
  );
  const isCut = searchedBackTo !== null && searchedBackTo > from;
  return {
    seriesIds: chosen.map(({ id }) => id),
    capped: isCut && chosen.some(({ sight }) => sight === undefined),
  };
}
