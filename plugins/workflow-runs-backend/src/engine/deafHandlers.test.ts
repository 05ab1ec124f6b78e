import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const workflow = defineWorkflow({
  name: 'deaf',
  version: '1',
  input: z.object({}),
  steps: { deaf: {}, next: { dependsOn: ['deaf'] } },
});

describeOnDatabases(
  'a handler that does not heed its signal',
  createDatabase => {
    let database: TestDatabase;
    let engine: TestEngine;
    /** Lets the handlers go that are still under way, which do what it says. */
    let finish: (how: () => unknown) => void;
    let begun: number;
    /** The handler under way has been told to stop. */
    let told: Promise<unknown>;

    const start = async () => {
      engine = new TestEngine(database, {
        timing: { pollMs: 50, abortGraceMs: 100, stopGraceMs: 200 },
      });
      await engine.add(workflow, {
        deaf: ({ signal }) => {
          begun += 1;
          if (begun > 1) return 'at last';
          told = once(signal, 'abort');
          return new Promise<any>(resolve => {
            finish = how => resolve(Promise.resolve().then(how));
          });
        },
        next: () => {},
      });
      await engine.engine.start();
    };
    beforeEach(async () => {
      database = await createDatabase();
      begun = 0;
      await start();
    });
    afterEach(() => engine.stop());

    const underWay = async () => {
      const runId = await engine.launch('deaf');
      while (begun === 0) await sleep(10);
      return runId;
    };
    const stepsOf = async (runId: string) =>
      (await engine.details.steps(runId, { limit: 9 })).items.map(
        ({ stepKey, status }) => `${stepKey} ${status}`,
      );

    it.each<[string, () => unknown]>([
      ['returns', () => 'too late'],
      [
        'throws',
        () => {
          throw new Error('too late');
        },
      ],
    ])(
      'holds a cancel up no longer than it may, and changes nothing when it %s later',
      async (_, how) => {
        const runId = await underWay();
        await engine.cancel(runId);
        await engine.until(runId, 'canceled');
        await engine.untilLetGo(runId);
        const before = await engine.eventTypes(runId);

        finish(how);
        await sleep(200);
        expect(await stepsOf(runId)).toEqual(['deaf canceled', 'next skipped']);
        expect(await engine.eventTypes(runId)).toEqual(before);
        const payloads = await engine.details.payloads(runId, 'deaf');
        expect(payloads).toEqual([]);
        expect(engine.problems).toEqual([]);
      },
    );

    it('has completed where it returns before the time to let go is over, and the run is canceled all the same', async () => {
      const runId = await underWay();
      const canceled = engine.cancel(runId);
      await told;
      finish(() => 'just in time');
      await canceled;
      await engine.until(runId, 'canceled');
      expect(await stepsOf(runId)).toEqual(['deaf completed', 'next skipped']);
    });

    it('does not keep a backend from stopping; the next one does the step again', async () => {
      const runId = await underWay();
      const began = Date.now();
      await engine.stop();
      expect(Date.now() - began).toBeLessThan(5_000);

      await start();
      await engine.until(runId, 'completed');
      finish(() => 'too late');
      await sleep(100);
      const { items: attempts } = await engine.details.attempts(runId, {
        limit: 9,
        step: 'deaf',
      });
      expect(attempts.map(({ status }) => status)).toEqual([
        'lost',
        'completed',
      ]);
      const [{ value }] = await engine.details.payloads(runId, 'deaf');
      expect(value).toBe('at last');
    });
  },
);
