import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  ref,
} from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const uses = defineWorkflow({
  name: 'uses',
  version: '1',
  input: z.object({}),
  steps: { first: { retry: failAfter(3), timeoutMs: 50 } },
});
const fansOut = defineWorkflow({
  name: 'fans_out',
  version: '1',
  input: z.object({ list: z.array(z.number()) }),
  steps: {
    each: {
      type: 'map',
      items: ref('/input/list'),
      itemSchema: z.number(),
      tolerate: { failures: 1 },
    },
  },
});
const undoes = defineWorkflow({
  name: 'undoes',
  version: '1',
  input: z.object({}),
  onFailure: 'compensate',
  steps: {
    book: { compensate: {} },
    pay: { dependsOn: ['book'] },
  },
});
const stays = defineWorkflow({
  name: 'stays',
  version: '1',
  input: z.object({}),
  steps: { on: {} },
});

describeOnDatabases('what attempts use', createDatabase => {
  let engine: TestEngine;
  let isBroken = true;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), {
      timing: { pollMs: 50, abortGraceMs: 100, stopGraceMs: 200 },
    });
    await engine.add(uses, {
      first: async ({ attempt, usage, signal }) => {
        usage({ tokens: 10 ** (attempt - 1), computeMs: 5 });
        if (attempt === 1) throw new Error('not yet');
        if (attempt === 2) await sleep(60_000, undefined, { signal });
        if (isBroken) throw new Error('not at all');
      },
    });
    await engine.add(fansOut, {
      each: ({ item, usage }) => {
        usage({ tokens: item.value });
        if (item.value === 3) throw new Error('three');
      },
    });
    await engine.add(undoes, {
      book: {
        run: ({ usage }) => usage({ tokens: 1 }),
        compensate: ({ usage }) => usage({ tokens: 20 }),
      },
      pay: ({ usage }) => {
        usage({ tokens: 300 });
        throw new Error('no money');
      },
    });
    await engine.add(stays, {
      on: async ({ usage, signal }) => {
        usage({ tokens: 8 });
        await sleep(60_000, undefined, { signal });
      },
    });
    await engine.engine.start();
  });
  afterAll(() => engine.stop());

  const tokensOf = async (runId: string) => {
    const run = await engine.runs.get(runId, 'all');
    const { items: steps } = await engine.details.steps(runId, { limit: 99 });
    const { items } = await engine.details.attempts(runId, { limit: 99 });
    return {
      run: run!.diagnostics.resourceUsage.tokens,
      steps: steps.map(({ resourceUsage }) => resourceUsage.tokens),
      attempts: items.map(({ resourceUsage }) => resourceUsage.tokens),
    };
  };

  it('counts for the step and the run, whatever became of them, and goes on counting when the run is opened again', async () => {
    const runId = await engine.launch('uses');
    const failed = await engine.until(runId, 'failed');
    expect(await tokensOf(runId)).toEqual({
      run: 111,
      steps: [111],
      attempts: [1, 10, 100],
    });
    expect(failed.diagnostics.resourceUsage.computeMs).toBe(15);

    isBroken = false;
    await engine.act(runId, { action: 'retry' });
    await engine.until(runId, 'completed');
    const { attempts, ...sums } = await tokensOf(runId);
    // The step is that of this passage; the run is all of it.
    expect(sums).toEqual({ run: 222, steps: [111] });
    expect(attempts).toEqual([1, 10, 100, 1, 10, 100]);
  });

  it('counts for the fan-out of an item', async () => {
    const runId = await engine.launch('fans_out', {
      input: { list: [1, 2, 3] },
    });
    await engine.until(runId, 'completed');
    const { run, steps } = await tokensOf(runId);
    expect([run, steps]).toEqual([6, [6, 1, 2, 3]]);
  });

  it('counts where it is for a rollback, and stays with what is rolled back', async () => {
    const runId = await engine.launch('undoes');
    await engine.until(runId, 'failed');
    const { run, steps } = await tokensOf(runId);
    expect(run).toBe(321);
    expect(steps.sort()).toEqual([1, 20, 300]);
  });

  it('counts where the run is canceled', async () => {
    const runId = await engine.launch('stays');
    await engine.until(runId, 'running');
    await sleep(100);
    await engine.cancel(runId);
    await engine.until(runId, 'canceled');
    expect(await tokensOf(runId)).toEqual({
      run: 8,
      steps: [8],
      attempts: [8],
    });
  });
});
