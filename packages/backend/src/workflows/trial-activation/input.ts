import { z } from 'zod';
import { STORIES } from '../../trial-services/stories';

/** Most seats that a trial of a plan may have. */
export const SEATS_OF_PLAN = {
  starter: 10,
  team: 50,
  enterprise: 500,
} as const;

/** Parts in which the knowledge of an agent is loaded, one after the other. */
export const CONTEXT_PARTS = { small: 4, medium: 10, large: 60 } as const;

export const inputSchema = z.strictObject({
  story: z.enum(STORIES).default('happy').meta({
    title: 'Story',
    description:
      'What the services do. flaky: some requests fail, and retries repair it. doubtful_customer: you are asked whether to go on. billing_down: everything is rolled back; retry the run, and billing is up again. rollback_fails: the same, but the rollback needs you, too. quota_stuck: set the quota by hand. mail_down: the run is held until you decide.',
  }),
  company: z.string().min(1).max(100).default('Larkspur Labs').meta({
    title: 'Company',
    description: 'Who wants to try the product',
  }),
  contactName: z.string().min(1).max(100).default('Ada Winter').meta({
    title: 'Contact',
    description: 'Name of the person who asked for the trial',
  }),
  contactEmail: z.email().max(254).default('ada.winter@larkspur.example').meta({
    title: 'E-mail',
    description:
      'Where the welcome message goes. An address at freemail.example lowers the trust in the customer.',
  }),
  plan: z
    .enum(['starter', 'team', 'enterprise'])
    .default('team')
    .meta({
      title: 'Plan',
      description: `Seats of a trial: at most ${Object.entries(SEATS_OF_PLAN)
        .map(([plan, seats]) => `${seats} (${plan})`)
        .join(', ')}`,
    }),
  seats: z.number().int().min(1).max(1_000).default(25).meta({
    title: 'Seats',
    description:
      'More than the plan allows fails the validation of the request',
  }),
  trialDays: z.number().int().min(1).max(90).default(14).meta({
    title: 'Days',
    description: 'How long the trial lasts',
  }),
  contextSize: z.enum(['small', 'medium', 'large']).default('small').meta({
    title: 'Context',
    description:
      'How much the agent has to learn before it can work: a few seconds, ten, or a minute',
  }),
});
