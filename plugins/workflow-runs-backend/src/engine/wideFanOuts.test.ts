import { z } from 'zod';
import { Run } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow, ref } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(200_000);

const MIB = 2 ** 20;
/** What each item puts out, in bytes: ten thousand of them are ten megabytes. */
const ITEM_BYTES = 1_000;

const wide = defineWorkflow({
  name: 'wide',
  version: '1',
  input: z.object({ items: z.number().int() }),
  output: {
    completed: ref('/steps/each/output/completed'),
    failed: ref('/steps/each/output/failed'),
    last: ref('/steps/each/output/results/9999/index'),
  },
  steps: {
    list: { output: z.array(z.number()) },
    each: {
      type: 'map',
      dependsOn: ['list'],
      items: ref('/steps/list/output'),
      itemSchema: z.number(),
      concurrency: 100,
      output: z.object({ index: z.number(), text: z.string() }),
    },
    sum: { dependsOn: ['each'] },
  },
});

describeOnDatabases('a fan-out', createDatabase => {
  let engine: TestEngine;
  let atATime: { now: number; most: number };
  let calls: number;
  let isBroken: (index: number) => boolean;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), {
      timing: { pollMs: 100 },
    });
    await engine.add(wide, {
      list: ({ input }) => Array.from({ length: input.items }, (_, i) => i),
      each: async ({ item }) => {
        calls += 1;
        atATime.now += 1;
        atATime.most = Math.max(atATime.most, atATime.now);
        await Promise.resolve();
        atATime.now -= 1;
        if (isBroken(item.value)) throw new Error(`not ${item.value}`);
        return { index: item.index, text: 'x'.repeat(ITEM_BYTES) };
      },
      sum: ({ outputs }) =>
        outputs.each!.results.reduce(
          (sum, result) => sum + (result?.index ?? 0),
          0,
        ),
    });
    await engine.engine.start();
  });
  beforeEach(() => {
    atATime = { now: 0, most: 0 };
    calls = 0;
    isBroken = () => false;
  });
  afterAll(() => engine.stop());

  /** Waits for the end of a run, and watches how much memory that takes. */
  async function finish(runId: string, ...statuses: Run['status'][]) {
    const before = process.memoryUsage().heapUsed;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().heapUsed);
    }, 50);
    try {
      const deadline = Date.now() + 150_000;
      for (;;) {
        const { status } = await engine
          .knex('runs')
          .where({ id: runId })
          .first('status');
        if (statuses.includes(status)) break;
        if (Date.now() > deadline) throw new Error(`The run is ${status}`);
        await new Promise(resolve => {
          setTimeout(resolve, 100);
        });
      }
    } finally {
      clearInterval(watch);
    }
    return { grownBy: most - before };
  }
  const outputOf = async (runId: string, step: string | null) =>
    (await engine.details.payloads(runId, step ?? undefined)).find(
      ({ stepKey, itemIndex, direction }) =>
        stepKey === step && itemIndex === -1 && direction === 'output',
    )!;

  it('over 10,000 items comes to an end, within memory, and with no more at a time than it says', async () => {
    const runId = await engine.launch('wide', { input: { items: 10_000 } });
    const { grownBy } = await finish(runId, 'completed', 'failed');

    expect(calls).toBe(10_000);
    expect(atATime.most).toBeLessThanOrEqual(100);
    expect((await outputOf(runId, null)).value).toEqual({
      completed: 10_000,
      failed: 0,
      last: 9_999,
    });
    expect((await outputOf(runId, 'sum')).value).toBe((9_999 * 10_000) / 2);
    const each = await outputOf(runId, 'each');
    expect(each.truncated).toBe(true);
    expect(each.bytes).toBeGreaterThan(10_000 * ITEM_BYTES);
    // Twenty times what the items put out, collected or not.
    expect(grownBy).toBeLessThan(200 * MIB);
  });

  it('over more than that is cut into runs, of which those are done again that did not succeed', async () => {
    isBroken = index => index === 10_000;
    const runId = await engine.launch('wide', { input: { items: 10_001 } });
    await finish(runId, 'completed', 'failed');
    expect(await engine.runs.get(runId, 'all')).toMatchObject({
      status: 'failed',
      error: {
        stepKey: 'each',
        code: 'ITEMS_FAILED',
        message: '1 of 10001 items failed, and 0 may',
      },
    });
    expect(calls).toBe(10_001);

    calls = 0;
    isBroken = () => false;
    await engine.act(runId, { action: 'retry' });
    await finish(runId, 'completed');
    expect(calls).toBe(1);
    const parts = await engine
      .knex('runs')
      .where({ parent_run_id: runId })
      .orderBy(['parent_item_index', 'queued_at']);
    expect(parts.map(part => part.parent_item_index)).toEqual([0, 1, 1]);
    expect((await outputOf(runId, null)).value).toEqual({
      completed: 10_001,
      failed: 0,
      last: 9_999,
    });
    // Items know their place in the whole list, whichever run they are done in.
    expect((await outputOf(runId, 'sum')).value).toBe((10_000 * 10_001) / 2);

    const [part] = parts;
    const record = await engine.runs.get(part.id, 'all');
    const workflow = await engine.workflows.get(
      { engine: 'embedded', name: 'wide' },
      'all',
    );
    const caller = { ref: 'user:default/tester' };
    await expect(
      engine.service.rerun(record!, workflow!, {}, caller, undefined),
    ).rejects.toThrow(
      `The run is a part of a fan-out: repeat the run ${runId}`,
    );
    // Definitions of parts have the same version as the whole.
    const again = await engine.service.clone(
      (await engine.runs.get(runId, 'all'))!,
      workflow!,
      { version: '1', input: { items: 1 } },
      caller,
      undefined,
    );
    await finish(again.result.runId, 'completed');
    expect((await outputOf(again.result.runId, 'sum')).value).toBe(0);
  });
});
