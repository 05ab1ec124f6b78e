import { z } from 'zod';

const MAX_RULES = 500;

/** Which runs a rule of the configuration is about. */
export const ruleScopeShape = {
  workflow: z
    .string()
    .max(256)
    .regex(/^(\*|[^/]+\/.+)$/, 'must be <engine>/<name>, or * for all'),
  environment: z.string().min(1).max(64).optional(),
};

/** Rules of the configuration, of which each workflow and environment has one at most; none by default. */
export function ruleListOf<
  Rule extends z.ZodType<{ workflow: string; environment?: string }>,
>(rule: Rule) {
  return z
    .array(rule)
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
}
