import { z } from 'zod';
import {
  noObjective,
  sloTargetsSchema,
} from 'backstage-plugin-workflow-runs-common';
import { ruleListOf, ruleScopeShape } from '../workflows/ruleList';

/** Every workflow that no other rule names. */
export const ANY_WORKFLOW = '*';
const ruleSchema = sloTargetsSchema
  .extend({
    ...ruleScopeShape,
  })
  .superRefine((rule, context) => {
    const problem = noObjective(rule);
    if (problem) context.addIssue({ code: 'custom', message: problem.message });
  });

/** What is expected of the runs of a workflow, or of all, in an environment or in all of them. */
export type SloRule = z.infer<typeof ruleSchema>;

/** `workflowRuns.slos` */
export const slosSchema = ruleListOf(ruleSchema);
