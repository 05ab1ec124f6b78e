import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const input = z.object({});
const timed = defineWorkflow({
  name: 'timed',
  version: '1',
  input,
  sla: { targetMs: 60_000 },
  steps: { kept: {}, flaky: { dependsOn: ['kept'] } },
});
const held = defineWorkflow({
  name: 'held',
  version: '1',
  input,
  onFailure: 'hold',
  steps: { flaky: {} },
});
const undone = defineWorkflow({
  name: 'undone',
  version: '1',
  input,
  onFailure: 'compensate',
  steps: {
    book: { compensate: {} },
    note: { dependsOn: ['book'] },
    pay: { dependsOn: ['note'] },
  },
});

/** How long something has taken, by what is said of when it began and ended. */
const tookMs = (of: { startedAt: string | null; completedAt: string | null }) =>
  Date.parse(of.completedAt!) - Date.parse(of.startedAt!);

describeOnDatabases('times and progress', createDatabase => {
  let engine: TestEngine;
  let isBroken = true;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), {
      timing: { pollMs: 50, abortGraceMs: 100 },
    });
    const flaky = async () => {
      await sleep(30);
      if (isBroken) throw new Error('not yet');
    };
    await engine.add(timed, { kept: () => {}, flaky });
    await engine.add(held, { flaky });
    await engine.add(undone, {
      book: { run: () => {}, compensate: () => {} },
      note: () => {},
      pay: () => {
        throw new Error('no money');
      },
    });
    await engine.engine.start();
  });
  beforeEach(() => {
    isBroken = true;
  });
  afterAll(() => engine.stop());

  const stepOf = async (runId: string, key: string) =>
    (await engine.details.stepsOf(new Map([[runId, [key]]]))).get(runId)![0];

  it('of a run that is opened again are those of its latest passage; its target stays where it was', async () => {
    const runId = await engine.launch('timed');
    const before = await engine.until(runId, 'failed');
    expect(before.durationMs).toBe(tookMs(before));
    expect(before.sla!.status).toBe('met');

    await sleep(200);
    isBroken = false;
    await engine.act(runId, { action: 'retry' });
    const after = await engine.until(runId, 'completed');
    expect(Date.parse(after.startedAt!)).toBeGreaterThan(
      Date.parse(before.completedAt!),
    );
    expect(after.durationMs).toBe(tookMs(after));
    expect(after.sla).toEqual(before.sla);
    const flaky = await stepOf(runId, 'flaky');
    expect(flaky.durationMs).toBe(tookMs(flaky));
    expect(flaky.startedAt! >= after.startedAt!).toBe(true);
    // What was kept was done then.
    const kept = await stepOf(runId, 'kept');
    expect(kept.completedAt! <= before.completedAt!).toBe(true);
    const states = await engine.details.states(runId);
    expect(states.find(({ status }) => status === 'running')!.enteredAt).toBe(
      before.startedAt,
    );
  });

  it('of a step that an operator has tried again begin anew', async () => {
    const runId = await engine.launch('held');
    await engine.until(runId, 'paused');
    const before = await stepOf(runId, 'flaky');
    expect(before.durationMs).toBe(tookMs(before));

    await sleep(100);
    isBroken = false;
    await engine.act(runId, { action: 'retry' });
    const run = await engine.until(runId, 'completed');
    const after = await stepOf(runId, 'flaky');
    expect(after.startedAt! > before.completedAt!).toBe(true);
    expect(after.durationMs).toBe(tookMs(after));
    // The run has been in the same passage all the time.
    expect(run.durationMs).toBe(tookMs(run));
    expect(run.durationMs).toBeGreaterThan(
      before.durationMs! + after.durationMs!,
    );
  });

  it('of a step that an operator skips tell until when it was under way', async () => {
    const runId = await engine.launch('held');
    await engine.until(runId, 'paused');
    const before = await stepOf(runId, 'flaky');
    await sleep(50);
    await engine.act(runId, {
      action: 'force',
      reason: 'not needed',
      details: { step: 'flaky', to: 'skip' },
    });
    await engine.until(runId, 'completed');
    const after = await stepOf(runId, 'flaky');
    expect(after.completedAt! > before.completedAt!).toBe(true);
    expect(after.durationMs).toBe(tookMs(after));
  });

  it('what is undone is not done any more', async () => {
    const runId = await engine.launch('undone');
    const { progress } = await engine.until(runId, 'failed');
    // `note` has nothing to undo; `book` was done, and undone.
    expect(progress).toEqual({
      completedSteps: 1,
      totalSteps: 3,
      percentage: 33,
    });
    expect((await stepOf(runId, 'book')).status).toBe('compensated');
  });

  it('a target is on track before the run has started', async () => {
    await engine.stop();
    const runId = await engine.launch('timed');
    const queued = await engine.runs.get(runId, 'all');
    expect(queued!.sla).toEqual({
      status: 'on_track',
      targetMs: 60_000,
      dueAt: null,
    });
  });
});
