import { mockServices } from '@backstage/backend-test-utils';
import { z } from 'zod';
import {
  handlerUses,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  defineWorkflow,
  StepCode,
  Workflow,
} from 'backstage-plugin-workflow-runs-node';
import { handlersNeeded, WorkflowRegistry } from './WorkflowRegistry';

const plain = { name: 'orders', version: '1', input: z.object({}) };
const row = z.object({ id: z.number() });
const total = z.object({ total: z.number() });

/** A workflow in which code does all that code can do. */
const workflow = defineWorkflow({
  ...plain,
  steps: {
    fetch: {
      handler: { version: 3 },
      output: total,
      validators: { totals: {} },
      compensate: { version: 2 },
      actions: {
        resend: { input: z.object({ to: z.string() }) },
        take: { then: 'complete' },
      },
    },
    rows: {
      type: 'map',
      items: [1, 2],
      itemSchema: z.number(),
      output: row,
      validators: { sane: { otherwise: 'warn' } },
      actions: { stop: { then: 'complete' } },
    },
    runs: { type: 'map', items: [], workflow: 'other', output: row },
    pause: { type: 'wait', for: { durationMs: 1 } },
    sign_off: { type: 'approval', compensate: {} },
  },
});
const run = {
  fetch: () => ({ total: 1 }),
  totals: () => ({ passed: true }),
  undo: () => {},
  resend: () => {},
  take: () => ({ total: 0 }),
  row: () => ({ id: 1 }),
  sane: () => ({ passed: true }),
  stop: () => ({ items: 0, completed: 0, failed: 0, results: [] }),
  withdraw: () => {},
};
const handlers: Record<string, StepCode> = {
  fetch: {
    run: run.fetch,
    validators: { totals: run.totals },
    compensate: run.undo,
    actions: { resend: run.resend, take: run.take },
  },
  rows: {
    run: run.row,
    validators: { sane: run.sane },
    actions: { stop: run.stop },
  },
  sign_off: { compensate: run.withdraw },
};

/** The problems for which a workflow is refused. */
function problemsOf(added: Workflow, code: Record<string, StepCode>) {
  const registry = new WorkflowRegistry(mockServices.logger.mock());
  registry.add(added, code);
  return registry.refused.flatMap(({ problems }) => problems);
}

describe('the code of a workflow', () => {
  const registry = new WorkflowRegistry(mockServices.logger.mock());
  registry.add(workflow, handlers);
  const find = (name: string, version = 1) =>
    registry.find(workflow.definition, { name, version });

  it('is offered, and needed, piece by piece', () => {
    const names = [
      'orders/fetch@3',
      'orders/fetch_totals@1',
      'orders/fetch_compensate@2',
      'orders/fetch_resend@1',
      'orders/fetch_take@1',
      'orders/rows@1',
      'orders/rows_sane@1',
      'orders/rows_stop@1',
      'orders/sign_off_compensate@1',
    ];

    expect(registry.refused).toEqual([]);
    expect(registry.offered).toEqual(names);
    expect(handlersNeeded(workflow.definition)).toEqual(names);
  });

  it.each([
    ['fetch', 3, { kind: 'step', run: run.fetch, output: total }],
    ['fetch_totals', 1, { kind: 'validator', run: run.totals }],
    ['fetch_compensate', 2, { kind: 'compensation', run: run.undo }],
    ['fetch_resend', 1, { kind: 'action', run: run.resend }],
    ['fetch_take', 1, { kind: 'action', run: run.take, output: total }],
    [
      'rows',
      1,
      {
        kind: 'step',
        run: run.row,
        output: row,
        item: workflow.itemSchemas.rows,
      },
    ],
    ['rows_sane', 1, { kind: 'validator', run: run.sane }],
    // The shape is that of a row, and the action returns what the fan-out puts out.
    ['rows_stop', 1, { kind: 'action', run: run.stop }],
    ['sign_off_compensate', 1, { kind: 'compensation', run: run.withdraw }],
  ])('is found by name and version: %s@%i', (name, version, expected) => {
    expect(find(name, version)).toEqual(expected);
  });

  it('is not found under another version, or another name', () => {
    expect(find('fetch', 4)).toBeUndefined();
    expect(find('constructor')).toBeUndefined();
    expect(
      registry.find(
        { ...workflow.definition, name: 'other' },
        { name: 'rows', version: 1 },
      ),
    ).toBeUndefined();
  });

  it('is found for the part of a fan-out that runs on its own', () => {
    const { definition } = workflow;
    const chunk: WorkflowDefinition = {
      ...definition,
      steps: definition.steps.filter(({ key }) => key === 'rows'),
      chunkOf: 'rows',
    };

    expect(registry.offered).toEqual(
      expect.arrayContaining(handlersNeeded(chunk)),
    );
    const found = handlerUses(chunk).map(
      ({ handler }) => registry.find(chunk, handler)?.run,
    );
    expect(found).toEqual([run.row, run.sane, run.stop]);
  });
});

describe('code that is missing', () => {
  it.each<[string, Record<string, StepCode>, string, string, string]>([
    ['a step', { fetch: {} }, 'fetch', '/handler', 'it'],
    ['an item', { rows: {} }, 'rows', '/each/handler', 'it'],
    [
      'a validator',
      { fetch: { ...handlers.fetch, validators: {} } },
      'fetch',
      '/validators/0/handler',
      "its validator 'totals'",
    ],
    [
      'the validator of items',
      { rows: { ...handlers.rows, validators: {} } },
      'rows',
      '/each/validators/0/handler',
      "its validator 'sane'",
    ],
    [
      'an action',
      { fetch: { ...handlers.fetch, actions: { take: run.take } } },
      'fetch',
      '/actions/0/handler',
      "its action 'resend'",
    ],
    [
      'a compensation',
      { sign_off: {} },
      'sign_off',
      '/compensate/handler',
      'its compensation',
    ],
    [
      'a compensation that is no function',
      { sign_off: { compensate: 'undo' as any } },
      'sign_off',
      '/compensate/handler',
      'its compensation',
    ],
  ])('is named where it is of %s', (_, changed, step, pointer, whose) => {
    const index = workflow.definition.steps.findIndex(
      ({ key }) => key === step,
    );

    expect(problemsOf(workflow, { ...handlers, ...changed })).toContainEqual({
      step,
      pointer: `/steps/${index}${pointer}`,
      rule: 'handler',
      message: `no handler was given for ${whose}`,
    });
  });

  it('is all named at once', () => {
    const problems = problemsOf(workflow, undefined as any);

    expect(problems).toHaveLength(9);
    expect(new Set(problems.map(({ rule }) => rule))).toEqual(
      new Set(['handler']),
    );
  });

  it('is not taken from what objects inherit', () => {
    const odd = defineWorkflow({
      ...plain,
      steps: { a: { validators: { constructor: {} } } },
    });

    expect(problemsOf(odd, { a: { run: () => {}, validators: {} } })).toEqual([
      expect.objectContaining({
        message: "no handler was given for its validator 'constructor'",
      }),
    ]);
  });
});

describe('code that steps share', () => {
  const shared = { handler: { name: 'shared' } };
  const sharing = defineWorkflow({
    ...plain,
    steps: { a: { ...shared, output: total }, b: { ...shared, output: total } },
  });
  const conflict = {
    step: 'b',
    pointer: '/steps/1/handler',
    rule: 'handler',
    message: 'other code is called shared@1 already',
  };

  it('is the same', () => {
    const both = () => ({ total: 1 });

    expect(problemsOf(sharing, { a: both, b: both })).toEqual([]);
    expect(handlersNeeded(sharing.definition)).toEqual(['orders/shared@1']);
  });

  it('is refused where it is not', () => {
    expect(
      problemsOf(sharing, {
        a: () => ({ total: 1 }),
        b: () => ({ total: 2 }),
      }),
    ).toEqual([conflict]);
  });

  it('is refused where it is to return something else', () => {
    const both = () => ({ total: 1 });
    const { outputSchemas } = sharing;
    const other = {
      ...sharing,
      outputSchemas: { ...outputSchemas, b: z.object({ total: z.number() }) },
    };

    expect(problemsOf(other, { a: both, b: both })).toEqual([conflict]);
  });
});
