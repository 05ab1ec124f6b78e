import {
  ExportedRun,
  Run,
  runActionSchema,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import type { TypeOf } from 'zod/v3';
import { shortened } from '../exports/wording';
import { oneOf, Zod } from './BackstageAction';
import { MAX_MESSAGE } from './bounds';

/** A run in a few lines. */
export const runBriefSchema = (z: Zod) =>
  z.object({
    runId: z.string(),
    url: z.string().describe('Where people see it'),
    workflow: z.string().describe('`<engine>/<name>`'),
    title: z.string().describe('Title of the workflow'),
    version: z.string().describe('Of the workflow; empty where not known'),
    environment: z.string(),
    status: oneOf(z, runStatusSchema),
    blockedReason: z
      .string()
      .nullable()
      .describe('Why it does not go on, though it has not ended'),
    needsIntervention: z
      .boolean()
      .describe('What it did could not all be rolled back'),
    queuedAt: z.string(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
    durationMs: z.number().nullable(),
    completedSteps: z.number(),
    totalSteps: z.number(),
    startedBy: z.string().nullable().describe('Entity ref, or a service'),
    owner: z.string().nullable(),
    tags: z.array(z.string()),
    error: z
      .object({
        step: z.string().nullable(),
        category: z.string(),
        code: z.string().nullable(),
        message: z.string(),
      })
      .nullable(),
  });
/** @see runBriefSchema */
export type RunBrief = TypeOf<ReturnType<typeof runBriefSchema>>;

/** Tells of a run in a few lines. */
export function toBrief(
  run: ExportedRun,
  urlOf: (runId: string) => string,
): RunBrief {
  const { error, progress } = run;
  return {
    runId: run.id,
    url: urlOf(run.id),
    workflow: run.workflow.ref,
    title: run.workflow.title,
    version: run.workflowVersion,
    environment: run.environment,
    status: run.status,
    blockedReason: run.blockedReason,
    needsIntervention: run.needsIntervention,
    queuedAt: run.queuedAt,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    durationMs: run.durationMs,
    completedSteps: progress.completedSteps,
    totalSteps: progress.totalSteps,
    startedBy: run.startedBy,
    owner: run.owner,
    tags: run.tags,
    error: error && {
      step: error.stepKey,
      category: error.category,
      code: error.code,
      message: shortened(error.message, MAX_MESSAGE),
    },
  };
}

/** What whoever asks may do to the run now. */
export const allowedNowSchema = (z: Zod) =>
  z
    .array(oneOf(z, runActionSchema))
    .describe('What you may do to it now, as it is');

/** Names of what may be done to a run now. */
export function allowedNow({ allowedActions }: Pick<Run, 'allowedActions'>) {
  return runActionSchema.options.filter(
    action => allowedActions[action].allowed,
  );
}

/** What was left out of an answer, where something was. */
export const cutSchema = (z: Zod) =>
  z
    .array(z.string())
    .describe('What is left out for want of room, and how to see it');

/** Which run is meant. */
export const runIdSchema = (z: Zod) =>
  z.string().min(1).max(128).describe('Id of the run, such as `run_01K…`');
