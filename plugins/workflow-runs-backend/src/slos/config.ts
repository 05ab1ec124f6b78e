import { z } from 'zod';
import {
  noObjective,
  sloTargetsSchema,
} from 'backstage-plugin-workflow-runs-common';

/** Every workflow that no other rule names. */
export const ANY_WORKFLOW = '*';
const MAX_RULES = 500;

const ruleSchema = sloTargetsSchema
  .extend({
    workflow: z
      .string()
      .max(256)
      .regex(/^(\*|[^/]+\/.+)$/, 'must be <engine>/<name>, or * for all'),
    environment: z.string().min(1).max(64).optional(),
  })
  .superRefine((rule, context) => {
    const problem = noObjective(rule);
    if (problem) context.addIssue({ code: 'custom', message: problem.message });
  });

/** What is expected of the runs of a workflow, or of all, in an environment or in all of them. */
export type SloRule = z.infer<typeof ruleSchema>;

/** `workflowRuns.slos` */
export const slosSchema = z
  .array(ruleSchema)
  .max(MAX_RULES)
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    rules.forEach(({ workflow, environment }, index) => {
      const key = JSON.stringify([workflow, environment]);
      if (seen.has(key)) {
        const message = 'is there twice for this workflow and environment';
        context.addIssue({ code: 'custom', path: [index], message });
      }
      seen.add(key);
    });
  })
  .default([]);
