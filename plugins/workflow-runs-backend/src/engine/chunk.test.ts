import {
  findDefinitionProblems,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { buildGraph } from 'backstage-plugin-workflow-runs-common/machine';
import { chunkDefinition } from './chunk';

const retry = { kind: 'none' } as const;
const handler = { name: 'each', version: 3 };
const load = {
  key: 'load',
  type: 'tool' as const,
  handler: { name: 'load', version: 1 },
  dependsOn: [] as string[],
  retry,
  timeoutMs: 1_000,
};

function whole(
  each: object,
  options: Partial<WorkflowDefinition> = {},
): WorkflowDefinition {
  return {
    schemaVersion: 1,
    name: 'mailing',
    version: '7',
    title: 'Mailing',
    inputSchema: { type: 'object', required: ['to'] },
    concurrency: 9,
    onFailure: 'compensate',
    ...options,
    steps: [
      load,
      {
        key: 'send',
        title: 'Send',
        type: 'map',
        dependsOn: ['load'],
        items: { $ref: '/steps/load/output/people' },
        each,
        concurrency: 5,
        tolerate: { failures: 3 },
        onFailure: 'hold',
        compensate: { handler, retry, timeoutMs: 1_000 },
        when: { eq: [{ $ref: '/input/really' }, true] },
      } as WorkflowDefinition['steps'][number],
      { ...load, key: 'after', dependsOn: ['send'] },
    ],
  };
}
const code = { handler, retry, timeoutMs: 1_000 };
/** Only an engine makes such definitions; people may not. */
const problemsOf = (definition: WorkflowDefinition) =>
  findDefinitionProblems(definition).filter(({ rule }) => rule !== 'chunk');
const chunkOf = (definition: WorkflowDefinition) =>
  chunkDefinition(buildGraph(definition), 'send');

describe('the definition of a part of a fan-out', () => {
  it('is a workflow by itself', () => {
    const chunk = chunkOf(whole(code));
    expect(problemsOf(chunk)).toEqual([]);
    expect(chunk).toMatchObject({
      name: 'mailing',
      version: '7',
      title: 'Mailing',
      chunkOf: 'send',
      concurrency: 9,
    });
  });

  it('has the step alone, over the items that it is given, with the same code', () => {
    const { steps } = chunkOf(whole(code));
    expect(steps).toEqual([
      {
        key: 'send',
        title: 'Send',
        type: 'map',
        dependsOn: [],
        items: { $ref: '/input/items' },
        each: code,
        concurrency: 5,
        tolerate: { share: 1 },
      },
    ]);
  });

  it('leaves to the whole what follows from failures, what is rolled back and whether it is done at all', () => {
    const { onFailure, steps } = chunkOf(whole(code));
    expect(onFailure).toBeUndefined();
    for (const field of ['onFailure', 'compensate', 'when']) {
      expect(steps[0]).not.toHaveProperty(field);
    }
  });

  it('puts out what the whole is made of', () => {
    expect(chunkOf(whole(code)).output).toEqual({
      items: { $ref: '/steps/send/output/items' },
      completed: { $ref: '/steps/send/output/completed' },
      failed: { $ref: '/steps/send/output/failed' },
      results: { $ref: '/steps/send/output/results' },
    });
  });

  it('reads in its input what items read of the whole run', () => {
    const each = {
      workflow: 'send_one',
      input: {
        person: { $ref: '/item/name' },
        from: { $ref: '/input/from' },
        all: { $ref: '/input' },
        loaded: { $ref: '/steps/load/output/at' },
        output: { $ref: '/steps/load/output' },
        fixed: 'https://example.org/input/steps',
      },
      retry,
    };
    const [step] = chunkOf(whole(each)).steps;
    expect(step).toMatchObject({
      each: {
        workflow: 'send_one',
        input: {
          person: { $ref: '/item/name' },
          from: { $ref: '/input/input/from' },
          all: { $ref: '/input/input' },
          loaded: { $ref: '/input/outputs/load/at' },
          output: { $ref: '/input/outputs/load' },
          fixed: 'https://example.org/input/steps',
        },
      },
    });
    expect(problemsOf(chunkOf(whole(each)))).toEqual([]);
  });

  it('is not there of a step that is no fan-out', () => {
    expect(() => chunkDefinition(buildGraph(whole(code)), 'load')).toThrow(
      "Step 'load' is no fan-out",
    );
  });
});
