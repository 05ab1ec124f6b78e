import {
  ActionResult,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { oneOf, Zod } from './BackstageAction';

/** What became of something that was asked of a run. */
export const outcomeSchema = (z: Zod) =>
  z.object({
    runId: z.string(),
    url: z.string().describe('Where people see it'),
    outcome: z
      .enum(['completed', 'accepted'])
      .describe(
        '`accepted`: it is recorded, and the engine has not confirmed it; get-run tells',
      ),
    status: oneOf(z, runStatusSchema),
    message: z.string(),
  });

/** Tells what became of it. */
export function toOutcome(
  { runId, status, newStatus, message }: ActionResult,
  urlOf: (runId: string) => string,
) {
  return {
    runId,
    url: urlOf(runId),
    outcome: status,
    status: newStatus,
    message,
  };
}

/** Why: whoever reads the audit trail has nobody to ask what an agent had in mind. */
export const reasonSchema = (z: Zod) =>
  z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .describe('Why, for whoever reads the audit trail; redacted there');
