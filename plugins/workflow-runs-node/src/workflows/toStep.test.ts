import { z } from 'zod';
import {
  findDefinitionProblems,
  StepDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from './defineWorkflow';
import { StepOptions } from './options';
import { ref } from './ref';
import { exponentialBackoff, failAfter } from './retry';

/** The definition of a step, of a workflow with which nothing is wrong. */
function stepOf(step: StepOptions): StepDefinition {
  const { definition } = defineWorkflow({
    name: 'example',
    version: '1',
    input: z.object({}),
    steps: { a: step, b: { dependsOn: ['a'] }, c: { dependsOn: ['a'] } },
  });

  expect(findDefinitionProblems(definition)).toEqual([]);
  expect(JSON.parse(JSON.stringify(definition))).toStrictEqual(definition);
  return definition.steps[0];
}

const code = (name: string, version = 1) => ({
  handler: { name, version },
  retry: { kind: 'none' },
  timeoutMs: 600_000,
});

describe('a step that runs code', () => {
  it('says what judges and what undoes it, and what it offers', () => {
    expect(
      stepOf({
        join: 'all',
        onFailure: 'hold',
        totalTimeoutMs: 900_000,
        heartbeatMs: 30_000,
        validators: { totals: { otherwise: 'ask', version: 2 }, sane: {} },
        compensate: {
          retry: failAfter(3),
          timeoutMs: 5_000,
          totalTimeoutMs: 60_000,
          heartbeatMs: 1_000,
          version: 4,
        },
        actions: {
          resend: {
            title: 'Send again',
            description: 'To somebody else',
            input: z.object({ to: z.string() }),
            then: 'complete',
            version: 5,
          },
          wake: {},
        },
      }),
    ).toEqual({
      key: 'a',
      type: 'tool',
      dependsOn: [],
      join: 'all',
      onFailure: 'hold',
      ...code('a'),
      totalTimeoutMs: 900_000,
      heartbeatMs: 30_000,
      validators: [
        {
          name: 'totals',
          handler: { name: 'a_totals', version: 2 },
          otherwise: 'ask',
        },
        {
          name: 'sane',
          handler: { name: 'a_sane', version: 1 },
          otherwise: 'fail',
        },
      ],
      compensate: {
        handler: { name: 'a_compensate', version: 4 },
        retry: { kind: 'failAfter', attempts: 3, delayMs: 0 },
        timeoutMs: 5_000,
        totalTimeoutMs: 60_000,
        heartbeatMs: 1_000,
      },
      actions: [
        {
          name: 'resend',
          title: 'Send again',
          description: 'To somebody else',
          inputSchema: {
            type: 'object',
            properties: { to: { type: 'string' } },
            required: ['to'],
          },
          handler: { name: 'a_resend', version: 5 },
          then: 'complete',
        },
        {
          name: 'wake',
          inputSchema: { type: 'object', properties: {} },
          handler: { name: 'a_wake', version: 1 },
          then: 'continue',
        },
      ],
    });
  });

  it('takes no longer for one attempt than for all', () => {
    expect(
      stepOf({ totalTimeoutMs: 60_000, compensate: { totalTimeoutMs: 5 } }),
    ).toMatchObject({ timeoutMs: 60_000, compensate: { timeoutMs: 5 } });
    expect(stepOf({ totalTimeoutMs: 900_000 })).toMatchObject({
      timeoutMs: 600_000,
    });
  });
});

describe('a fan-out', () => {
  it('runs code for ten items at a time', () => {
    expect(stepOf({ type: 'map', items: ref('/input/rows') })).toEqual({
      key: 'a',
      type: 'map',
      dependsOn: [],
      items: { $ref: '/input/rows' },
      each: code('a'),
      concurrency: 10,
    });
  });

  it('runs code as its author says', () => {
    expect(
      stepOf({
        type: 'map',
        items: [1, 2, 3],
        concurrency: 2,
        tolerate: { share: 0.1 },
        handler: { name: 'send', version: 2 },
        retry: failAfter(2),
        timeoutMs: 1_000,
        validators: { sent: { otherwise: 'warn' } },
        itemSchema: z.number(),
        output: z.string(),
      }),
    ).toEqual({
      key: 'a',
      type: 'map',
      dependsOn: [],
      items: [1, 2, 3],
      each: {
        handler: { name: 'send', version: 2 },
        retry: { kind: 'failAfter', attempts: 2, delayMs: 0 },
        timeoutMs: 1_000,
        validators: [
          {
            name: 'sent',
            handler: { name: 'a_sent', version: 1 },
            otherwise: 'warn',
          },
        ],
      },
      concurrency: 2,
      tolerate: { share: 0.1 },
    });
  });

  it('starts runs', () => {
    expect(
      stepOf({
        type: 'map',
        items: ref('/input/rows'),
        workflow: 'other',
        input: { row: ref('/item'), fixed: 1 },
        retry: exponentialBackoff({ attempts: 2 }),
        totalTimeoutMs: 5,
      }),
    ).toMatchObject({
      each: {
        workflow: 'other',
        input: { row: { $ref: '/item' }, fixed: 1 },
        retry: { kind: 'exponentialBackoff', attempts: 2 },
        totalTimeoutMs: 5,
      },
    });
  });
});

it('starts a run', () => {
  expect(stepOf({ type: 'child', workflow: 'other' })).toEqual({
    key: 'a',
    type: 'child',
    dependsOn: [],
    workflow: 'other',
    input: {},
    retry: { kind: 'none' },
  });
  expect(
    stepOf({
      type: 'child',
      workflow: 'other',
      input: { id: ref('/input/id') },
      compensate: {},
    }),
  ).toMatchObject({
    input: { id: { $ref: '/input/id' } },
    compensate: code('a_compensate'),
  });
});

it.each([
  { durationMs: 5_000 },
  { until: ref('/input/at') },
  { until: '2026-01-01T00:00:00Z' },
  { event: 'paid' },
  { event: 'paid', timeout: { afterMs: 5, outcome: 'complete' as const } },
])('waits for %j', wanted => {
  expect(stepOf({ type: 'wait', for: wanted })).toEqual({
    key: 'a',
    type: 'wait',
    dependsOn: [],
    for: wanted,
  });
});

describe('an approval', () => {
  it('asks whoever may decide', () => {
    expect(stepOf({ type: 'approval' })).toEqual({
      key: 'a',
      type: 'approval',
      dependsOn: [],
      approvers: [],
    });
  });

  it('asks as its author says', () => {
    const options = {
      type: 'approval',
      approvers: ['group:default/team'],
      show: { Amount: ref('/input/amount') },
      slaMs: 1_000,
      remindEveryMs: 2_000,
      escalate: { afterMs: 3_000, to: ['user:default/boss'] },
      timeout: { afterMs: 4_000, outcome: 'reject' },
      onReject: { branch: ['b'] },
    } as const;

    expect(stepOf(options)).toEqual({ key: 'a', dependsOn: [], ...options });
  });
});

it('is its author’s no more', () => {
  const escalate = { afterMs: 1, to: ['user:default/boss'] };
  const step = stepOf({ type: 'approval', escalate });
  escalate.to.push('user:default/other');

  expect(step).toMatchObject({ escalate: { to: ['user:default/boss'] } });
});

it('names an action of which the input cannot be described', () => {
  expect(() =>
    stepOf({ actions: { at: { input: z.object({ at: z.date() }) } } }),
  ).toThrow(
    "Action 'at' of step 'a' of workflow 'example': its input has no JSON Schema: Date cannot be represented",
  );
});

it('leaves what is no data for the engine to refuse', () => {
  const { definition } = defineWorkflow({
    name: 'example',
    version: '1',
    input: z.object({}),
    steps: { a: { type: 'map', items: [new Date() as unknown as string] } },
  });

  expect(findDefinitionProblems(definition)).toMatchObject([
    { step: 'a', pointer: '/steps/0/items', rule: 'schema' },
  ]);
});
