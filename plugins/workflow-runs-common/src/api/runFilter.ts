import { z } from 'zod';
import {
  errorCategorySchema,
  hitlStateSchema,
  prioritySchema,
  runStatusSchema,
  slaStatusSchema,
  triggerTypeSchema,
} from '../model/vocabulary';

/** How many values one filter may have. @public */
export const MAX_FILTER_VALUES = 200;
/** How many characters one filter may have, as a query writes it. @public */
export const MAX_FILTER_LENGTH = 4_000;

/** A comma-separated list in a query, `status=failed,canceled`; `\,` is a comma within a value. */
export const listOf = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .max(MAX_FILTER_LENGTH)
    .transform(splitList)
    .pipe(z.array(item).min(1).max(MAX_FILTER_VALUES));

/** Writes a list as a query expects it. @public */
export function joinList(values: readonly string[]): string {
  return values.map(value => value.replace(/[\\,]/g, '\\$&')).join(',');
}

function splitList(list: string): string[] {
  const values = list.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return [...new Set(values.map(value => value.replace(/\\(.)/gs, '$1')))];
}

const texts = (max: number) => listOf(z.string().max(max));
const flag = z.enum(['true', 'false']).transform(value => value === 'true');
const time = z.iso
  .datetime({ offset: true })
  .transform(value => new Date(value).getTime());

/** Which runs to list. Values of one filter are alternatives, filters narrow each other. @public */
export const runFilterSchema = z.strictObject({
  /** `<engine>/<name>` */
  workflow: texts(256).optional(),
  engine: texts(64).optional(),
  /** Catalog entities of workflows. */
  entity: texts(512).optional(),
  tenant: texts(128).optional(),
  environment: texts(64).optional(),
  version: texts(100).optional(),
  status: listOf(runStatusSchema).optional(),
  /** Queued then or later; ISO 8601. */
  from: time.optional(),
  /** Queued before then; ISO 8601. */
  to: time.optional(),
  tag: texts(128).optional(),
  /** Has a tag that a regular expression (RE2) matches anywhere. */
  tagPattern: z.string().min(1).max(256).optional(),
  errorCode: texts(200).optional(),
  errorCategory: listOf(errorCategorySchema).optional(),
  /** Failed now, and in the way of these groups. */
  failureGroup: texts(128).optional(),
  hitl: listOf(hitlStateSchema).optional(),
  sla: listOf(slaStatusSchema).optional(),
  /** Whom the run was assigned to, or who owns the workflow’s entity. */
  owner: texts(512).optional(),
  /** Who launched it. */
  startedBy: texts(512).optional(),
  priority: listOf(prioritySchema).optional(),
  triggerType: listOf(triggerTypeSchema).optional(),
  businessEventId: texts(256).optional(),
  backfill: flag.optional(),
  needsIntervention: flag.optional(),
  /** The run that launched it. */
  parent: texts(128).optional(),
  /** The run that it repeats. */
  origin: texts(128).optional(),
  /**
   * Words of what it was given, has put out or failed with, redacted: all of them, `"…"` for a phrase, `-`
   * before what must not be there. The last one may be the beginning of a word. It finds only runs of
   * which the caller may read that.
   */
  q: z.string().trim().min(1).max(200).optional(),
});
/** A filter as a handler gets it: parsed into lists. @public */
export type RunFilter = z.output<typeof runFilterSchema>;

/**
 * Which runs are meant: those of a saved view, where one is named, narrowed or changed by the rest.
 *
 * @public
 */
export const runQuerySchema = runFilterSchema.extend({
  /** Id of a saved view; what else is asked for goes before what it says. */
  view: z.string().min(1).max(128).optional(),
});

/** Writes a filter as a query expects it. @public */
export function toFilterQuery(
  filter: RunFilter,
): z.input<typeof runFilterSchema> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name, toText(value)]),
  );
}

function toText(value: RunFilter[keyof RunFilter]): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return joinList(value);
  return typeof value === 'number'
    ? new Date(value).toISOString()
    : String(value);
}

/** How runs are ordered. Those that have not ended have no duration, and are left out by it. @public */
export const runSortSchema = z.enum([
  '-queuedAt',
  'status',
  '-duration',
  'duration',
]);
/** @public */
export type RunSort = z.infer<typeof runSortSchema>;

/** Fields of runs whose values can be listed. @public */
export const runFacetSchema = z.enum([
  'workflow',
  'environment',
  'version',
  'status',
  'tag',
  'errorCode',
  'errorCategory',
  'owner',
  'startedBy',
  'priority',
  'triggerType',
]);
/** @public */
export type RunFacet = z.infer<typeof runFacetSchema>;
