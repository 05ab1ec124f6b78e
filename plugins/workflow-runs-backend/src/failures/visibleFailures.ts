import { Knex } from 'knex';
import { toIso } from '../database/time';
import { Visibility, whereRun } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { StoredGroup, VisibleFailures } from './GroupRecord';
import { judge } from './judge';
import { dayOf, MAX_MESSAGE } from './writeFailures';

/** Days that are counted one by one. */
export const DAYS = 30;
const DAY_MS = 86_400_000;

/** What of the counts of a group is for whom. */
interface Part {
  /** Environments of which all runs are visible: their counts are known. */
  whole: DatabaseRow[];
  /** Those of which some may be: their runs are looked at one by one. */
  unsure: DatabaseRow[];
}

/**
 * What a reader sees of some groups; one of which none of its runs is visible is left out. Counts are known
 * where all runs of an environment are visible or none; else the latest runs are looked at, and where there
 * are more, counts say so.
 *
 * @param maxLooked - runs of a group that are looked at one by one
 */
export async function visibleFailures(
  knex: Knex,
  groups: readonly StoredGroup[],
  visibility: Visibility,
  options: { environments?: readonly string[]; now: number; maxLooked: number },
): Promise<Map<string, VisibleFailures>> {
  const { now } = options;
  const parts = await partsOf(knex, groups, visibility, options.environments);
  const days = await daysOf(knex, parts, dayOf(now) - DAYS + 1);
  const visible = new Map<string, VisibleFailures>();
  for (const [groupId, part] of parts) {
    const found = part.unsure.length
      ? await look(knex, groupId, part.unsure, visibility, options.maxLooked)
      : { rows: [], isMore: false };
    const summary = summed(part.whole, found, days.get(groupId) ?? [], now);
    if (summary) visible.set(groupId, summary);
  }
  return visible;
}

async function partsOf(
  knex: Knex,
  groups: readonly StoredGroup[],
  visibility: Visibility,
  environments: readonly string[] | undefined,
): Promise<Map<string, Part>> {
  const query = knex('failure_group_environments')
    .whereIn(
      'group_id',
      groups.map(({ id }) => id),
    )
    .where('seen', '>', 0)
    .orderBy(['group_id', 'environment']);
  if (environments) query.whereIn('environment', environments);
  const rows: DatabaseRow[] = await query;
  return new Map(
    groups.map(group => {
      const own = rows.filter(row => row.group_id === group.id);
      const isVisible = (row: DatabaseRow) =>
        judgeGroup(visibility, group, row.environment);
      return [
        group.id,
        {
          whole: own.filter(row => isVisible(row) === true),
          unsure: own.filter(row => isVisible(row) === undefined),
        },
      ];
    }),
  );
}

/** Whether the runs of a group in an environment are within a visibility. */
export function judgeGroup(
  visibility: Visibility,
  { workflow, tenantId, ownerRefs }: StoredGroup,
  environment: string,
): boolean | undefined {
  const { ref, engine } = workflow;
  return judge(visibility, {
    workflow: { ref, engine, tenantId, ownerRefs },
    environment,
  });
}

type Days = { day: number; runs: number }[];

async function daysOf(
  knex: Knex,
  parts: ReadonlyMap<string, Part>,
  from: number,
): Promise<Map<string, Days>> {
  const days = new Map<string, Days>();
  const whole = [...parts].filter(([, part]) => part.whole.length > 0);
  if (whole.length === 0) return days;
  const rows: DatabaseRow[] = await knex('failure_days')
    .whereIn(
      'group_id',
      whole.map(([groupId]) => groupId),
    )
    .where('day', '>=', from);
  for (const { group_id, environment, day, runs } of rows) {
    const isWhole = parts
      .get(group_id)!
      .whole.some(row => row.environment === environment);
    if (!isWhole) continue;
    days.set(group_id, [...(days.get(group_id) ?? []), { day, runs }]);
  }
  return days;
}

/** A visible run of a group. */
export interface FoundFailure {
  runId: string;
  environment: string;
  version: string;
  failedAt: number;
  isFailed: boolean;
  message: string | null;
}

/** The latest visible runs of a group, among so many that are looked at. */
export async function look(
  knex: Knex,
  groupId: string,
  environments: DatabaseRow[],
  visibility: Visibility,
  maxLooked: number,
  limit = maxLooked,
): Promise<{ rows: FoundFailure[]; isMore: boolean }> {
  const latest = knex('run_failures')
    .where({ group_id: groupId })
    .whereIn(
      'environment',
      environments.map(({ environment }) => environment),
    )
    .orderBy([
      { column: 'failed_at', order: 'desc' },
      { column: 'run_id', order: 'desc' },
    ])
    .limit(maxLooked);
  const query = knex
    .from(latest.as('failures'))
    .join('runs', 'runs.id', 'failures.run_id')
    .select(
      'failures.*',
      'runs.workflow_version as version',
      'runs.error_message as message',
    )
    .orderBy([
      { column: 'failures.failed_at', order: 'desc' },
      { column: 'failures.run_id', order: 'desc' },
    ])
    .limit(limit);
  const rows: DatabaseRow[] = await whereRun(query, visibility);
  const seen = environments.reduce((sum, row) => sum + row.seen, 0);
  return { rows: rows.map(toFound), isMore: seen > maxLooked };
}

function toFound(row: DatabaseRow): FoundFailure {
  const isFailed = row.failed_group_id !== null;
  return {
    runId: row.run_id,
    environment: row.environment,
    version: row.version,
    failedAt: Number(row.failed_at),
    isFailed,
    // A run that goes on has no error, or another one.
    message: isFailed ? row.message?.slice(0, MAX_MESSAGE) ?? null : null,
  };
}

function summed(
  whole: readonly DatabaseRow[],
  { rows, isMore }: { rows: FoundFailure[]; isMore: boolean },
  days: Days,
  now: number,
): VisibleFailures | undefined {
  const environments = new Set([
    ...whole.map(({ environment }) => environment),
    ...rows.map(({ environment }) => environment),
  ]);
  if (environments.size === 0) return undefined;
  const sum = (column: string) =>
    whole.reduce((total, row) => total + row[column], 0);
  const times = (column: string) => whole.map(row => Number(row[column]));
  const found = rows.map(({ failedAt }) => failedAt);
  const [latest] = [...whole].sort(
    (a, b) => Number(b.last_seen) - Number(a.last_seen),
  );
  const isLatest = latest && Number(latest.last_seen) >= (found[0] ?? 0);
  return {
    environments: [...environments].sort(),
    message: isLatest
      ? latest.message
      : rows.find(({ message }) => message !== null)?.message ?? null,
    firstSeen: Math.min(...times('first_seen'), ...found),
    lastSeen: Math.max(...times('last_seen'), ...found),
    // Where other runs are between those that are visible, only they know where one begins.
    episodes: {
      count: sum('episodes') + (rows.length > 0 ? 1 : 0),
      isMore: rows.length > 0,
    },
    seen: { count: sum('seen') + rows.length, isMore },
    failed: {
      count: sum('failed') + rows.filter(row => row.isFailed).length,
      isMore,
    },
    days: inDays(
      [...days, ...found.map(at => ({ day: dayOf(at), runs: 1 }))],
      now,
    ),
  };
}

function inDays(days: Days, now: number) {
  const first = dayOf(now) - DAYS + 1;
  return Array.from({ length: DAYS }, (_, index) => {
    const wanted = first + index;
    const runs = days
      .filter(({ day }) => day === wanted)
      .reduce((sum, day) => sum + day.runs, 0);
    return { day: toIso(wanted * DAY_MS).slice(0, 10), runs };
  });
}
