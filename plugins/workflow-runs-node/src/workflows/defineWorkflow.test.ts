import { z } from 'zod';
import {
  findDefinitionProblems,
  Json,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from './defineWorkflow';
import { WorkflowsExtensionPoint } from './extensionPoint';
import { failAfter } from './retry';

const plain = { name: 'plain', version: '1', input: z.object({}) };

describe('the definition', () => {
  it('has sensible defaults for all that is left out', () => {
    const { definition, outputSchemas } = defineWorkflow({
      ...plain,
      steps: { fetch: {} },
    });

    expect(definition).toEqual({
      schemaVersion: 1,
      name: 'plain',
      version: '1',
      inputSchema: { type: 'object', properties: {} },
      steps: [
        {
          key: 'fetch',
          type: 'tool',
          handler: { name: 'fetch', version: 1 },
          dependsOn: [],
          retry: { kind: 'none' },
          timeoutMs: 600_000,
        },
      ],
    });
    expect(outputSchemas).toEqual({});
    expect(findDefinitionProblems(definition)).toEqual([]);
  });

  it('holds all that an author says', () => {
    const output = z.object({ rows: z.number() });
    const { definition, outputSchemas } = defineWorkflow({
      name: 'sync',
      version: '2.1',
      title: 'Sync',
      description: 'Brings over what is new',
      input: z.object({}),
      steps: {
        read: { output },
        write: {
          title: 'Write',
          description: 'Upserts',
          type: 'io',
          dependsOn: ['read'],
          when: { gt: [{ $ref: '/steps/read/output/rows' }, 0] },
          retry: failAfter(3, { delayMs: 10 }),
          timeoutMs: 5_000,
          handler: { name: 'upsert', version: 4 },
        },
      },
    });

    expect(definition).toMatchObject({
      name: 'sync',
      version: '2.1',
      title: 'Sync',
      description: 'Brings over what is new',
    });
    expect(definition.steps[1]).toEqual({
      key: 'write',
      title: 'Write',
      description: 'Upserts',
      type: 'io',
      dependsOn: ['read'],
      when: { gt: [{ $ref: '/steps/read/output/rows' }, 0] },
      retry: { kind: 'failAfter', attempts: 3, delayMs: 10 },
      timeoutMs: 5_000,
      handler: { name: 'upsert', version: 4 },
    });
    expect(outputSchemas).toEqual({ read: output });
    expect(findDefinitionProblems(definition)).toEqual([]);
  });

  it('says what is expected of its runs', () => {
    const slo = { successRate: 0.99, p95Duration: '10m', window: '28d' };
    const { definition } = defineWorkflow({
      ...plain,
      steps: { fetch: {} },
      slo,
    });

    expect(definition.slo).toEqual(slo);
    expect(findDefinitionProblems(definition)).toEqual([]);
  });

  it('keeps the order of the steps', () => {
    const { definition } = defineWorkflow({
      ...plain,
      steps: { zebra: {}, ant: {}, mole: { dependsOn: ['ant'] } },
    });

    expect(definition.steps.map(({ key }) => key)).toEqual([
      'zebra',
      'ant',
      'mole',
    ]);
  });

  it('is data: storing it changes nothing', () => {
    const { definition } = defineWorkflow({
      ...plain,
      input: z.object({ n: z.number().optional() }),
      steps: { a: { title: undefined }, b: { dependsOn: ['a'] } },
    });

    expect(JSON.parse(JSON.stringify(definition))).toStrictEqual(definition);
  });

  it('is not judged here: a bad graph is for the engine to refuse', () => {
    const { definition } = defineWorkflow({
      ...plain,
      steps: { a: { dependsOn: ['nowhere'] } },
    });

    expect(findDefinitionProblems(definition)).toEqual([
      expect.objectContaining({ step: 'a', rule: 'known-dependency' }),
    ]);
  });
});

describe('the schema of the input', () => {
  const schemaOf = (input: z.ZodObject) =>
    defineWorkflow({ ...plain, input, steps: { a: {} } }).definition
      .inputSchema;

  it('says what is required, what has a default, and what people read', () => {
    expect(
      schemaOf(
        z.object({
          url: z.url().describe('Where to read'),
          pages: z.number().int().min(1).max(50).default(5),
          mode: z.enum(['full', 'delta']),
          note: z.string().optional(),
          tags: z.array(z.string()).default([]),
        }),
      ),
    ).toEqual({
      type: 'object',
      required: ['url', 'mode'],
      properties: {
        url: { type: 'string', format: 'uri', description: 'Where to read' },
        pages: { type: 'integer', minimum: 1, maximum: 50, default: 5 },
        mode: { type: 'string', enum: ['full', 'delta'] },
        note: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' }, default: [] },
      },
    });
  });

  it('refuses unknown fields where the author says so', () => {
    expect(schemaOf(z.strictObject({ a: z.string() }))).toMatchObject({
      additionalProperties: false,
    });
  });

  it.each<[string, z.ZodObject]>([
    ['nested objects', z.object({ a: z.object({ b: z.number().default(1) }) })],
    ['a coerced number', z.object({ a: z.coerce.number() })],
    ['a fallback', z.object({ a: z.string().catch('x') })],
    ['records', z.object({ a: z.record(z.string(), z.number()) })],
    ['fields called like keywords', z.object({ required: z.string() })],
  ])('may have %s', (_, input) => {
    expect(schemaOf(input)).toMatchObject({ type: 'object' });
  });

  it.each<[string, z.ZodObject, string]>([
    ['a date', z.object({ a: z.date() }), 'Date cannot be represented'],
    [
      'a transform',
      z.object({ a: z.string().transform(Number) }),
      'Transforms cannot be represented',
    ],
    ['a codec', z.object({ a: z.stringbool() }), 'is not what is sent'],
    [
      'a pipe that narrows',
      z.object({ a: z.string().pipe(z.string().min(2)) }),
      'is not what is sent',
    ],
  ])('may not have %s, and the workflow is named', (_, input, message) => {
    expect(() => schemaOf(input)).toThrow(message);
    expect(() => schemaOf(input)).toThrow("Workflow 'plain'");
  });
});

describe('types', () => {
  const workflow = defineWorkflow({
    ...plain,
    input: z.object({ url: z.string(), pages: z.number().default(1) }),
    steps: {
      read: { output: z.object({ rows: z.array(z.string()) }) },
      write: { dependsOn: ['read'] },
    },
  });
  const added: string[][] = [];
  const workflows: WorkflowsExtensionPoint = {
    add: (_, handlers) => added.push(Object.keys(handlers)),
  };

  it('give handlers the input with defaults filled in, and outputs that may be missing', () => {
    workflows.add(workflow, {
      read: ({ input }) => {
        const pages: number = input.pages;
        // @ts-expect-error there is no such input
        void input.nothing;
        return { rows: [input.url.repeat(pages)] };
      },
      write: async ({ outputs }) => {
        const rows: string[] | undefined = outputs.read?.rows;
        const anything: Json | void = outputs.write;
        // @ts-expect-error the step may have been skipped
        void outputs.read.rows;
        // @ts-expect-error there is no such step
        void outputs.nothing;
        void [rows, anything];
      },
    });

    expect(added.pop()).toEqual(['read', 'write']);
  });

  it('hold handlers to the outputs that were declared', () => {
    workflows.add(workflow, {
      // @ts-expect-error rows are missing
      read: () => ({ row: [] }),
      write: () => 'anything that is JSON',
    });
    workflows.add(workflow, {
      // @ts-expect-error a step that declares an output has to return it
      read: () => {},
      // @ts-expect-error a function is not JSON
      write: () => () => {},
    });

    expect(added.splice(0)).toHaveLength(2);
  });

  it('want a handler for each step, and none besides', () => {
    // @ts-expect-error write has none
    workflows.add(workflow, { read: () => ({ rows: [] }) });
    workflows.add(workflow, {
      read: () => ({ rows: [] }),
      write: () => {},
      // @ts-expect-error there is no such step
      burn: () => {},
    });

    expect(added.splice(0)).toHaveLength(2);
  });

  it('want steps of which the options make sense', () => {
    const { definition } = defineWorkflow({
      ...plain,
      steps: {
        // @ts-expect-error there is no such policy
        a: { retry: { kind: 'hope' } },
        // @ts-expect-error conditions are data
        b: { when: () => true },
        // @ts-expect-error there is no such type of work
        c: { type: 'magic' },
      },
    });

    expect(findDefinitionProblems(definition)).toHaveLength(3);
  });
});
