import { answerOf, aRun } from './__testUtils__/answerOf';
import { getWorkflow } from './getWorkflow';
import { listWorkflows } from './listWorkflows';

const workflow = (launch: object) => ({
  ...aRun().workflow,
  description: 'Reads orders',
  ownerRefs: ['group:default/sales'],
  allowedActions: { launch },
});
const mayNot = { allowed: false, reason: 'You need the permission x' };

describe('list-workflows', () => {
  it('tells whether each may be launched, and why not', async () => {
    const { output } = await answerOf(
      listWorkflows,
      {},
      {
        listWorkflows: {
          items: [workflow({ allowed: true, reason: null }), workflow(mayNot)],
        },
      },
    );

    expect(output.workflows.map(each => [each.mayLaunch, each.whyNot])).toEqual(
      [
        [true, null],
        [false, 'You need the permission x'],
      ],
    );
    expect(output.workflows[0]).toMatchObject({
      workflow: 'embedded/orders',
      owners: ['group:default/sales'],
    });
  });
});

describe('get-workflow', () => {
  it('tells the schema of its input', async () => {
    const inputSchema = { type: 'object', properties: { seats: {} } };
    const { output, asked } = await answerOf(
      getWorkflow,
      { workflow: 'embedded/orders' },
      {
        getWorkflow: {
          ...workflow(mayNot),
          inputSchema,
          definition: {
            version: '2',
            description: 'Reads orders',
            steps: [{ key: 'fetch', type: 'io' }],
          },
        },
      },
    );

    expect(asked[0][1]).toEqual({
      params: { engine: 'embedded', name: 'orders' },
    });
    expect(output).toMatchObject({
      version: '2',
      inputSchema,
      mayLaunch: false,
      steps: [{ step: 'fetch', title: 'fetch', type: 'io', dependsOn: [] }],
    });
  });

  it('makes do without a definition', async () => {
    const { output } = await answerOf(
      getWorkflow,
      { workflow: 'ci/build' },
      {
        getWorkflow: {
          ...workflow(mayNot),
          inputSchema: {},
          definition: null,
        },
      },
    );

    expect(output).toMatchObject({ version: null, steps: [] });
  });

  it('refuses what is no reference', async () => {
    await expect(
      answerOf(getWorkflow, { workflow: 'orders' }, {}),
    ).rejects.toThrow('body/workflow: it must be <engine>/<name>');
  });
});
