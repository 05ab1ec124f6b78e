import { z } from 'zod';
import { runSchema } from './run';
import { originWordSchema } from './vocabulary';

/** A run in few words. @public */
export const runSummarySchema = runSchema.pick({
  id: true,
  workflow: true,
  workflowVersion: true,
  environment: true,
  status: true,
  generation: true,
  queuedAt: true,
  startedAt: true,
  completedAt: true,
  durationMs: true,
});
/** @public */
export type RunSummary = z.infer<typeof runSummarySchema>;

/** What one run is to another. @public */
export const runRelationSchema = z.enum([
  /** It launched it. */
  'parent',
  /** It was launched by it. */
  'child',
  /** It is repeated by it. */
  'origin',
  /** It repeats it. */
  'repeat',
]);
/** @public */
export type RunRelation = z.infer<typeof runRelationSchema>;

/** A run that has to do with another one. @public */
export const relatedRunSchema = runSummarySchema.extend({
  relation: runRelationSchema,
  /**
   * Between an origin and what repeats it: what the later one is to the earlier one, where its engine has said so.
   */
  as: originWordSchema.nullable(),
  /** Between a parent and a child: the key of the step of the parent by which, where it is known. */
  stepKey: z.string().nullable(),
});
/** @public */
export type RelatedRun = z.infer<typeof relatedRunSchema>;

const relatedPage = z.object({
  items: z.array(relatedRunSchema),
  /** Null on the last page. */
  nextToken: z.string().nullable(),
});

/** Where a run comes from, and what has come of it; of what the reader may see. @public */
export const lineageSchema = z.object({
  /** The run that launched it, the one that launched that, and so on: nearest first. */
  parents: z.array(relatedRunSchema),
  /** The run that it repeats, the one that that repeats, and so on: nearest first. */
  origins: z.array(relatedRunSchema),
  /** The runs that it has launched, newest first. */
  children: relatedPage,
  /** The runs that repeat it, newest first. */
  repeats: relatedPage,
});
/** @public */
export type Lineage = z.infer<typeof lineageSchema>;
