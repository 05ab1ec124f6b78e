import { z } from 'zod';
import { defineWorkflow, ref } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const fansOut = defineWorkflow({
  name: 'fans_out',
  version: '1',
  input: z.object({ count: z.number(), size: z.number() }),
  output: { sent: ref('/steps/each/output/completed'), by: 'fans_out' },
  steps: {
    list: { output: z.array(z.number()) },
    each: {
      type: 'map',
      dependsOn: ['list'],
      items: ref('/steps/list/output'),
      itemSchema: z.number(),
      concurrency: 50,
    },
  },
});
const plain = defineWorkflow({
  name: 'plain',
  version: '1',
  input: z.object({}),
  steps: { a: {}, b: { dependsOn: ['a'] }, c: { dependsOn: ['a'] } },
});

describeOnDatabases('what a run has put out', createDatabase => {
  let engine: TestEngine;
  let isBroken = false;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), {
      timing: { pollMs: 50 },
    });
    await engine.add(fansOut, {
      list: ({ input }) => Array.from({ length: input.count }, (_, i) => i),
      each: ({ item, input }) => ({
        id: item.value,
        password: 'x',
        text: 'y'.repeat(input.size),
      }),
    });
    await engine.add(plain, {
      a: () => 'a',
      b: () => ({ token: 'abc', rows: 1 }),
      c: () => {
        if (isBroken) throw new Error('no');
        return 'c';
      },
    });
    await engine.engine.start();
  });
  afterAll(() => engine.stop());

  const outputs = async (runId: string, step: string | null) =>
    (await engine.details.payloads(runId)).filter(
      ({ stepKey, itemIndex, direction }) =>
        stepKey === step && itemIndex === -1 && direction === 'output',
    );

  it('is shown, redacted: that of its last steps, where nothing else is said', async () => {
    isBroken = false;
    const runId = await engine.launch('plain');
    await engine.until(runId, 'completed');
    expect(await outputs(runId, null)).toMatchObject([
      {
        generation: 0,
        value: { b: { token: '[redacted:token]', rows: 1 }, c: 'c' },
        truncated: false,
      },
    ]);
  });

  it('is shown of each passage that has completed', async () => {
    isBroken = true;
    const runId = await engine.launch('plain');
    await engine.until(runId, 'failed');
    expect(await outputs(runId, null)).toEqual([]);
    isBroken = false;
    await engine.act(runId, { action: 'retry' });
    await engine.until(runId, 'completed');
    expect(await outputs(runId, null)).toMatchObject([
      { generation: 1, value: { c: 'c' } },
    ]);
  });

  it('is shown of a fan-out as a whole, and of the run as its definition says', async () => {
    const runId = await engine.launch('fans_out', {
      input: { count: 3, size: 1 },
    });
    await engine.until(runId, 'completed');
    const password = '[redacted:password]';
    expect(await outputs(runId, 'each')).toMatchObject([
      {
        value: {
          items: 3,
          completed: 3,
          failed: 0,
          results: [0, 1, 2].map(id => ({ id, password, text: 'y' })),
        },
        truncated: false,
      },
    ]);
    expect(await outputs(runId, null)).toMatchObject([
      { value: { sent: 3, by: 'fans_out' } },
    ]);
  });

  it('is cut where it is large, and tells how large it is', async () => {
    const runId = await engine.launch('fans_out', {
      input: { count: 40, size: 10_000 },
    });
    await engine.until(runId, 'completed');
    const [shown] = await outputs(runId, 'each');
    expect(shown.truncated).toBe(true);
    expect(shown.bytes).toBeGreaterThan(400_000);
    expect(shown.bytes).toBeLessThan(410_000);
    expect(String(shown.value)).toHaveLength(64 * 1_024);
    expect(shown.value).toMatch(/^{"items":40,"completed":40,"failed":0,"res/);
  });
});
