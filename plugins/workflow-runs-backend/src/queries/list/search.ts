import { Knex } from 'knex';
import {
  isEnded,
  RunFilter,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { RunCriteria, whereRun } from '../condition';
import { ListFilter } from './withText';
import { Alternative, plainValues } from './alternatives';
import { Driver, driversOf, IndexedColumn, Narrowing } from './driver';

/** No index leaves anything to it: everything is looked at. */
const NO_DRIVER: Driver = { columns: [], prefixes: [] };

/** What a filter says of the columns of `runs`, apart from those that are known by their workflow. */
const COLUMNS = {
  status: 'status',
  environment: 'environment',
  version: 'workflow_version',
  errorCode: 'error_code',
  errorCategory: 'error_category',
  hitl: 'hitl',
  sla: 'sla_status',
  startedBy: 'started_by',
  priority: 'priority',
  triggerType: 'trigger_type',
  businessEventId: 'business_event_id',
  parent: 'parent_run_id',
  origin: 'origin_run_id',
} as const satisfies Partial<Record<keyof RunFilter, string>>;

/** Columns of `runs` that an index begins with. */
const INDEXED = new Set<string>([
  'business_event_id',
  'parent_run_id',
  'origin_run_id',
  'error_code',
  'error_category',
  'started_by',
  'hitl',
  'sla_status',
  'status',
  'environment',
] satisfies IndexedColumn[]);

/** Narrows a query on `runs`. */
export type Check = (query: Knex.QueryBuilder) => void;

/** A part of a list: by which index it is walked, and what each row has to pass. */
export interface Search {
  driver: Driver;
  /** What the index leaves open. */
  checks: Check[];
}

/** Workflows by their ids, or what tells that a run is of one of them where they are too many. */
export type WorkflowChoice = { ids: readonly string[] } | { check: Check };

/** Statuses of runs that have not ended. */
const OPEN = runStatusSchema.options.filter(status => !isEnded(status));

/** Columns by which conditions on the run itself are indexed. */
const PLAIN = {
  startedBy: 'started_by',
  tag: 'tag',
  status: 'status',
  environment: 'environment',
} as const;

/** What a list is made of: an alternative of its reader, with the owner that the filter asks for. */
export interface Scope extends Alternative {
  /** Runs that were assigned to one of them. */
  assignedTo?: readonly string[];
  /** Only runs that were assigned to nobody. */
  isUnassigned?: boolean;
}

/** A run's owner is whom it was assigned to, or else who owns its workflow: two ways to be found. */
export function scopesOf(
  alternatives: Alternative[],
  { owner }: RunFilter,
): Scope[] {
  if (!owner) return alternatives;
  return alternatives.flatMap(({ workflows, own }): Scope[] => {
    const owned = { field: 'owner' as const, values: owner };
    return [
      { workflows, own, assignedTo: owner },
      {
        workflows: workflows ? { allOf: [workflows, owned] } : owned,
        own,
        isUnassigned: true,
      },
    ];
  });
}

/**
 * The ways to look for the runs of a scope, those with most promise first.
 *
 * @param workflows - of the scope and the filter; undefined where any will do
 */
export function searchesOf(
  filter: ListFilter,
  scope: Scope,
  workflows: WorkflowChoice | undefined,
  order: 'time' | 'duration',
): Search[] {
  const narrowing = narrowingOf(filter, scope);
  if (workflows && 'ids' in workflows) narrowing.workflow_id = workflows.ids;
  return driversOf(narrowing, order).map(driver => ({
    driver,
    checks: checksOf(filter, scope, workflows, driver),
  }));
}

/** What each run of a scope has to pass, apart from what an index goes by. */
export function checksOf(
  filter: ListFilter,
  scope: Scope,
  workflows: WorkflowChoice | undefined,
  driver: Driver = NO_DRIVER,
): Check[] {
  const checks: Check[] = [];
  /** A check of a column, unless the index goes by it. */
  const open = (column: string, check: Check) => {
    if (!driver.columns.includes(column as IndexedColumn)) checks.push(check);
  };

  for (const [column, values] of Object.entries(valuesOf(filter))) {
    open(column, query => query.whereIn(`runs.${column}`, values));
  }
  if (workflows && 'ids' in workflows) {
    open('workflow_id', query =>
      query.whereIn('runs.workflow_id', workflows.ids),
    );
  }
  if (workflows && 'check' in workflows) checks.push(workflows.check);
  const { tag, failureGroup, backfill, needsIntervention } = filter;
  if (tag) {
    open('tag', query => whereRun(query, { field: 'tag', values: tag }));
  }
  if (failureGroup) {
    open('failed_group_id', query => whereFailedIn(query, failureGroup));
  }
  if (backfill !== undefined) {
    checks.push(query => query.where('runs.backfill', backfill));
  }
  if (needsIntervention !== undefined) {
    checks.push(query =>
      query.where('runs.needs_intervention', needsIntervention),
    );
  }
  const { own, assignedTo, isUnassigned } = scope;
  if (assignedTo) {
    open('owner_ref', query => query.whereIn('runs.owner_ref', assignedTo));
  }
  if (isUnassigned) checks.push(query => query.whereNull('runs.owner_ref'));
  if (own && !isCovered(own, filter, driver)) {
    checks.push(query => whereRun(query, own));
  }
  // The last one: it costs most.
  const { text } = filter;
  if (text && 'check' in text) checks.push(text.check);
  return checks;
}

function whereFailedIn(query: Knex.QueryBuilder, groups: readonly string[]) {
  query.whereExists(failed =>
    failed
      .select('run_id')
      .from('run_failures')
      .whereRaw('run_failures.run_id = runs.id')
      .whereIn('failed_group_id', groups),
  );
}

/** Whether an index goes by just what a reader's condition says. */
function isCovered(
  own: RunCriteria,
  filter: RunFilter,
  driver: Driver,
): boolean {
  if (!('field' in own)) return false;
  const { field } = own;
  if (!isPlain(field) || filter[field]) return false;
  return driver.columns.includes(PLAIN[field]);
}

function valuesOf(filter: RunFilter): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(COLUMNS).flatMap(([field, column]) => {
      const values = filter[field as keyof typeof COLUMNS];
      return values ? [[column, values]] : [];
    }),
  );
}

function narrowingOf(filter: RunFilter, scope: Scope): Narrowing {
  const narrowing: Narrowing = Object.fromEntries(
    Object.entries(valuesOf(filter)).filter(([column]) => INDEXED.has(column)),
  );
  if (filter.tag) narrowing.tag = filter.tag;
  if (filter.failureGroup) narrowing.failed_group_id = filter.failureGroup;
  if (scope.assignedTo) narrowing.owner_ref = scope.assignedTo;
  // What the filter says is the narrower: a reader's own condition is for all that may be seen.
  for (const [field, column] of Object.entries(PLAIN)) {
    const values = plainValues(scope.own, field as keyof typeof PLAIN);
    if (values) narrowing[column] ??= [...new Set(values)];
  }
  // Only a run that goes on can need somebody, and few do. Last: an index by it covers no condition.
  if (filter.needsIntervention) narrowing.status ??= OPEN;
  return narrowing;
}

function isPlain(field: string): field is keyof typeof PLAIN {
  return Object.hasOwn(PLAIN, field);
}
