import { mockServices } from '@backstage/backend-test-utils';
import { z } from 'zod';
import {
  defineWorkflow,
  StepCode,
  Workflow,
} from 'backstage-plugin-workflow-runs-node';
import { definitionHash } from './definitionHash';
import { WorkflowRegistry } from './WorkflowRegistry';

/** A workflow whose steps depend on each other as they are told to. */
const workflowOf = (
  steps: Record<string, string[]>,
  name = 'example',
): Workflow =>
  defineWorkflow({
    name,
    version: '1',
    input: z.object({}),
    steps: Object.fromEntries(
      Object.entries(steps).map(([key, dependsOn]) => [key, { dependsOn }]),
    ),
  });
const handlersOf = ({ definition }: Workflow): Record<string, StepCode> =>
  Object.fromEntries(definition.steps.map(({ key }) => [key, () => {}]));

describe('WorkflowRegistry', () => {
  const logger = mockServices.logger.mock();
  let registry: WorkflowRegistry;

  beforeEach(() => {
    jest.clearAllMocks();
    registry = new WorkflowRegistry(logger);
  });

  const add = (workflow: Workflow, handlers = handlersOf(workflow)) =>
    registry.add(workflow, handlers);

  it('takes in what can be run', () => {
    const workflow = workflowOf({ a: [], b: ['a'] });
    add(workflow);

    expect(registry.workflows).toEqual([
      {
        definition: workflow.definition,
        hash: definitionHash(workflow.definition),
      },
    ]);
    expect(registry.offered).toEqual(['example/a@1', 'example/b@1']);
    expect(registry.refused).toEqual([]);
    expect(logger.error).not.toHaveBeenCalled();
  });

  it.each([
    ['a cycle', { a: ['b'], b: ['a'] }, 'a', 'no-cycle'],
    ['itself as dependency', { a: ['a'] }, 'a', 'no-self-dependency'],
    ['an unknown dependency', { a: [], b: ['x'] }, 'b', 'known-dependency'],
    ['a key that is none', { 'A b': [] }, 'A b', 'schema'],
    ['no steps', {}, undefined, 'schema'],
  ])('refuses %s, naming step and rule', (_, steps, step, rule) => {
    add(workflowOf(steps as Record<string, string[]>));

    expect(registry.workflows).toEqual([]);
    expect(registry.refused).toMatchObject([{ name: 'example' }]);
    expect(registry.refused[0].problems[0]).toMatchObject({ step, rule });
    const [line] = logger.error.mock.calls[0];
    expect(line).toMatch(/^Workflow 'example' is refused: /);
    expect(line).toContain(`[${rule}]`);
    expect(line).toContain(step ? `step '${step}' (/steps/` : ': /steps: ');
  });

  it('refuses a step of which the key comes twice', () => {
    const workflow = workflowOf({ a: [] });
    const [step] = workflow.definition.steps;
    const twice = {
      ...workflow,
      definition: { ...workflow.definition, steps: [step, step] },
    };
    add(twice);

    expect(registry.refused[0].problems).toMatchObject([
      { step: 'a', rule: 'unique-key' },
    ]);
  });

  it('refuses a second workflow of the same name, and keeps the first', () => {
    add(workflowOf({ a: [] }));
    add(workflowOf({ b: [] }));

    expect(registry.offered).toEqual(['example/a@1']);
    expect(registry.refused).toMatchObject([
      { problems: [{ pointer: '/name', rule: 'unique-name' }] },
    ]);
  });

  it('refuses a step without a handler', () => {
    add(workflowOf({ a: [], b: [] }), { a: () => {} });

    expect(registry.refused[0].problems).toEqual([
      {
        step: 'b',
        pointer: '/steps/1/handler',
        rule: 'handler',
        message: 'no handler was given for it',
      },
    ]);
  });

  it.each([
    [{ type: 'object', $ref: '#/nowhere' }, "can't resolve reference"],
    [
      { type: 'object', properties: { a: { pattern: '(' } } },
      'regular expression',
    ],
    [{ type: 'object', properties: { a: { type: 'text' } } }, 'type'],
  ])('refuses the schema %j: no launch could be checked', (schema, message) => {
    const workflow = workflowOf({ a: [] });
    const definition = { ...workflow.definition, inputSchema: schema as any };
    add({ ...workflow, definition });

    expect(registry.refused[0].problems).toMatchObject([
      {
        pointer: '/inputSchema',
        rule: 'input-schema',
        message: expect.stringContaining(message),
      },
    ]);
  });

  it('refuses such a schema of an action, too', () => {
    const workflow = defineWorkflow({
      name: 'example',
      version: '1',
      input: z.object({}),
      steps: { a: { actions: { resend: {} } } },
    });
    const [action] = workflow.definition.steps[0].actions!;
    action.inputSchema.$ref = '#/nowhere';
    add(workflow, { a: { run: () => {}, actions: { resend: () => {} } } });

    expect(registry.refused[0].problems).toMatchObject([
      {
        step: 'a',
        pointer: '/steps/0/actions/0/inputSchema',
        rule: 'input-schema',
      },
    ]);
  });

  it.each([undefined, null, {}, { definition: 7 }])(
    'refuses %p instead of failing',
    nonsense => {
      registry.add(nonsense as unknown as Workflow, {});

      expect(registry.refused).toHaveLength(1);
    },
  );

  it('loads the others, whatever is wrong with one', () => {
    add(workflowOf({ a: ['a'] }, 'broken'));
    add(workflowOf({ a: [] }, 'fine'));

    expect(registry.workflows).toMatchObject([
      { definition: { name: 'fine' } },
    ]);
  });
});

it('keeps what is expected of runs apart from what they are pinned to', () => {
  const registry = new WorkflowRegistry(mockServices.logger.mock());
  const workflow = workflowOf({ a: [] }, 'watched');
  const slo = { successRate: 0.99, window: '7d' };
  registry.add(
    { ...workflow, definition: { ...workflow.definition, slo } },
    {
      a: async () => null,
    },
  );

  expect(registry.workflows).toEqual([
    {
      definition: workflow.definition,
      hash: definitionHash(workflow.definition),
      slo,
    },
  ]);
});

describe('definitionHash', () => {
  const { definition } = workflowOf({ a: [], b: ['a'] });

  it('does not depend on the order of keys, but on that of lists', () => {
    const reversed = Object.fromEntries(
      Object.entries(definition).reverse(),
    ) as typeof definition;

    expect(definitionHash(reversed)).toBe(definitionHash(definition));
    expect(
      definitionHash({ ...definition, steps: [...definition.steps].reverse() }),
    ).not.toBe(definitionHash(definition));
  });

  it('depends on all that a definition says', () => {
    const [first, second] = definition.steps;
    const others = [
      { ...definition, version: '2' },
      { ...definition, inputSchema: { type: 'object', title: 'x' } },
      { ...definition, steps: [first, { ...second, timeoutMs: 1 }] },
      {
        ...definition,
        steps: [first, { ...second, handler: { name: 'b', version: 2 } }],
      },
    ];
    const hashes = [definition, ...others].map(definitionHash);

    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
