import { z } from 'zod';
import { jsonSchema } from './vocabulary';

/** Something that a run can be told or asked. @public */
export const runHandlerSchema = z.object({
  name: z.string().min(1).max(256),
  description: z.string().nullable(),
});
/** @public */
export type RunHandlerEntry = z.infer<typeof runHandlerSchema>;

/** What a run can be told and asked, as far as it says so; empty where it says nothing. @public */
export const runHandlersSchema = z.object({
  /** What `send_event` can name. */
  signals: z.array(runHandlerSchema),
  /** What `update` can name. */
  updates: z.array(runHandlerSchema),
  /** What `query` can name. */
  queries: z.array(runHandlerSchema),
});
/** @public */
export type RunHandlerList = z.infer<typeof runHandlersSchema>;

/** What doing a run again from a step does. @public */
export const retryPlanSchema = z.object({
  /** Whether the run itself goes on, or another one takes its place. */
  becomes: z.enum(['same_run', 'new_run']),
  /** Keys of the steps that run again. */
  again: z.array(z.string()),
  /** Keys of the steps whose outcome is kept. */
  kept: z.array(z.string()),
  /** What else whoever decides should know, in whole sentences. */
  notes: z.array(z.string()),
});
/** @public */
export type RetryPlanAnswer = z.infer<typeof retryPlanSchema>;

/** A page of what an engine has recorded of a run. @public */
export const nativeHistorySchema = z.object({
  /** As the engine writes them, oldest first, redacted. */
  events: z.array(jsonSchema),
  /** Null on the last page. */
  nextCursor: z.string().max(4_000).nullable(),
});
/** @public */
export type NativeHistory = z.infer<typeof nativeHistorySchema>;
