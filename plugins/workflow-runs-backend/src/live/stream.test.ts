import { Knex } from 'knex';
import { z } from 'zod';
import {
  RunStreamFrame,
  RunUpdate,
  runUpdateSchema,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  adding,
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(90_000);

const STEPS = Array.from({ length: 35 }, (_, i) => `step_${i + 1}`);
/** Many steps in a row, each quick. */
const chain = adding(
  defineWorkflow({
    name: 'chain',
    version: '1',
    input: z.object({}),
    steps: Object.fromEntries(
      STEPS.map((step, i) => [step, { dependsOn: STEPS.slice(i - 1, i) }]),
    ),
  }),
  Object.fromEntries(
    STEPS.map(step => [
      step,
      () =>
        new Promise<void>(resolve => {
          setTimeout(resolve, 20);
        }),
    ]),
  ),
);
/** Says something after a while, and goes on. */
const chatty = adding(
  defineWorkflow({
    name: 'chatty',
    version: '1',
    input: z.object({}),
    steps: { talk: {} },
  }),
  {
    talk: async ({ logger, progress, signal }) => {
      for (let line = 1; !signal.aborted; line++) {
        logger.info(`line ${line}`);
        progress({ fraction: Math.min(1, line / 100) });
        await new Promise(resolve => {
          setTimeout(resolve, 100);
        });
      }
      throw signal.reason;
    },
  },
);

type Update = Extract<RunStreamFrame, { type: 'update' }>;

describeOnDatabases('a stream', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [chain, chatty, greet, wait],
      entities: [
        workflowEntity({ workflow: 'wait', owner: 'user:default/owner' }),
      ],
      knex,
    });
  });
  afterAll(() => portal.stop());

  /** Reads until it is enough, or the server ends it. */
  const read = async (
    runId: string,
    options: { after?: number; who?: string },
    isEnough: (frame: RunStreamFrame) => boolean,
  ) => {
    const frames: RunStreamFrame[] = [];
    const abort = new AbortController();
    const { after, who } = options;
    const stream = portal
      .client(who)
      .streamRun(runId, { after, signal: abort.signal });
    for await (const frame of stream) {
      frames.push(frame);
      if (isEnough(frame)) break;
    }
    abort.abort();
    return frames;
  };
  const updatesOf = (frames: RunStreamFrame[]) =>
    frames.filter((frame): frame is Update => frame.type === 'update');
  const numbersOf = (updates: { update: RunUpdate }[]) =>
    updates.flatMap(({ update }) => update.events.map(({ number }) => number));
  /** Rows may be newer than the events of their frame, so the end is told when its event is. */
  const hasEnded = (frame: RunStreamFrame) =>
    frame.type === 'update' &&
    frame.update.run.completedAt !== null &&
    frame.position === frame.update.run.position;
  const eventsOf = async (runId: string) => {
    const { items } = await portal
      .client()
      .call('listEvents', { params: { runId }, query: { limit: 1_000 } });
    return items;
  };

  it('tells every change from the first to the last, once and in order', async () => {
    const runId = await portal.launch('chain');
    const updates = updatesOf(await read(runId, { after: 0 }, hasEnded));
    const events = await eventsOf(runId);

    expect(events.length).toBeGreaterThan(70);
    expect(numbersOf(updates)).toEqual(events.map(({ number }) => number));
    for (const { update, position } of updates) {
      expect(() => runUpdateSchema.parse(update)).not.toThrow();
      const last = update.events.at(-1);
      expect(position).toBe(last?.position ?? position);
    }
    const positions = updates.flatMap(({ position }) => position ?? []);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it('loses and doubles nothing, however often the connection breaks', async () => {
    const runId = await portal.launch('chain');
    const updates: Update[] = [];
    const readSome = async (frames: number) => {
      let count = frames;
      const after = updates.findLast(({ position }) => position !== null);
      const seen = await read(runId, { after: after?.position ?? 0 }, frame => {
        count -= 1;
        return count === 0 || hasEnded(frame);
      });
      updates.push(...updatesOf(seen));
      return seen.some(hasEnded);
    };
    let connections = 1;
    while (!(await readSome(1 + (connections % 3)))) connections += 1;
    const events = await eventsOf(runId);

    expect(connections).toBeGreaterThan(5);
    expect(numbersOf(updates)).toEqual(events.map(({ number }) => number));
  });

  it('tells all readers the same', async () => {
    const runId = await portal.launch('chain');
    const readers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        read(runId, i % 2 ? { after: 0 } : {}, hasEnded),
      ),
    );
    const events = await eventsOf(runId);

    for (const [i, frames] of readers.entries()) {
      const numbers = numbersOf(updatesOf(frames));
      const expected = events.map(({ number }) => number);
      expect(numbers).toEqual(
        i % 2 ? expected : expected.slice(expected.length - numbers.length),
      );
    }
  });

  it('starts with the run as it is, and resumes by Last-Event-ID', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    const run = await portal.until(runId, 'completed');
    const [now] = updatesOf(await read(runId, {}, () => true));

    expect(now.update).toMatchObject({
      run: { id: runId, status: 'completed', position: run.position },
      events: [],
    });
    expect(now.position).toBe(run.position);

    const events = await eventsOf(runId);
    const seen = events[3];
    const response = await fetch(`${portal.url}/v1/runs/${runId}/stream`, {
      headers: {
        Authorization: 'Bearer mock-service-token',
        'Last-Event-ID': String(seen.position),
      },
    });
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    const [, id, line] = new TextDecoder().decode(value).split('\n');
    const update: RunUpdate = JSON.parse(line.slice('data: '.length));

    expect(id).toBe(`id: ${run.position}`);
    expect(numbersOf([{ update }])).toEqual(
      events.slice(4).map(({ number }) => number),
    );
  });

  it('tells whole rows of what has changed: steps, and attempts from the first one touched', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const [{ update }] = updatesOf(await read(runId, { after: 0 }, () => true));

    expect(
      update.steps.map(({ stepKey, status }) => [stepKey, status]),
    ).toEqual([
      ['look_up', 'completed'],
      ['say', 'completed'],
      ['never', 'skipped'],
    ]);
    expect(
      update.attempts.map(({ stepKey, number, status }) => [
        stepKey,
        number,
        status,
      ]),
    ).toEqual([
      ['look_up', 1, 'failed'],
      ['look_up', 2, 'completed'],
      ['say', 1, 'completed'],
    ]);
    expect(update.logSequence).toBe(3);
  });

  it('tells of lines and progress, without a position', async () => {
    const runId = await portal.launch('chatty');
    await portal.until(runId, 'running');
    const frames = await read(
      runId,
      {},
      frame => frame.type === 'update' && frame.update.logSequence > 5,
    );
    await portal.post(`/runs/${runId}/cancel`);
    const last = updatesOf(frames).at(-1)!;

    expect(last.position).toBeNull();
    expect(last.update.events).toEqual([]);
    expect(last.update.steps[0].progress?.fraction).toBeGreaterThan(0);
  });

  it('tells what people say about a run, with the run as it is then', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const hear = async (path: string, body: object) => {
      let isFirst = true;
      const frames = await read(runId, { who: 'viewer' }, frame => {
        if (isFirst) {
          isFirst = false;
          void portal.post(`/runs/${runId}/${path}`, body).then(() => {});
          return false;
        }
        return frame.type === 'update' && frame.update.events.length > 0;
      });
      return updatesOf(frames).at(-1)!.update;
    };
    const said = [
      await hear('tags', { add: ['seen'] }),
      await hear('owner', { owner: 'group:default/ops' }),
      await hear('annotate', { note: 'Nothing to worry about' }),
    ];

    for (const { events } of said) {
      expect(events.map(({ type }) => type)).toEqual([
        'action.requested',
        'run.changed',
        'action.completed',
      ]);
    }
    expect(said.map(({ events }) => events[1].payload)).toMatchObject([
      { tags: { added: ['seen'], removed: [] } },
      { ownerRef: 'group:default/ops' },
      { annotation: { note: 'Nothing to worry about' } },
    ]);
    expect(said.map(({ run: { tags, owner } }) => [tags, owner])).toEqual([
      [['seen'], null],
      [['seen'], 'group:default/ops'],
      [['seen'], 'group:default/ops'],
    ]);
    const positions = said.map(({ run }) => run.position);
    expect(positions).toEqual(said.map(({ events }) => events[2].position));
  });

  it('tells of lines that another backend has written', async () => {
    const runId = await portal.launch('wait');
    await portal.until(runId, 'running');
    let isFirst = true;
    const frames = await read(runId, {}, frame => {
      if (isFirst) {
        isFirst = false;
        void knex('run_live')
          .where({ run_id: runId })
          .update({ log_sequence: 7 })
          .then(() => {});
      }
      return frame.type === 'update' && frame.update.logSequence === 7;
    });
    await portal.post(`/runs/${runId}/cancel`);

    expect(updatesOf(frames).at(-1)).toMatchObject({ position: null });
  });

  it('is reset where it is asked to go on behind the head of the log', async () => {
    const runId = await portal.launch('wait');
    const frames = await read(runId, { after: 999_999_999 }, () => false);

    expect(frames).toEqual([{ type: 'reset' }]);
  });

  it('is reset where the log has forgotten what is asked for, and only there', async () => {
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    const run = await portal.until(runId, 'completed');
    await knex('run_events').where('position', '<=', run.position).delete();
    const frames = await read(runId, { after: run.position - 2 }, () => false);
    const [now] = await read(runId, {}, () => true);

    expect(frames).toEqual([{ type: 'reset' }]);
    expect(now).toMatchObject({ type: 'update', position: run.position });
  });

  it('says gone, and ends, when its reader may not see the run any more', async () => {
    await portal.untilOwned('wait');
    const runId = await portal.launch('wait');
    await portal.until(runId, 'running');
    const frames = await read(runId, { who: 'owner' }, frame => {
      if (frame.type === 'update' && frame.position !== null) {
        void knex('workflow_owners')
          .where({ owner_ref: 'user:default/owner' })
          .update({ owner_ref: 'user:default/heir' })
          .then(() => portal.post(`/runs/${runId}/cancel`))
          .then(() => {});
      }
      return false;
    });

    expect(frames.at(-1)).toEqual({ type: 'gone' });
    expect(
      updatesOf(frames).every(({ update }) => update.run.status === 'running'),
    ).toBe(true);
  });

  it('leaves nothing behind when its readers are gone', async () => {
    const runId = await portal.launch('wait');
    await portal.until(runId, 'running');
    await Promise.all(
      Array.from({ length: 15 }, () => read(runId, {}, () => true)),
    );
    const queries: string[] = [];
    await eventually(async () => {
      // Nobody watches, so nobody polls.
      queries.length = 0;
      const listener = ({ sql }: { sql: string }) => queries.push(sql);
      knex.on('query', listener);
      await new Promise(resolve => {
        setTimeout(resolve, 1_200);
      });
      knex.off('query', listener);
      expect(queries.filter(sql => sql.includes('run_events'))).toEqual([]);
    });
    await portal.post(`/runs/${runId}/cancel`);
  });

  it('ends when the backend stops', async () => {
    const { knex: own } = await createDatabase();
    const other = await TestPortal.start({ workflows: [wait], knex: own });
    const runId = await other.launch('wait');
    const frames: RunStreamFrame[] = [];
    for await (const frame of other.client().streamRun(runId)) {
      if (frames.push(frame) === 1) void other.stop();
    }

    expect(frames.length).toBeGreaterThan(0);
  });
});
