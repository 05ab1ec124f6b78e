import { prioritySchema } from 'backstage-plugin-workflow-runs-common';
import { outcomeSchema, toOutcome } from './actionOutcome';
import { defineAction, oneOf } from './BackstageAction';

export const launchRun = defineAction({
  name: 'launch-run',
  title: 'Launch a workflow run',
  description:
    'Launches a run of a workflow. get-workflow tells the schema that `input` has to fit. What the workflow does may not be taken back, so ask your user before. With the `idempotencyKey` of a launch before it launches nothing and answers with that run, so after a timeout ask again with the same one.',
  attributes: { readOnly: false, destructive: true, idempotent: true },
  schema: {
    input: z =>
      z
        .object({
          workflow: z
            .string()
            .min(3)
            .max(256)
            .describe('`<engine>/<name>`, such as `embedded/trial_activation`'),
          input: z
            .record(z.unknown())
            .default({})
            .describe('What fits the schema of the workflow'),
          idempotencyKey: z
            .string()
            .regex(
              /^[\x21-\x7e]{1,128}$/,
              'must have 1 to 128 visible ASCII characters',
            )
            .describe(
              'Made anew for each launch that is meant: a UUID, or in a template `${{ context.task.id }}`',
            ),
          environment: z
            .string()
            .min(1)
            .max(64)
            .default('prod')
            .describe('By which runs are told apart'),
          priority: oneOf(z, prioritySchema)
            .default('normal')
            .describe('Which runs go first where they wait'),
          tags: z
            .array(z.string().min(1))
            .optional()
            .describe('By which people find it'),
          businessEventId: z
            .string()
            .min(1)
            .max(256)
            .optional()
            .describe('What it is for; a business event has one run'),
          backfill: z
            .boolean()
            .default(false)
            .describe('Whether it makes up for what was missed'),
        })
        .strict(),
    output: outcomeSchema,
  },
  examples: [
    {
      title: 'A trial for a customer',
      input: {
        workflow: 'embedded/trial_activation',
        input: { company: 'Larkspur Labs', seats: 10 },
        idempotencyKey: '3f1f2b5e-8a55-4a65-9d9e-0c52c9e4b6a1',
        environment: 'prod',
        priority: 'normal',
        backfill: false,
      },
    },
  ],
  answer: async ({ idempotencyKey: _, ...body }, { ask, urlOf }) =>
    toOutcome(await ask('launch', { body: body as any }), urlOf),
});
