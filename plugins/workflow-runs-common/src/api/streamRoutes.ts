import { z } from 'zod';
import { runEventSchema } from '../model/fact';
import { attemptSchema, runSchema, stepSchema } from '../model/run';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';
import { joinList, listOf, runQuerySchema } from './runFilter';

/** How many runs one stream may follow. @public */
export const MAX_STREAM_RUNS = 50;
/** How many rows one frame of a list holds. @public */
export const MAX_FRAME_RUNS = 200;

const id = z.string().min(1).max(128);
const position = z.coerce.number().int().min(0);

/** What a stream sends of a run: whole rows of what has changed. @public */
export const runUpdateSchema = z.object({
  run: runSchema,
  steps: z.array(stepSchema),
  attempts: z.array(attemptSchema),
  events: z.array(runEventSchema),
  /** The latest log line's number; read on from yours. */
  logSequence: z.number().int(),
});
/** @public */
export type RunUpdate = z.infer<typeof runUpdateSchema>;

/** What a stream sends of a list: rows of the runs that have changed. @public */
export const runsUpdateSchema = z.object({
  /** Those that fit the list, newest first. */
  items: z.array(runSchema),
  /** Ids of those that do not, or that may not be seen any more. */
  gone: z.array(z.string()),
  /** More have changed than a frame holds: load the list anew. */
  isPartial: z.boolean(),
});
/** @public */
export type RunsUpdate = z.infer<typeof runsUpdateSchema>;

/** Which run a frame is about; in a `reset`, null is the list. @public */
export const streamSubjectSchema = z.object({
  runId: z.string().nullable(),
});

/** A run that a stream follows: `<id>`, or `<id>@<position>`. @public */
export interface FollowedRun {
  id: string;
  /** Position of the last event of it that the caller has. */
  after?: number;
}

const followedRun = z
  .string()
  .max(150)
  .transform((text, context): FollowedRun => {
    const [, name, after] = /^(.*?)(?:@(\d{1,15}))?$/s.exec(text)!;
    if (name.length < 1 || name.length > 128) {
      context.addIssue({
        code: 'custom',
        message: 'it must be the id of a run, with or without @<position>',
        params: { rule: 'pattern' },
      });
      return z.NEVER;
    }
    return after === undefined
      ? { id: name }
      : { id: name, after: Number(after) };
  });

/** Writes the runs that a stream follows as its query expects them. @public */
export function joinFollowedRuns(runs: readonly FollowedRun[]): string {
  return joinList(
    runs.map(({ id: runId, after }) =>
      after === undefined ? runId : `${runId}@${after}`,
    ),
  );
}

/** What one stream tells of: some runs, a list, or both. @public */
export const streamQuerySchema = runQuerySchema
  .extend({
    /** The runs to follow, at most 50; each may say behind which position. */
    run: listOf(followedRun)
      .refine(
        runs => new Set(runs.map(run => run.id)).size <= MAX_STREAM_RUNS,
        {
          error: `a stream follows ${MAX_STREAM_RUNS} runs at most`,
          params: { rule: 'too_big' },
        },
      )
      .optional(),
    /** Tell of the list that the other filters make, too; of all runs where there are none. */
    list: z.literal('true').optional(),
    /** Where to go on, for clients that cannot send `Last-Event-ID`. */
    after: position.optional(),
  })
  .superRefine(({ run, list, after: _, ...filter }, context) => {
    const isFiltered = Object.values(filter).some(value => value !== undefined);
    if (list || (run && !isFiltered)) return;
    context.addIssue({
      code: 'custom',
      path: [isFiltered ? 'list' : 'run'],
      message: isFiltered
        ? "it must be 'true' where a list is filtered"
        : "it takes runs to follow, or a list by 'list=true'",
      params: { rule: 'required' },
    });
  });

/** Streams of what happens. @public */
export const streamRoutes = {
  streamRun: route({
    method: 'get',
    path: '/runs/:runId/stream',
    summary:
      'Server-sent events of a run: `update`, `heartbeat`, `reset`, `reauth`, `gone`; resumes behind `Last-Event-ID`',
    permissions: [permissionNames.runRead],
    params: z.strictObject({ runId: id }),
    query: z.strictObject({
      /** For clients that cannot send `Last-Event-ID`. */
      after: position.optional(),
    }),
    mediaType: 'text/event-stream',
  }),
  stream: route({
    method: 'get',
    path: '/stream',
    summary:
      'Server-sent events of several runs and of a list, on one connection: `update`, `runs`, `heartbeat`, `reset`, `reauth`, `gone`',
    permissions: [permissionNames.runRead],
    query: streamQuerySchema,
    mediaType: 'text/event-stream',
  }),
};
