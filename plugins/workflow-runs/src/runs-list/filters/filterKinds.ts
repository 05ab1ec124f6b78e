import {
  errorCategorySchema,
  hitlStateSchema,
  prioritySchema,
  RunFacet,
  runStatusSchema,
  slaStatusSchema,
  triggerTypeSchema,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { FilterName, valuesOf, withValues } from '../address/values';

/** A filter as readers know it: three names of the API are one, about time. */
export type FilterId = Exclude<FilterName, 'from' | 'to' | 'since'> | 'time';

/** Filters that are one text. */
export type TextFilterId = 'q' | 'tagPattern';

/** How a filter is chosen. */
export type FilterKind =
  /** From values: those that runs have, those that there are, or any that is typed. */
  | {
      as: 'choice';
      facet?: RunFacet;
      options?: readonly string[];
      free?: boolean;
      single?: boolean;
    }
  /** One text, as it is written. */
  | { as: 'text'; field: TextFilterId }
  | { as: 'time' };

/** Filters that are always at hand, before those that are set. */
export const AT_HAND: readonly FilterId[] = [
  'status',
  'workflow',
  'tag',
  'time',
];

const yesOrNo = {
  as: 'choice',
  options: ['true', 'false'],
  single: true,
} as const;
const typed = { as: 'choice', free: true } as const;

/** All filters, in the order in which they are offered. */
export const FILTERS: Record<FilterId, FilterKind> = {
  status: { as: 'choice', facet: 'status', options: runStatusSchema.options },
  workflow: { as: 'choice', facet: 'workflow' },
  tag: { as: 'choice', facet: 'tag', free: true },
  q: { as: 'text', field: 'q' },
  time: { as: 'time' },
  environment: { as: 'choice', facet: 'environment', free: true },
  version: { as: 'choice', facet: 'version', free: true },
  owner: { as: 'choice', facet: 'owner', free: true },
  startedBy: { as: 'choice', facet: 'startedBy', free: true },
  sla: { as: 'choice', options: slaStatusSchema.options },
  hitl: { as: 'choice', options: hitlStateSchema.options },
  needsIntervention: yesOrNo,
  errorCategory: {
    as: 'choice',
    facet: 'errorCategory',
    options: errorCategorySchema.options,
  },
  errorCode: { as: 'choice', facet: 'errorCode', free: true },
  failureGroup: typed,
  priority: {
    as: 'choice',
    facet: 'priority',
    options: prioritySchema.options,
  },
  triggerType: {
    as: 'choice',
    facet: 'triggerType',
    options: triggerTypeSchema.options,
  },
  backfill: yesOrNo,
  businessEventId: typed,
  tagPattern: { as: 'text', field: 'tagPattern' },
  engine: typed,
  tenant: typed,
  entity: typed,
  parent: typed,
  origin: typed,
};

/** Links of other pages set these; nobody would type them. */
const NOT_OFFERED: ReadonlySet<FilterId> = new Set<FilterId>([
  'failureGroup',
  'entity',
  'parent',
  'origin',
]);

const ALL = Object.keys(FILTERS) as FilterId[];

/** The filters that can be added. */
export const OFFERED = ALL.filter(id => !NOT_OFFERED.has(id));

/** The filters that have values, in their order. */
export function filtersSet(filter: ViewFilterQuery): FilterId[] {
  return ALL.filter(id => isSet(filter, id));
}

/** Whether a filter has values. */
export function isSet(filter: ViewFilterQuery, id: FilterId): boolean {
  return id === 'time'
    ? Boolean(filter.from || filter.to || filter.since)
    : valuesOf(filter, id).length > 0;
}

/** The filter without one of its parts. */
export function without(
  filter: ViewFilterQuery,
  id: FilterId,
): ViewFilterQuery {
  if (id !== 'time') return withValues(filter, id, []);
  const { from, to, since, ...rest } = filter;
  return rest;
}
