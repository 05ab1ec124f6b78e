import { z } from 'zod';
import {
  runFilterSchema,
  runSortSchema,
  toFilterQuery,
} from '../api/runFilter';
import { durationSchema } from './duration';

/** How many characters all filters of a view may have: lists of views hold them in full. */
const MAX_FILTER_LENGTH = 10_000;

/** The filters of a view, as they are asked with: parsed into lists. @public */
export const viewFilterSchema = runFilterSchema.extend({
  /**
   * Queued within this time before the view is used: an ISO 8601 duration such as `P1D`. A view with a
   * fixed `from` grows stale.
   */
  since: durationSchema.optional(),
});
/** @public */
export type ViewFilter = z.output<typeof viewFilterSchema>;

/** The filters of a view, as a query writes them. @public */
export type ViewFilterQuery = z.input<typeof viewFilterSchema>;

/** The same, as a view shows them: checked when they were saved. @public */
export const viewFilterQuerySchema = z.partialRecord(
  viewFilterSchema.keyof(),
  z.string(),
) as z.ZodType<ViewFilterQuery>;

/** Filters as they are saved: checked, and written in one way. */
const filterToSaveSchema = viewFilterSchema
  .superRefine(({ from, to, since }, context) => {
    const refuse = (name: string, rule: string, message: string) =>
      context.addIssue({
        code: 'custom',
        path: [name],
        message,
        params: { rule },
      });
    if (from !== undefined && to !== undefined && from >= to)
      refuse('to', 'order', 'it must be later than from');
    if (from !== undefined && since !== undefined)
      refuse('since', 'exclusive', 'it cannot be said together with from');
  })
  .transform(
    ({ since, ...filter }): ViewFilterQuery => ({
      ...toFilterQuery(filter),
      ...(since === undefined ? {} : { since }),
    }),
  )
  .refine(
    filter => Object.values(filter).join('').length <= MAX_FILTER_LENGTH,
    {
      error: `it must have at most ${MAX_FILTER_LENGTH} characters in all`,
      params: { rule: 'too_big' },
    },
  );

/** What is saved as a view; `owner`, a user or a group, is the caller where it is left out. @public */
export const viewRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1_000).default(''),
  owner: z.string().min(1).max(512).optional(),
  filter: filterToSaveSchema.prefault({}),
  sort: runSortSchema.default('-queuedAt'),
  /**
   * Columns of a table, in their order; null for those that it has by itself. Only screens know which
   * there are, and another version of them, or another plugin, may have more: unknown ids are kept.
   */
  columns: z
    .array(z.string().trim().min(1).max(64))
    .max(50)
    .nullable()
    .default(null),
});
/** @public */
export type ViewRequest = z.input<typeof viewRequestSchema>;

/** A view as it is to be from now on; `owner` stays where it is left out. @public */
export const viewChangeSchema = viewRequestSchema.extend({
  /** The version that was changed. */
  version: z.number().int().min(1),
});
/** @public */
export type ViewChange = z.input<typeof viewChangeSchema>;

/** A list of runs that is worth a name. It shows each reader what that reader may see. @public */
export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Entity ref of the user or group that it belongs to. */
  owner: z.string(),
  filter: viewFilterQuerySchema,
  sort: runSortSchema,
  columns: z.array(z.string()).nullable(),
  /** Entity ref of the user who has saved it first. */
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Counts changes; a change names the one that it was made to. */
  version: z.number().int(),
  /** It belongs to the reader, and to no group. */
  mine: z.boolean(),
  /** Whether the reader may change and delete it. */
  editable: z.boolean(),
});
/** @public */
export type SavedView = z.infer<typeof savedViewSchema>;
