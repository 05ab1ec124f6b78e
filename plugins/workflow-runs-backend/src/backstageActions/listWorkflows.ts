import { defineAction, READING } from './BackstageAction';
import { fitting, leftOut } from './bounds';
import { cutSchema } from './runBrief';

export const listWorkflows = defineAction({
  name: 'list-workflows',
  title: 'List workflows',
  description:
    'The workflows that you may see, with the `<engine>/<name>` by which other actions know them, and whether you may launch them.',
  attributes: READING,
  schema: {
    input: z =>
      z
        .object({
          entity: z
            .string()
            .max(512)
            .optional()
            .describe('Only those of a catalog entity, as entity ref'),
        })
        .strict(),
    output: z =>
      z.object({
        workflows: z.array(
          z.object({
            workflow: z.string(),
            title: z.string(),
            entityRef: z.string().nullable(),
            owners: z.array(z.string()),
            mayLaunch: z.boolean(),
            whyNot: z.string().nullable().describe('Null where you may'),
          }),
        ),
        cut: cutSchema(z),
      }),
  },
  answer: async (query, { ask }) => {
    const { items } = await ask('listWorkflows', { query });
    const all = items.map(
      ({ ref, title, entityRef, ownerRefs, allowedActions }) => ({
        workflow: ref,
        title,
        entityRef,
        owners: ownerRefs,
        mayLaunch: allowedActions.launch.allowed,
        whyNot: allowedActions.launch.reason,
      }),
    );
    const workflows = fitting(all, 16_000);
    return {
      workflows,
      cut: leftOut(
        'workflow',
        { shown: workflows.length, all: all.length },
        'name an entity',
      ),
    };
  },
});
