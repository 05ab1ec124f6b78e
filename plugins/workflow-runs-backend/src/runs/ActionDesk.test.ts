import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

describeOnDatabases('ActionDesk', createDatabase => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = new TestEngine(await createDatabase());
    await engine.add(
      defineWorkflow({
        name: 'quick',
        version: '1',
        input: z.object({}),
        steps: { only: {} },
      }),
      { only: () => {} },
    );
    await engine.engine.start();
  });
  afterEach(() => engine.stop());

  const ended = async () =>
    engine.until(await engine.launch('quick'), 'completed');

  it('refuses what comes too late, with the state that the run is in by now', async () => {
    const run = await ended();

    await expect(engine.cancelAs(run, 'running')).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'The run has ended: it is completed',
      runStatus: 'completed',
      allowedActions: { cancel: { allowed: false } },
    });
    expect(await engine.details.actions(run.id)).toMatchObject([
      { status: 'refused', message: 'The run has ended: it is completed' },
    ]);
    await engine.untilLetGo(run.id);
  });

  it('refuses it alike to all who wait for the same answer', async () => {
    const run = await ended();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => engine.cancelAs(run, 'running', 'key')),
    );

    expect(outcomes).toHaveLength(5);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'ConflictError', runStatus: 'completed' },
      });
    }
    expect(await engine.details.actions(run.id)).toHaveLength(1);
  });

  it('says the same to whoever asks again', async () => {
    const run = await ended();
    await engine.cancelAs(run, 'running', 'again').catch(() => {});

    await expect(
      engine.cancelAs(run, 'completed', 'again'),
    ).rejects.toMatchObject({ runStatus: 'completed' });
    expect(await engine.details.actions(run.id)).toHaveLength(1);
  });
});
