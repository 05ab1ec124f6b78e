import { z } from 'zod';
import { parseSlaTarget } from 'backstage-plugin-workflow-runs-common';
import { ruleListOf, ruleScopeShape } from '../workflows/ruleList';

const ruleSchema = z.strictObject({
  ...ruleScopeShape,
  target: z.string().superRefine((text, context) => {
    const parsed = parseSlaTarget(text);
    if (!('problem' in parsed)) return;
    context.addIssue({ code: 'custom', message: parsed.problem.message });
  }),
});

/** How long runs of a workflow, or of all, may take, in an environment or in all of them. */
export type SlaRule = z.infer<typeof ruleSchema>;

/** `workflowRuns.slas` */
export const slasSchema = ruleListOf(ruleSchema);
