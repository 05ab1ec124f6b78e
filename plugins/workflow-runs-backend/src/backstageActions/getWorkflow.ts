import { Json, StepDefinition } from 'backstage-plugin-workflow-runs-common';
import { workflowRefOf } from '../workflows/workflowRefOf';
import { defineAction, READING } from './BackstageAction';
import { cutValue, fitting, leftOut } from './bounds';
import { cutSchema } from './runBrief';

const SCHEMA_ROOM = 12_000;

export const getWorkflow = defineAction({
  name: 'get-workflow',
  title: 'Get a workflow',
  description:
    'A workflow with its steps and the JSON schema of its input, which launch-run needs.',
  attributes: READING,
  schema: {
    input: z =>
      z
        .object({
          workflow: z
            .string()
            .describe('`<engine>/<name>`, such as `embedded/trial_activation`'),
        })
        .strict(),
    output: z =>
      z.object({
        workflow: z.string(),
        title: z.string(),
        version: z.string().nullable(),
        description: z.string().nullable(),
        owners: z.array(z.string()),
        inputSchema: z
          .unknown()
          .describe('JSON schema; its beginning as text where it is too long'),
        steps: z.array(
          z.object({
            step: z.string(),
            title: z.string(),
            type: z.string(),
            dependsOn: z.array(z.string()),
          }),
        ),
        mayLaunch: z.boolean(),
        whyNot: z.string().nullable(),
        cut: cutSchema(z),
      }),
  },
  answer: async ({ workflow: ref }, { ask }) => {
    const workflow = await ask('getWorkflow', { params: workflowRefOf(ref) });
    const { definition, allowedActions } = workflow;
    const all = definition?.steps.map(toStep) ?? [];
    const steps = fitting(all);
    return {
      workflow: workflow.ref,
      title: workflow.title,
      version: definition && definition.version,
      description: definition?.description ?? null,
      owners: workflow.ownerRefs,
      inputSchema: cutValue(workflow.inputSchema as Json, SCHEMA_ROOM),
      steps,
      mayLaunch: allowedActions.launch.allowed,
      whyNot: allowedActions.launch.reason,
      cut: leftOut(
        'step',
        { shown: steps.length, all: all.length },
        'the page of the workflow has them all',
      ),
    };
  },
});

function toStep({ key, title, type, dependsOn }: StepDefinition) {
  return { step: key, title: title ?? key, type, dependsOn: dependsOn ?? [] };
}
