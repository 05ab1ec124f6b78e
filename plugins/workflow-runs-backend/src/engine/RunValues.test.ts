import {
  Json,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { buildGraph } from 'backstage-plugin-workflow-runs-common/machine';
import { chunkDefinition } from './chunk';
import { RunValues } from './RunValues';

const retry = { kind: 'none' } as const;
const code = (key: string) => ({
  handler: { name: key, version: 1 },
  retry,
  timeoutMs: 1_000,
});
const work = (key: string, dependsOn: string[] = []) =>
  ({ key, type: 'tool', dependsOn, ...code(key) } as const);

const definition: WorkflowDefinition = {
  schemaVersion: 1,
  name: 'mailing',
  version: '1',
  inputSchema: { type: 'object' },
  steps: [
    work('load'),
    {
      key: 'send',
      type: 'map',
      dependsOn: ['load'],
      items: { $ref: '/steps/load/output/people' },
      each: code('send'),
      concurrency: 2,
    },
    work('report', ['send']),
    work('constructor', ['load']),
  ],
};
const input = { from: 'us' };
const people = ['Ada', 'Bo', 'Cy'];

function valuesOf(
  outputs: Record<string, Json>,
  options: Partial<WorkflowDefinition> = {},
) {
  const graph = buildGraph({ ...definition, ...options });
  return new RunValues(graph, input, Object.entries(outputs));
}

describe('the values of a run', () => {
  it('are the outputs of its steps', () => {
    const values = valuesOf({ load: { people }, report: null });
    expect(values.outputOfStep('load')).toEqual({ people });
    expect(values.outputOfStep('report')).toBeNull();
    expect(values.outputOfStep('constructor')).toBeUndefined();
    expect(values.outputOfStep('toString')).toBeUndefined();
  });

  it('are of a fan-out the results of its items, in their order, null for those that failed', () => {
    const values = valuesOf({
      load: { people },
      'send#2': 'sent to Cy',
      'send#0': 'sent to Ada',
    });
    expect(values.itemsOf('send')).toEqual(people);
    expect(values.outputOfStep('send')).toEqual({
      items: 3,
      completed: 2,
      failed: 1,
      results: ['sent to Ada', null, 'sent to Cy'],
    });
  });

  it('are of a fan-out what an operator has said, where one has', () => {
    const values = valuesOf({ load: { people }, send: 'by hand' });
    expect(values.outputOfStep('send')).toBe('by hand');
  });

  it.each([[{}], [{ people: 'Ada' }], [null]])(
    'are none of a fan-out that has no list, but %j',
    loaded => {
      const values = valuesOf({ load: loaded as Json });
      expect(values.itemsOf('send')).toEqual([]);
      expect(values.outputOfStep('send')).toEqual({
        items: 0,
        completed: 0,
        failed: 0,
        results: [],
      });
    },
  );

  it('are kept as they come, and forgotten where they are to come anew', () => {
    const values = valuesOf({ load: { people }, 'send#0': 'once' });
    values.keep('send#1', 'late');
    expect(values.outputOf('send#1')).toBe('late');
    expect(values.itemsOf('send')).toHaveLength(3);

    values.forget(['load', 'send', 'send#1']);
    expect(values.outputOf('send#1')).toBeUndefined();
    expect(values.outputOf('send#0')).toBe('once');
    values.keep('load', { people: ['Di'] });
    // The list is another one now.
    expect(values.itemsOf('send')).toEqual(['Di']);
  });

  it('are put out by the run as its definition says; else those of its last steps', () => {
    const outputs = { load: { people: ['Ada'] }, 'send#0': 1, report: 'done' };
    expect(valuesOf(outputs).runOutput()).toEqual({
      report: 'done',
      constructor: null,
    });
    const output = {
      sent: { $ref: '/steps/send/output/completed' },
      from: { $ref: '/input/from' },
      missing: { $ref: '/steps/report/output/nothing' },
      fixed: 7,
    };
    expect(valuesOf(outputs, { output }).runOutput()).toEqual({
      sent: 1,
      from: 'us',
      missing: null,
      fixed: 7,
    });
  });
});

describe('what handlers read of other steps', () => {
  const outputs = { load: { people }, report: 'not yet', 'send#0': 1 };
  const isCompleted = (step: string) => ['load', 'send'].includes(step);
  const read = () => valuesOf(outputs).outputsOfHandlers(isCompleted);

  it('is that of steps that have completed, and nothing else', () => {
    const seen = read();
    expect(Object.keys(seen)).toEqual(['load', 'send']);
    expect({ ...seen }).toEqual({
      load: { people },
      send: { items: 3, completed: 1, failed: 2, results: [1, null, null] },
    });
    expect('load' in seen).toBe(true);
    expect('report' in seen).toBe(false);
    expect(seen.report).toBeUndefined();
    expect(seen.constructor).toBeUndefined();
  });

  it('is a copy, the same one whenever it is read', () => {
    const values = valuesOf(outputs);
    const seen = values.outputsOfHandlers(isCompleted) as any;
    seen.load.people.push('Eve');
    expect(seen.load.people).toHaveLength(4);
    expect(values.outputOfStep('load')).toEqual({ people });
    expect((values.outputsOfHandlers(isCompleted) as any).load.people).toEqual(
      people,
    );
  });

  it('cannot be written', () => {
    const seen = read() as Record<string, unknown>;
    expect(() => {
      seen.load = 'mine';
    }).toThrow(TypeError);
  });
});

describe('the values of a part of a fan-out', () => {
  const graph = buildGraph(definition);
  const whole = new RunValues(graph, input, [
    ['load', { people }],
    ['report', 'later'],
  ]);
  const given = whole.chunkInput('send', { from: 1, to: 3 });
  const part = new RunValues(
    buildGraph(chunkDefinition(graph, 'send')),
    given,
    [['send#1', 'sent to Cy']],
  );

  it('are a part of the list, and what its items may read', () => {
    expect(given).toEqual({
      items: ['Bo', 'Cy'],
      offset: 1,
      input,
      outputs: { load: { people } },
    });
  });

  it('look to handlers like those of the whole', () => {
    expect(part.inputOfHandlers).toEqual(input);
    expect(part.offset).toBe(1);
    expect(part.itemsOf('send')).toEqual(['Bo', 'Cy']);
    expect({ ...part.outputsOfHandlers(() => false) }).toEqual({
      load: { people },
    });
  });

  it('are put out as the whole is made of them', () => {
    expect(part.runOutput()).toEqual({
      items: 2,
      completed: 1,
      failed: 1,
      results: [null, 'sent to Cy'],
    });
  });

  it('come together, in the order of the list, nulls for a part that failed', () => {
    const count = 25_000;
    const numbers = Array.from({ length: count }, (_, i) => i);
    const partOf = (from: number, to: number) => ({
      items: to - from,
      completed: to - from,
      failed: 0,
      results: numbers.slice(from, to),
    });
    const values = new RunValues(graph, input, [
      ['load', { people: numbers }],
      ['send#0', partOf(0, 10_000)],
      ['send#2', partOf(20_000, 25_000)],
    ]);
    const output = values.outputOfStep('send') as {
      completed: number;
      failed: number;
      results: (number | null)[];
    };
    expect([output.completed, output.failed]).toEqual([15_000, 10_000]);
    expect(output.results).toEqual(
      numbers.map(n => (n >= 10_000 && n < 20_000 ? null : n)),
    );
  });
});
