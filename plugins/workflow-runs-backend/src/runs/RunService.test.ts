import { z } from 'zod';
import { RunStatus } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { allowedActions } from './allowedActions';

jest.setTimeout(60_000);

const CALLER = { ref: 'user:default/tester' };
const EVERYTHING = { launch: true, cancel: true, logs: true, artifacts: true };
const allowedIn = (status: RunStatus) =>
  allowedActions({ status }, EVERYTHING, () => true);

describeOnDatabases('RunService', createDatabase => {
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
    const asItWas = { ...run, status: 'running' as const };
    const late = engine.service.act(asItWas, 'cancel', { allowedIn }, CALLER);

    await expect(late).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'The run has ended: it is completed',
      runStatus: 'completed',
      allowedActions: { cancel: { allowed: false } },
    });
    expect(await engine.details.actions(run.id)).toMatchObject([
      { status: 'failed', message: 'The run has ended: it is completed' },
    ]);
  });

  it('refuses it alike to all who wait for the same answer', async () => {
    const run = await ended();
    const asItWas = { ...run, status: 'running' as const };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        engine.service.act(asItWas, 'cancel', { allowedIn }, CALLER, 'key'),
      ),
    );

    expect(outcomes).toHaveLength(5);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'ConflictError', runStatus: 'completed' },
      });
    }
  });

  it('says the same to whoever asks again', async () => {
    const run = await ended();
    const asItWas = { ...run, status: 'running' as const };
    const act = () =>
      engine.service.act(asItWas, 'cancel', { allowedIn }, CALLER, 'again');
    await act().catch(() => {});

    await expect(act()).rejects.toMatchObject({ runStatus: 'completed' });
    expect(await engine.details.actions(run.id)).toHaveLength(1);
  });
});
