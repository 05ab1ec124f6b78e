import { z } from 'zod';
import {
  attemptStatusSchema,
  runStatusSchema,
  slaStatusSchema,
  stepStatusSchema,
  stepTypeSchema,
} from './vocabulary';

/** Milliseconds from the origin of the timeline; null where there is no such time. */
const offset = z.number().int().nullable();

const timelineAttemptSchema = z.object({
  generation: z.number().int(),
  number: z.number().int().min(1),
  status: attemptStatusSchema,
  start: offset,
  end: offset,
});

/** A bar of a timeline: a step, an item of a fan-out, or a rollback. @public */
export const timelineStepSchema = z.object({
  /** Place in the definition, from 1; that of the step which an item or a rollback belongs to. */
  number: z.number().int().min(1),
  key: z.string(),
  /** Index of the item; −1 for a step. */
  item: z.number().int(),
  name: z.string(),
  type: stepTypeSchema,
  status: stepStatusSchema,
  branch: z.string().nullable(),
  start: offset,
  end: offset,
  /** Numbers of the steps that it waits for. */
  dependsOn: z.array(z.number().int().min(1)),
  /** Of all passages of the run, in their order. */
  attempts: z.array(timelineAttemptSchema),
  /** Of a fan-out: how many of its items that have begun are not in this answer. */
  itemsLeftOut: z.number().int(),
});
/** @public */
export type TimelineStep = z.infer<typeof timelineStepSchema>;

/** When everything in a run happened, in few bytes. @public */
export const timelineSchema = z.object({
  /** When the run was queued; all other times are milliseconds from it. */
  origin: z.iso.datetime(),
  status: runStatusSchema,
  states: z.array(
    z.object({
      status: runStatusSchema,
      generation: z.number().int(),
      start: offset,
      end: offset,
    }),
  ),
  sla: z.object({ status: slaStatusSchema, due: offset }).nullable(),
  /** In the order of the definition; the items of a fan-out behind it. */
  steps: z.array(timelineStepSchema),
  /** There were so many attempts that those of some steps are not in this answer. */
  attemptsLeftOut: z.boolean(),
});
/** @public */
export type Timeline = z.infer<typeof timelineSchema>;
