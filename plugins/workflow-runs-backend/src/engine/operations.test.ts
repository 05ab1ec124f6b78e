import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const workflow = defineWorkflow({
  name: 'offers',
  version: '1',
  input: z.object({}),
  steps: {
    only: { actions: { nudge: {}, stumble: {} } },
  },
});

describeOnDatabases('an operation of a step', createDatabase => {
  let engine: TestEngine;
  let finish: () => void;
  /** What the operation was told by its signal, once it was. */
  let told: Promise<string>;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), {
      timing: { pollMs: 50, abortGraceMs: 50 },
    });
    await engine.add(workflow, {
      only: {
        run: () =>
          new Promise<void>(resolve => {
            finish = resolve;
          }),
        actions: {
          nudge: ({ signal }) => {
            told = new Promise(resolve => {
              signal.addEventListener('abort', () =>
                resolve((signal.reason as Error).message),
              );
            });
            return sleep(60_000, undefined, { signal });
          },
          stumble: () => {
            throw new Error('over its own feet, password=x');
          },
        },
      },
    });
    await engine.engine.start();
  });
  afterAll(() => engine.stop());

  const running = async () => {
    const runId = await engine.launch('offers');
    await engine.until(runId, 'running');
    return runId;
  };
  const ask = (runId: string, operation: string) =>
    engine.act(runId, {
      action: 'node_action',
      details: { step: 'only', operation, input: {} },
    });
  const settled = async (runId: string) => {
    for (;;) {
      const [action] = await engine.details.actions(runId);
      if (!['requested', 'accepted'].includes(action.status)) return action;
      await sleep(20);
    }
  };

  it('that is still being carried out when the run ends is called off, and told to stop', async () => {
    const runId = await running();
    expect(await ask(runId, 'nudge')).toMatchObject({ status: 'accepted' });
    finish();
    await engine.until(runId, 'completed');

    expect(await settled(runId)).toMatchObject({
      status: 'canceled',
      message: 'The run ended before it was done',
    });
    expect(await told).toBe('The run is canceled');
    await engine.untilLetGo(runId);
    expect(await engine.eventTypes(runId)).toContain('action.failed');
  });

  it('that does not succeed has failed, with what it said', async () => {
    const runId = await running();
    await ask(runId, 'stumble').catch(() => {});

    expect(await settled(runId)).toMatchObject({
      status: 'failed',
      message: 'over its own feet, password=[redacted:password]',
    });
    finish();
    await engine.until(runId, 'completed');
  });

  it('that the step does not offer is refused', async () => {
    const runId = await running();
    await expect(ask(runId, 'dance')).rejects.toThrow(
      "Step 'only' offers no operation 'dance'",
    );
    expect(await settled(runId)).toMatchObject({ status: 'refused' });
    finish();
    await engine.until(runId, 'completed');
  });
});
