import {
  attemptStatusSchema,
  failureStateSchema,
} from 'backstage-plugin-workflow-runs-common';
import type { TypeOf } from 'zod/v3';
import { oneOf, Zod } from './BackstageAction';
import { differenceSchema } from './differencesOf';
import { allowedNowSchema, cutSchema, runBriefSchema } from './runBrief';
import { lineSchema } from './tailLogs';

const errorFields = (z: Zod) => ({
  category: z.string(),
  code: z.string().nullable(),
  message: z.string(),
});

/** What happened to a run. */
export const explanationSchema = (z: Zod) =>
  z.object({
    facts: z
      .array(
        z.object({
          fact: z.string(),
          evidence: z
            .string()
            .describe('Field of this answer, or the action, that shows it'),
        }),
      )
      .describe('What can be said, the most telling first'),
    run: runBriefSchema(z),
    story: z.string().describe('How it came about, and how it ended'),
    failure: z
      .object({
        step: z.string().nullable(),
        stepName: z.string().nullable(),
        ...errorFields(z),
        attempts: z.number(),
        expectedRetries: z
          .number()
          .describe('Retries that the policy of the step provides for'),
        unexpectedRetries: z.number().describe('And those that it does not'),
        skippedSteps: z.number().describe('Steps that did not run for it'),
      })
      .nullable()
      .describe('Null where it has not failed'),
    cancellation: z
      .object({
        actor: z.string().nullable(),
        reason: z.string().nullable(),
        skippedSteps: z.number(),
      })
      .nullable()
      .describe('Null where it was not canceled'),
    rolledBackSteps: z.number().describe('Steps that it has taken back'),
    attempts: z
      .array(
        z.object({
          number: z.number(),
          generation: z.number().describe('Passage of the run, from 0'),
          status: oneOf(z, attemptStatusSchema),
          startedAt: z.string(),
          durationMs: z.number().nullable(),
          error: z.object(errorFields(z)).nullable(),
        }),
      )
      .describe('Of the step that failed'),
    logs: z
      .array(lineSchema(z))
      .describe('What the step that failed logged last'),
    failureGroup: z
      .object({
        id: z.string(),
        state: oneOf(z, failureStateSchema),
        firstSeen: z.string(),
        lastSeen: z.string(),
        runs: z.number().describe('Runs that have failed so'),
        areMoreRuns: z.boolean().describe('There are more than that'),
        failedNow: z.number(),
        runbook: z.string().nullable().describe('What to do about it'),
        recent: z.array(
          z.object({
            runId: z.string(),
            failedAt: z.string(),
            url: z.string(),
          }),
        ),
      })
      .nullable()
      .describe(
        'Runs that failed in the same way; null where it has not failed, or a moment after it has',
      ),
    lastGood: z
      .object({
        runId: z.string(),
        url: z.string(),
        version: z.string(),
        completedAt: z.string().nullable(),
      })
      .nullable()
      .describe('The last run before it that went well; null where none did'),
    differences: z
      .array(differenceSchema(z))
      .nullable()
      .describe('Between this run and the last that went well'),
    allowedActions: allowedNowSchema(z),
    cut: cutSchema(z),
  });
/** @see explanationSchema */
export type Explained = TypeOf<ReturnType<typeof explanationSchema>>;
