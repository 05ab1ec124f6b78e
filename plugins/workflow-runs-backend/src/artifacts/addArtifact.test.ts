import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { LeaseLost } from '../recorder/Transition';

jest.setTimeout(60_000);

const away = () =>
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

describeOnDatabases('a file that a handler adds', createDatabase => {
  let engine: TestEngine;
  /** What the handler was told, once for each attempt. */
  let thrown: unknown[];

  beforeEach(async () => {
    thrown = [];
    engine = new TestEngine(await createDatabase(), { timing: { pollMs: 50 } });
    await engine.add(
      defineWorkflow({
        name: 'orders',
        version: '1',
        input: z.object({}),
        steps: { fetch: {} },
      }),
      {
        fetch: async ({ artifacts }) => {
          await artifacts
            .add({ name: 'a', contentType: 'text/plain', content: 'a' })
            .catch(error => {
              thrown.push(error);
              throw error;
            });
        },
      },
    );
    await engine.engine.start();
  });
  afterEach(() => engine.stop());

  /** The first time that a file is to be recorded. */
  function failOnce(error: Error) {
    const commit = engine.recorder.commit.bind(engine.recorder);
    let hasFailed = false;
    engine.recorder.commit = async transition => {
      if (!transition.artifacts || hasFailed) return commit(transition);
      hasFailed = true;
      throw error;
    };
  }
  const attempts = async () =>
    (await engine.knex('attempts').orderBy('number')).map(
      ({ status }) => status,
    );
  const counts = async () => ({
    artifacts: (await engine.knex('artifacts')).length,
    contents: (await engine.knex('artifact_chunks')).length,
  });

  it('comes where it was added, also where several come in one millisecond', async () => {
    const stopped = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    try {
      const names = Array.from({ length: 20 }, (_, i) => `file ${i}`);
      await engine.add(
        defineWorkflow({
          name: 'many',
          version: '1',
          input: z.object({}),
          steps: { write: {} },
        }),
        {
          write: async ({ artifacts }) => {
            for (const name of names) {
              await artifacts.add({
                name,
                contentType: 'text/plain',
                content: name,
              });
            }
          },
        },
      );
      const runId = await engine.launch('many');
      engine.engine.wake();
      await new Promise<void>(resolve => {
        engine.recorder.onCommit(() => {
          void engine.runs.get(runId, 'all').then(run => {
            if (run!.status === 'completed') resolve();
          });
        });
      });
      const added = await engine.details.artifacts(runId);
      expect(new Set(added.map(({ createdAt }) => createdAt)).size).toBe(1);
      expect(added.map(({ name }) => name)).toEqual(names);
    } finally {
      stopped.mockRestore();
    }
  });

  it('costs the attempt and not the run where the database is away when it is recorded', async () => {
    failOnce(away());
    const runId = await engine.launch('orders');
    await engine.until(runId, 'completed');
    expect(await attempts()).toEqual(['lost', 'completed']);
    // Nobody knows whether the first one was committed: its content is left.
    expect(await counts()).toEqual({ artifacts: 1, contents: 2 });
  });

  it('costs the attempt and not the run where the database is away when it is stored', async () => {
    jest.spyOn(engine.artifacts, 'put').mockRejectedValueOnce(away());
    const runId = await engine.launch('orders');
    await engine.until(runId, 'completed');
    expect(await attempts()).toEqual(['lost', 'completed']);
    expect(await counts()).toEqual({ artifacts: 1, contents: 1 });
  });

  it('leaves nothing where the lease is lost', async () => {
    failOnce(new LeaseLost('run_1'));
    const runId = await engine.launch('orders');
    await engine.until(runId, 'completed');
    expect(await attempts()).toEqual(['lost', 'completed']);
    expect(await counts()).toEqual({ artifacts: 1, contents: 1 });
  });

  it('is the matter of the handler where it is refused for what it says', async () => {
    failOnce(Object.assign(new Error('too long'), { code: '22001' }));
    const runId = await engine.launch('orders');
    await engine.until(runId, 'failed');
    expect(thrown).toEqual([new Error('too long')]);
    expect(await attempts()).toEqual(['failed']);
    expect(await counts()).toEqual({ artifacts: 0, contents: 0 });
  });
});
