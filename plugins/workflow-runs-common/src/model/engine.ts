import { z } from 'zod';
import { allowedActionSchema } from './run';
import { capabilitiesSchema } from './workflow';

/** What an engine is asked for, the most urgent first. @public */
export const syncKindSchema = z.enum([
  'run',
  'open',
  'window',
  'backfill',
  'drift',
]);

/**
 * How it goes with asking an engine: `idle` where nothing is wanted of it, `syncing`, `backing_off` after trouble,
 * `pushed` where the engine tells by itself, `off` where the portal is not to ask.
 *
 * @public
 */
export const engineStateSchema = z.enum([
  'idle',
  'syncing',
  'backing_off',
  'pushed',
  'off',
]);
/** @public */
export type EngineState = z.infer<typeof engineStateSchema>;

/** One place where an engine runs workflows elsewhere, and what the portal knows of it. @public */
export const observedEngineSchema = z.object({
  /** Workflows are named `<id>/<name>`. */
  id: z.string(),
  title: z.string(),
  environment: z.string(),
  capabilities: capabilitiesSchema,
  state: engineStateSchema,
  /** All that is open there is known as it was then; null where it was never asked, or tells by itself. */
  syncedAt: z.iso.datetime().nullable(),
  /** Whether that is longer ago than it should be. */
  isStale: z.boolean(),
  /** What went wrong last, if nothing went well since; null for those who may not sync. */
  lastError: z.string().nullable(),
  lastErrorAt: z.iso.datetime().nullable(),
  /** When it is asked again after trouble. */
  retryAt: z.iso.datetime().nullable(),
  /** What it is to be asked for, and was not yet. */
  backlog: z.array(
    z.object({
      kind: syncKindSchema,
      /** How many of the kind wait. */
      count: z.number().int(),
      /** Runs that were told of in what is under way. */
      runs: z.number().int(),
    }),
  ),
  /** Whether the reader may have it asked now. */
  sync: allowedActionSchema,
});
/** @public */
export type ObservedEngine = z.infer<typeof observedEngineSchema>;

/** As of when a run is known whose engine is asked for it. @public */
export const freshnessSchema = z.object({
  /** Null where its engine was not asked about it yet. */
  syncedAt: z.iso.datetime().nullable(),
  isStale: z.boolean(),
  /** Why its engine cannot be asked now; null where it can. */
  problem: z.string().nullable(),
  /** Whether the reader may have it asked now. */
  sync: allowedActionSchema,
});
/** @public */
export type Freshness = z.infer<typeof freshnessSchema>;
