import { z } from 'zod';
import { parseSlaTarget } from 'backstage-plugin-workflow-runs-common';

const MAX_RULES = 500;

const ruleSchema = z.strictObject({
  workflow: z
    .string()
    .max(256)
    .regex(/^(\*|[^/]+\/.+)$/, 'must be <engine>/<name>, or * for all'),
  environment: z.string().min(1).max(64).optional(),
  target: z.string().superRefine((text, context) => {
    const parsed = parseSlaTarget(text);
    if (!('problem' in parsed)) return;
    context.addIssue({ code: 'custom', message: parsed.problem.message });
  }),
});

/** How long runs of a workflow, or of all, may take, in an environment or in all of them. */
export type SlaRule = z.infer<typeof ruleSchema>;

/** `workflowRuns.slas` */
export const slasSchema = z
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
