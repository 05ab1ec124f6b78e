import { listing, showing } from '../kinds';
import { workflowRefOf } from '../launch/workflowRef';

export const listWorkflowsCommand = listing({
  path: ['workflows', 'list'],
  summary: 'List the workflows that you may see',
  options: {
    entity: {
      type: 'text',
      placeholder: 'ref',
      summary: 'of this catalog entity',
    },
  },
  examples: [
    {
      line: 'workflows list --entity component:default/data-sync',
      summary: 'Those of a component',
    },
  ],
  route: 'listWorkflows',
  input: ({ options }) => ({ query: { entity: options.entity } }),
  id: ({ ref }) => ref,
  empty: 'There are none that you may see.',
  columns: () => [
    { title: 'WORKFLOW', value: each => each.ref, priority: 0 },
    { title: 'VERSION', value: each => each.version, priority: 3 },
    { title: 'TITLE', value: each => each.title, shrinkTo: 12 },
    {
      title: 'OWNER',
      value: each => each.ownerRefs.join(', '),
      priority: 2,
      shrinkTo: 8,
    },
    {
      title: 'LAUNCH',
      value: each => (each.allowedActions.launch.allowed ? 'yes' : 'no'),
      priority: 4,
    },
  ],
});

export const showWorkflowCommand = showing({
  path: ['workflows', 'show'],
  summary: 'Show a workflow: its steps, and what it takes',
  arguments: {
    workflow: {
      summary: '<engine>/<name>, or the name alone where only one has it',
    },
  },
  examples: [
    {
      line: 'workflows show embedded/data_sync',
      summary: 'What it takes to launch it',
    },
    {
      line: "workflows show data_sync --json | jq '.inputSchema'",
      summary: 'Only the schema of its input',
    },
  ],
  route: 'getWorkflow',
  async input({ args, call }) {
    const { engine, name } = await workflowRefOf(args.workflow, call);
    return { params: { engine, name } };
  },
  ids: ({ ref }) => [ref],
  async text(workflow, { output }) {
    const { launch } = workflow.allowedActions;
    output.details([
      ['workflow', `${workflow.title} (${workflow.ref})`],
      ['says', workflow.description],
      ['version', workflow.version],
      ['owners', workflow.ownerRefs.join(', ')],
      ['entity', workflow.entityRef],
      ['launch', launch.allowed ? 'you may' : launch.reason],
      ['input', JSON.stringify(workflow.inputSchema, null, 2)],
    ]);
    await output.table(
      workflow.definition?.steps ?? [],
      [
        { title: 'STEP', value: step => step.key, priority: 0 },
        { title: 'TYPE', value: step => step.type },
        {
          title: 'AFTER',
          value: step => step.dependsOn?.join(', '),
          shrinkTo: 8,
        },
      ],
      { empty: 'There is no definition of it here.' },
    );
  },
});
