import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { RE2JS } from 're2js';
import { compileTagPattern } from '../queries/list/tagPattern';
import { RunRecord } from '../queries/runToWire';

/** What a filter says by a list of values, and what a run has in their place. */
const VALUES = {
  workflow: run => run.workflow.ref,
  engine: run => run.workflow.engine,
  entity: run => run.workflow.entityRef,
  tenant: run => run.tenantId,
  environment: run => run.environment,
  version: run => run.workflowVersion,
  status: run => run.status,
  errorCode: run => run.error?.code,
  errorCategory: run => run.error?.category,
  hitl: run => run.hitl,
  sla: run => run.sla?.status,
  startedBy: run => run.startedBy,
  priority: run => run.priority,
  triggerType: run => run.triggerType,
  businessEventId: run => run.businessEventId,
  parent: run => run.parentRunId,
  origin: run => run.originRunId,
} satisfies Partial<
  Record<keyof RunFilter, (run: RunRecord) => string | null | undefined>
>;

/** No value of a filter: those never hold NUL. */
const NOTHING = '\0';

/** What a run does not say of itself: the database has to be asked. */
const ASKED = ['q', 'failureGroup', 'owner'] as const;

/** The part of a filter that the database has to be asked for; undefined where a run says all. */
export function askedPartOf(filter: RunFilter): RunFilter | undefined {
  const asked = ASKED.filter(field => filter[field] !== undefined);
  if (asked.length === 0) return undefined;
  return Object.fromEntries(asked.map(field => [field, filter[field]]));
}

/**
 * Whether a run fits a filter, apart from what the database has to be asked for. What is said by a list is
 * evaluated there and here, and has to come out alike.
 *
 * @throws InvalidInput where it has a pattern that is none
 */
export function fitsFilter(filter: RunFilter): (run: RunRecord) => boolean {
  const lists = Object.entries(VALUES).flatMap(([field, valueOf]) => {
    const values = filter[field as keyof typeof VALUES];
    return values ? [{ values: new Set<string>(values), valueOf }] : [];
  });
  const { from = -Infinity, to = Infinity } = filter;
  const hasTag = tagCheckOf(filter);
  return run => {
    const queuedAt = Date.parse(run.queuedAt);
    return (
      queuedAt >= from &&
      queuedAt < to &&
      isAs(filter.backfill, run.backfill) &&
      isAs(filter.needsIntervention, run.needsIntervention) &&
      lists.every(({ values, valueOf }) =>
        values.has(valueOf(run) ?? NOTHING),
      ) &&
      hasTag(run.tags)
    );
  };
}

function isAs(wanted: boolean | undefined, is: boolean): boolean {
  return wanted === undefined || wanted === is;
}

function tagCheckOf({
  tag,
  tagPattern,
}: RunFilter): (tags: readonly string[]) => boolean {
  if (tag === undefined && tagPattern === undefined) return () => true;
  const pattern: RE2JS | undefined =
    tagPattern === undefined ? undefined : compileTagPattern(tagPattern);
  return tags =>
    tags.some(
      each =>
        (!tag || tag.includes(each)) &&
        (!pattern || pattern.matcher(each).find()),
    );
}
