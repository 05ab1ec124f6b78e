import { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import {
  checkRetention,
  DEFAULT_RETENTION,
  legalHoldTagSchema,
  retentionPolicyContentSchema,
  RetentionPolicy,
} from 'backstage-plugin-workflow-runs-common';

/** What the configuration says of retention. */
export interface RetentionConfig {
  policies: RetentionPolicy[];
  legalHoldTags: string[];
  /** When jobs start; undefined: by hand alone. */
  schedule: SchedulerServiceTaskScheduleDefinition | undefined;
}

/** Who has said nothing wants what is usual. */
const HOLD_TAG = 'legal-hold';
/** At night, by the clock of the backend. */
const NIGHTLY = '17 2 * * *';

/** The part `retention` of the configuration. */
export const retentionConfigSchema = z
  .strictObject({
    policies: z.array(retentionPolicyContentSchema).max(200).default([]),
    legalHoldTags: z.array(legalHoldTagSchema).max(50).default([HOLD_TAG]),
    schedule: z
      .strictObject({
        enabled: z.boolean().default(true),
        cron: z.string().min(9).max(100).default(NIGHTLY),
      })
      .prefault({}),
  })
  .superRefine(({ policies }, context) => {
    const problems = checkRetention(
      policies,
      DEFAULT_RETENTION,
      'configuration',
    );
    for (const { policy, path, message } of problems) {
      context.addIssue({
        code: 'custom',
        path: ['policies', policy, ...path],
        message,
      });
    }
  })
  .transform(
    ({ policies, legalHoldTags, schedule }): RetentionConfig => ({
      policies: policies.map(policy => ({
        ...policy,
        origin: 'configuration',
      })),
      legalHoldTags,
      schedule: schedule.enabled
        ? { frequency: { cron: schedule.cron }, timeout: { minutes: 5 } }
        : undefined,
    }),
  );
