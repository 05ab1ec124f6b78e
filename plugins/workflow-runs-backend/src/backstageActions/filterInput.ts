import {
  errorCategorySchema,
  hitlStateSchema,
  joinList,
  MAX_FILTER_VALUES,
  prioritySchema,
  RunFilter,
  runStatusSchema,
  slaStatusSchema,
  triggerTypeSchema,
} from 'backstage-plugin-workflow-runs-common';
import type { ZodTypeAny } from 'zod/v3';
import { oneOf, Zod } from './BackstageAction';

/** Every filter of runs, as agents write it: lists are lists. The routes check what is in them. */
export function filterFields(z: Zod) {
  const texts = (description: string) =>
    z
      .array(z.string().min(1))
      .min(1)
      .max(MAX_FILTER_VALUES)
      .optional()
      .describe(description);
  const some = <T extends string>(
    words: { options: readonly T[] },
    description: string,
  ) => z.array(oneOf(z, words)).min(1).optional().describe(description);
  const text = (description: string) =>
    z.string().min(1).optional().describe(description);
  const flag = (description: string) =>
    z.boolean().optional().describe(description);

  return {
    workflow: texts(
      'Workflows as `<engine>/<name>`, such as `embedded/trial_activation`; list-workflows tells them',
    ),
    status: some(runStatusSchema, 'Statuses; any of them'),
    from: text('Queued then or later; ISO 8601 with zone'),
    to: text('Queued before then; ISO 8601 with zone'),
    environment: texts('Such as `prod`'),
    entity: texts('Catalog entities of workflows, as entity refs'),
    owner: texts('Entity refs of who looks after them'),
    startedBy: texts('Entity refs, or services, that launched them'),
    errorCategory: some(errorCategorySchema, 'Kind of the error'),
    errorCode: texts('Codes of errors, such as `503`'),
    failureGroup: texts('Failed now in the way of these failure groups'),
    needsIntervention: flag('Whether what it did could not be rolled back'),
    hitl: some(hitlStateSchema, '`requested`: it waits for a human'),
    sla: some(slaStatusSchema, 'How it stands with its target'),
    engine: texts('Engines'),
    version: texts('Versions of the workflow'),
    tag: texts('Tags'),
    tagPattern: text('Has a tag that this regular expression (RE2) matches'),
    priority: some(prioritySchema, 'Priorities'),
    triggerType: some(triggerTypeSchema, 'What launched them'),
    businessEventId: texts('Ids of business events'),
    backfill: flag('Whether they are backfills'),
    parent: texts('Ids of the runs that launched them'),
    origin: texts('Ids of the runs that they repeat'),
    tenant: texts('Tenants'),
    q: text(
      'Words of input, output or error, all of them; `"…"` is a phrase. Needs workflow-runs.run.read-io',
    ),
  } satisfies Record<keyof RunFilter, ZodTypeAny>;
}

/** Writes what agents say as the query of a route. */
export function toQuery<T extends object>(
  input: T,
): { [K in keyof T]: string | undefined } {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, written(value)]),
  ) as { [K in keyof T]: string | undefined };
}

function written(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? joinList(value) : String(value);
}
