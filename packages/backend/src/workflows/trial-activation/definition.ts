import { z } from 'zod';
import {
  defineWorkflow,
  exponentialBackoff,
  failAfter,
  HandlersOf,
  keepTrying,
  ref,
  StepContext,
  StepOutputs,
} from 'backstage-plugin-workflow-runs-node';
import { inputSchema } from './input';

const MINUTE_MS = 60_000;

// A trial should start within minutes, so nobody waits long between two attempts.
const serviceRetry = exponentialBackoff({
  attempts: 4,
  initialDelayMs: 500,
  maxDelayMs: 4_000,
});
const undo = { retry: failAfter(3, { delayMs: 1_000 }) };

const createdSchema = z.object({ id: z.string() });
const quotaSchema = z.object({
  seats: z.number().int(),
  requestsPerDay: z.number().int(),
  setBy: z.enum(['service', 'operator']),
});

export const trialActivation = defineWorkflow({
  name: 'trial_activation',
  version: '1.0.0',
  title: 'Trial activation',
  description:
    'Gives a customer who asked for a trial an account, an agent and a subscription. If one of them cannot be had, what was created is taken back.',
  input: inputSchema,
  sla: { targetMs: 5 * MINUTE_MS, excludeHumanWaits: true },
  slo: { successRate: 0.9, p95Duration: '5m', window: '28d' },
  onFailure: 'compensate',
  steps: {
    validate_request: {
      title: 'Validate request',
      description: 'The plan allows as many seats as were asked for',
      type: 'decision',
      output: z.object({
        seats: z.number().int(),
        allowed: z.number().int(),
        requestsPerDay: z.number().int(),
      }),
      validators: { within_plan: { otherwise: 'fail' } },
    },
    screen_customer: {
      title: 'Screen customer',
      description:
        'Whether this is a customer at all; asks where it is doubtful',
      dependsOn: ['validate_request'],
      retry: serviceRetry,
      output: z.object({ trust: z.number(), doubts: z.array(z.string()) }),
      validators: { trusted: { otherwise: 'ask' } },
    },
    approve_trial: {
      title: 'Approve trial',
      description:
        'The growth team decides; the platform team may if it takes long',
      type: 'approval',
      dependsOn: ['screen_customer'],
      approvers: ['group:default/team-growth'],
      show: {
        Company: ref('/input/company'),
        Contact: ref('/input/contactName'),
        Plan: ref('/input/plan'),
        Seats: ref('/input/seats'),
        Trust: ref('/steps/screen_customer/output/trust'),
      },
      // Short, so that all of it can be watched; a team that sleeps at night would take hours.
      slaMs: 2 * MINUTE_MS,
      remindEveryMs: MINUTE_MS,
      escalate: { afterMs: 5 * MINUTE_MS, to: ['group:default/team-platform'] },
      timeout: { afterMs: 60 * MINUTE_MS, outcome: 'reject' },
    },
    create_account: {
      title: 'Create account',
      description: 'The account that everything else belongs to',
      type: 'io',
      dependsOn: ['approve_trial'],
      retry: serviceRetry,
      output: createdSchema,
      compensate: undo,
    },

    reserve_capacity: {
      title: 'Reserve capacity',
      description: 'Room for the agent in the cluster',
      type: 'io',
      dependsOn: ['create_account'],
      retry: serviceRetry,
      output: createdSchema,
      compensate: undo,
    },
    deploy_agent: {
      title: 'Deploy agent',
      description: 'Starts the container of the agent',
      dependsOn: ['reserve_capacity'],
      retry: serviceRetry,
      timeoutMs: 4_000,
      output: createdSchema,
      compensate: undo,
    },
    check_health: {
      title: 'Check health',
      description: 'Looks at the agent until it answers',
      dependsOn: ['deploy_agent'],
      retry: serviceRetry,
      timeoutMs: 2 * MINUTE_MS,
      heartbeatMs: 20_000,
      output: z.object({ checks: z.number().int() }),
      validators: { starts_quickly: { otherwise: 'warn' } },
    },
    load_context: {
      title: 'Load context',
      description:
        'Teaches the agent what the customer has shared, part by part',
      dependsOn: ['check_health'],
      retry: failAfter(2, { delayMs: 2_000 }),
      heartbeatMs: 20_000,
      output: z.object({ parts: z.number().int() }),
    },

    create_customer: {
      title: 'Create billing customer',
      description: 'Makes the company known to billing',
      type: 'io',
      dependsOn: ['create_account'],
      retry: serviceRetry,
      output: createdSchema,
      compensate: undo,
    },
    start_subscription: {
      title: 'Start subscription',
      description: 'A subscription that costs nothing until the trial ends',
      type: 'io',
      dependsOn: ['create_customer'],
      retry: serviceRetry,
      output: createdSchema,
      compensate: undo,
    },
    set_quota: {
      title: 'Set quota',
      description: 'Seats and requests per day of the account',
      dependsOn: ['start_subscription'],
      retry: keepTrying({ initialDelayMs: 1_000, maxDelayMs: 15_000 }),
      output: quotaSchema,
      actions: {
        use_manual_quota: {
          title: 'Use a manual quota',
          description:
            'Goes on with a quota that you have set in the service yourself',
          input: z.strictObject({
            seats: z.number().int().min(1).max(1_000).meta({ title: 'Seats' }),
            requestsPerDay: z
              .number()
              .int()
              .min(100)
              .max(1_000_000)
              .default(1_000)
              .meta({ title: 'Requests per day' }),
          }),
          then: 'complete',
        },
      },
    },

    activate_trial: {
      title: 'Activate trial',
      description: 'Opens the account, now that both branches are done',
      type: 'io',
      dependsOn: ['load_context', 'set_quota'],
      retry: serviceRetry,
      output: z.object({ id: z.string(), endsAt: z.string() }),
      compensate: undo,
    },
    send_welcome_email: {
      title: 'Send welcome e-mail',
      description: 'Tells the contact that the trial has begun',
      type: 'io',
      dependsOn: ['activate_trial'],
      retry: failAfter(3, { delayMs: 1_000 }),
      // Nobody takes a trial away because a message could not be sent.
      onFailure: 'hold',
      output: createdSchema,
    },
    first_sign_in: {
      title: 'First sign-in',
      description: 'Waits a while for the customer to sign in',
      type: 'wait',
      dependsOn: ['send_welcome_email'],
      for: {
        event: 'customer_signed_in',
        timeout: { afterMs: MINUTE_MS, outcome: 'complete' },
      },
      actions: {
        resend_welcome_email: {
          title: 'Resend the welcome e-mail',
          description: 'Sends it again, to another address if you give one',
          input: z.strictObject({
            to: z
              .email()
              .max(254)
              .optional()
              .meta({ title: 'To', description: 'Instead of the contact' }),
          }),
        },
      },
    },
    write_summary: {
      title: 'Write summary',
      description: 'What the customer has got, to read',
      type: 'io',
      dependsOn: ['first_sign_in'],
      onFailure: 'hold',
      output: z.object({ file: z.string() }),
    },
  },
  output: {
    account: ref('/steps/create_account/output/id'),
    agent: ref('/steps/deploy_agent/output/id'),
    subscription: ref('/steps/start_subscription/output/id'),
    endsAt: ref('/steps/activate_trial/output/endsAt'),
  },
});

/** The code of every step, by key. */
export type TrialHandlers = HandlersOf<typeof trialActivation>;
type Types = NonNullable<(typeof trialActivation)['$types']>;
export type TrialInput = Types['input'];
export type TrialOutputs = StepOutputs<Types['steps']>;
export type TrialContext = StepContext<TrialInput, TrialOutputs>;
