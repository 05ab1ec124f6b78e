import { z } from 'zod';
import { decisionSchema, prioritySchema, RunAction } from '../model/vocabulary';
import { permissionNames } from '../permissions';
import { anyValue, values } from './nesting';
import { postToRun } from './postToRun';
import { tagsSchema } from './tags';

/** What a launch says. @public */
export const launchRequestSchema = z.strictObject({
  /** `<engine>/<name>` */
  workflow: z.string().min(3).max(256),
  input: values.default({}),
  environment: z.string().min(1).max(64).default('prod'),
  priority: prioritySchema.default('normal'),
  tags: tagsSchema.default([]),
  /** Identifies the business event; a second launch with it finds the first run. */
  businessEventId: z.string().min(1).max(256).optional(),
  backfill: z.boolean().default(false),
});
/** What a caller says to launch; defaults may be left out. @public */
export type LaunchRequest = z.input<typeof launchRequestSchema>;

const reason = z.string().trim().min(1).max(1_000);
const step = z.string().min(1).max(128);
/** Engines elsewhere name things as they like; steps of definitions wait for names of 63 characters at most. */
const nativeName = z.string().min(1).max(256);
/** A run that repeats another. @public */
export const rerunRequestSchema = z
  .strictObject({
    /** Instead of the input of the run that is repeated. */
    input: values.optional(),
    /** Version of the workflow; the newest by default. */
    version: z.string().min(1).max(100).optional(),
    /** Takes over what came before this step; the input is then that of the run. */
    fromStep: step.optional(),
    reason: reason.optional(),
  })
  .refine(({ input, fromStep }) => !input || !fromStep, {
    path: ['input'],
    error: 'cannot be edited where outputs of steps are taken over',
  });
/** @public */
export type RerunRequest = z.input<typeof rerunRequestSchema>;

/** A run like another one; what is left out is as it was there. @public */
export const cloneRequestSchema = z.strictObject({
  input: values.optional(),
  version: z.string().min(1).max(100).optional(),
  environment: z.string().min(1).max(64).optional(),
  priority: prioritySchema.optional(),
  tags: tagsSchema.optional(),
});
/** @public */
export type CloneRequest = z.input<typeof cloneRequestSchema>;

/** What an operator says to have a step settled. @public */
export const forceRequestSchema = z
  .strictObject({
    /** Key of the step; `<key>:compensate` for its rollback. */
    step,
    to: z.enum(['skip', 'complete', 'fail']),
    /** What the step puts out, where it is completed. */
    output: anyValue.default(null),
    reason,
  })
  .refine(({ to, output }) => to === 'complete' || output === null, {
    path: ['output'],
    error: 'only a step that is completed puts something out',
  });
/** @public */
export type ForceRequest = z.input<typeof forceRequestSchema>;

const byAction = <Body extends z.ZodType>(
  ...asked: Parameters<typeof postToRun<Body>>
) => ({ ...postToRun(...asked), statuses: [200, 202] });
const byLaunch = <Body extends z.ZodType>(
  action: RunAction,
  path: string,
  summary: string,
  body: Body,
) => {
  const described = byAction(action, path, summary, body);
  return {
    ...described,
    permissions: [...described.permissions, permissionNames.workflowRead],
    statuses: [201, 200],
  };
};
const onlyReason = z.strictObject({ reason: reason.optional() });

/** The routes by which operators act on runs. @public */
export const actionRoutes = {
  pauseRun: byAction(
    'pause',
    'pause',
    'Pause a run once its current steps have settled',
    onlyReason,
  ),
  resumeRun: byAction('resume', 'resume', 'Resume a paused run', onlyReason),
  cancelRun: byAction(
    'cancel',
    'cancel',
    'Cancel a run that has not ended; what it did is rolled back',
    onlyReason,
  ),
  terminateRun: byAction(
    'terminate',
    'terminate',
    'End a run at once; nothing is cleaned up or rolled back',
    onlyReason,
  ),
  retryRun: byAction(
    'retry',
    'retry',
    'Repeat what failed in a run, or everything from a step on',
    z.strictObject({
      /** Of an ended run: the first step to repeat. Of an open one: the step that is to be tried. */
      step: step.optional(),
      /** An item of a fan-out that is under way. */
      item: z.number().int().min(0).optional(),
      reason: reason.optional(),
    }),
  ),
  forceStep: byAction(
    'force',
    'force',
    'Skip, complete or fail a step that has not settled',
    forceRequestSchema,
  ),
  decideStep: byAction(
    'decide',
    'decide',
    'Approve or reject what waits for a human',
    z.strictObject({
      step,
      decision: decisionSchema,
      note: reason.optional(),
    }),
  ),
  invokeNodeAction: byAction(
    'node_action',
    'node-actions',
    'Carry out an operation that a step offers while it runs or waits',
    z.strictObject({
      step,
      action: z.string().min(1).max(63),
      input: values.default({}),
      reason: reason.optional(),
    }),
  ),
  sendEvent: byAction(
    'send_event',
    'send-event',
    'Tell a run of an event; one that no step waits for yet is kept',
    z.strictObject({
      name: nativeName,
      payload: anyValue.default(null),
    }),
  ),
  updateRun: byAction(
    'update',
    'update',
    'Ask a running run to change something, and hear what it answers',
    z.strictObject({
      name: nativeName,
      input: anyValue.default(null),
      reason: reason.optional(),
    }),
  ),
  resolveRun: byAction(
    'resolve',
    'resolve',
    'Leave what could not be rolled back as it is, or note what became of a failure',
    z.strictObject({ note: reason }),
  ),
  rerun: byLaunch(
    'rerun',
    'rerun',
    'Launch a run that repeats an ended one, with its input or another',
    rerunRequestSchema,
  ),
  cloneRun: byLaunch(
    'clone',
    'clone',
    'Launch a run like this one, of which anything may differ',
    cloneRequestSchema,
  ),
};
