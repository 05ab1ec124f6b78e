import { Knex } from 'knex';
import {
  StreamFrame,
  StreamSubject,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { fail, greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(90_000);

type Update = Extract<StreamFrame, { type: 'update' }>;
type Rows = Extract<StreamFrame, { type: 'runs' }>;

describeOnDatabases('a stream of several runs and a list', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;

  const own = async (name: string) => {
    const { id } = await knex('workflows').where({ name }).first();
    await knex('workflow_owners').insert({
      workflow_id: id,
      owner_ref: 'user:default/owner',
    });
  };

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [fail, greet, wait],
      // Owners are what these tests say: a catalog would have its way in between.
      entities: 'away',
      knex,
    });
    await own('wait');
  });
  afterAll(() => portal.stop());

  /** Reads until it is enough, or the server ends it. */
  const read = async (
    subject: StreamSubject,
    options: { after?: number; who?: string },
    isEnough: (frame: StreamFrame, frames: StreamFrame[]) => boolean,
  ) => {
    const frames: StreamFrame[] = [];
    const abort = new AbortController();
    const { after, who } = options;
    const stream = portal
      .client(who)
      .stream(subject, { after, signal: abort.signal });
    for await (const frame of stream) {
      frames.push(frame);
      if (isEnough(frame, frames)) break;
    }
    abort.abort();
    return frames;
  };
  const updatesOf = (frames: StreamFrame[], runId?: string) =>
    frames.filter(
      (frame): frame is Update =>
        frame.type === 'update' && (!runId || frame.runId === runId),
    );
  const rowsOf = (frames: StreamFrame[]) =>
    frames.filter((frame): frame is Rows => frame.type === 'runs');
  const numbersOf = (frames: StreamFrame[], runId: string) =>
    updatesOf(frames, runId).flatMap(({ update }) =>
      update.events.map(({ number }) => number),
    );
  const positionOf = (frames: StreamFrame[]) =>
    frames
      .flatMap(frame => ('position' in frame ? frame.position ?? [] : []))
      .at(-1);
  const isQuiet = ({ type }: StreamFrame) => type === 'heartbeat';
  const launchGreet = () => portal.launch('greet', { input: { name: 'Ada' } });
  const eventsOf = async (runId: string, after = 0) => {
    const { items } = await portal
      .client()
      .call('listEvents', { params: { runId }, query: { limit: 1_000 } });
    return items
      .filter(({ position }) => position > after)
      .map(({ number }) => number);
  };

  it('tells every event of each run once and in order, with a position behind which nothing is missing', async () => {
    const ids = [await launchGreet(), await launchGreet(), await launchGreet()];
    const frames = await read(
      { runs: ids.map(id => ({ id, after: 0 })) },
      {},
      (_, all) =>
        all.at(-1)!.type === 'heartbeat' &&
        ids.every(
          id => updatesOf(all, id).at(-1)?.update.run.status === 'completed',
        ),
    );

    for (const id of ids)
      expect(numbersOf(frames, id)).toEqual(await eventsOf(id));
    // What was told while the stream caught up may be newer.
    expect(positionOf(frames)).toBeGreaterThan(0);
    // Those of a run come between those of others: behind its own position something might be missing.
    expect(updatesOf(frames).every(frame => frame.position === null)).toBe(
      true,
    );
  });

  it('goes on behind the last position, and each run behind its own, with nothing twice', async () => {
    const first = await portal.launch('wait');
    const second = await portal.launch('wait');
    await portal.until(first, 'running');
    await portal.until(second, 'running');
    const before = await read({ runs: [{ id: first, after: 0 }] }, {}, isQuiet);
    const after = positionOf(before)!;
    for (const id of [first, second]) await portal.post(`/runs/${id}/cancel`);
    await portal.until(first, 'canceled');
    await portal.until(second, 'canceled');
    const frames = await read(
      { runs: [{ id: first }, { id: second, after: 0 }] },
      { after },
      isQuiet,
    );

    expect([...numbersOf(before, first), ...numbersOf(frames, first)]).toEqual(
      await eventsOf(first),
    );
    expect(numbersOf(frames, second)).toEqual(await eventsOf(second));
  });

  it('tells of a list what has happened since a page of it was read, and nothing of what is in that', async () => {
    const [seen, other, hidden] = [
      await portal.launch('wait'),
      await portal.launch('wait'),
      await launchGreet(),
    ];
    for (const id of [seen, other]) await portal.until(id, 'running');
    await portal.until(hidden, 'completed');
    const { items, position } = await portal
      .client('owner')
      .call('listRuns', { query: {} });
    for (const id of [seen, hidden])
      await portal.post(`/runs/${id}/tags`, { add: ['since'] });
    const frames = await read(
      { list: {} },
      { who: 'owner', after: position },
      isQuiet,
    );
    for (const id of [seen, other]) await portal.post(`/runs/${id}/cancel`);

    expect(items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([seen, other]),
    );
    expect(
      rowsOf(frames).flatMap(frame =>
        frame.items.map(({ id, tags }) => [id, tags]),
      ),
    ).toEqual([[seen, ['since']]]);
    expect(rowsOf(frames).flatMap(({ gone }) => gone)).toEqual([]);
  });

  it.each([
    ['of the beginning', () => 0],
    ['of the page of somebody who may see more', (theirs: number) => theirs],
    ['that the log has not reached', (theirs: number) => theirs + 1_000_000],
  ])(
    'tells of a list behind a position %s nothing that its reader may not see',
    async (_, made) => {
      const hidden = await launchGreet();
      await portal.until(hidden, 'completed');
      const theirs = await portal
        .client('admin')
        .call('listRuns', { query: {} });
      expect(theirs.items.map(({ id }) => id)).toContain(hidden);
      await portal.post(`/runs/${hidden}/tags`, { add: ['since'] });
      const frames = await read(
        { list: {} },
        { who: 'owner', after: made(theirs.position) },
        isQuiet,
      );

      expect(JSON.stringify(frames)).not.toContain(hidden);
      const isBeyond = made(theirs.position) > theirs.position;
      expect(frames.some(({ type }) => type === 'reset')).toBe(isBeyond);
    },
  );

  it('says gone of what is not there and of what may not be seen alike, and goes on', async () => {
    const hidden = await launchGreet();
    const seen = await portal.launch('wait');
    const frames = await read(
      { runs: [{ id: 'run_none' }, { id: hidden }, { id: seen }] },
      { who: 'owner' },
      isQuiet,
    );
    await portal.post(`/runs/${seen}/cancel`);

    expect(frames.filter(({ type }) => type === 'gone')).toEqual([
      { type: 'gone', runId: 'run_none' },
      { type: 'gone', runId: hidden },
    ]);
    expect(updatesOf(frames).map(({ runId }) => runId)).toEqual([seen]);
  });

  it('says gone once of a run that is deleted while it is watched', async () => {
    const runId = await launchGreet();
    const other = await portal.launch('wait');
    await portal.until(runId, 'completed');
    let step = 0;
    const frames = await read(
      { runs: [{ id: runId }, { id: other }] },
      {},
      frame => {
        if (isQuiet(frame) && step === 0) {
          step = 1;
          void knex('runs')
            .where({ id: runId })
            .delete()
            .then(() => knex('run_live').where({ run_id: runId }).delete())
            .then(() => {});
        }
        if (frame.type === 'gone')
          void portal.post(`/runs/${other}/cancel`).then(() => {});
        return (
          frame.type === 'update' && frame.update.run.status === 'canceled'
        );
      },
    );

    expect(frames.filter(({ type }) => type === 'gone')).toEqual([
      { type: 'gone', runId },
    ]);
  });

  it('tells of a list the rows that have changed and fit, and the ids of those that do not any more', async () => {
    const runId = await portal.launch('wait');
    const other = await portal.launch('wait', { environment: 'test' });
    await portal.until(runId, 'running');
    await portal.until(other, 'running');
    let isFirst = true;
    const frames = await read(
      { list: { status: ['running'], environment: ['prod'] } },
      {},
      frame => {
        if (isFirst) {
          isFirst = false;
          void portal
            .post(`/runs/${runId}/tags`, { add: ['seen'] })
            .then(() => portal.post(`/runs/${other}/cancel`))
            .then(() => portal.post(`/runs/${runId}/cancel`))
            .then(() => {});
        }
        return frame.type === 'runs' && frame.gone.includes(runId);
      },
    );

    // At once, so that who loads the list then misses nothing.
    expect(frames[0]).toMatchObject({ type: 'heartbeat' });
    const rows = rowsOf(frames).flatMap(({ items }) => items);
    expect(rows.map(({ id }) => id)).toContain(runId);
    expect(rows.map(({ id }) => id)).not.toContain(other);
    expect(rows.every(({ status }) => status === 'running')).toBe(true);
  });

  it('tells of a list first what was missed since the position', async () => {
    const [start] = await read({ list: {} }, {}, isQuiet);
    const runId = await launchGreet();
    await portal.until(runId, 'completed');
    const frames = await read(
      { list: { workflow: ['embedded/greet'] } },
      { after: (start as { position: number }).position },
      isQuiet,
    );

    expect(rowsOf(frames)).toMatchObject([
      {
        items: [{ id: runId, status: 'completed' }],
        gone: [],
        isPartial: false,
      },
    ]);
  });

  it('tells nothing of a run that its reader has never seen, and gone of one that was', async () => {
    const hidden = await launchGreet();
    const seen = await portal.launch('wait');
    await portal.until(seen, 'running');
    let step = 0;
    const frames = await read({ list: {} }, { who: 'owner' }, frame => {
      step += 1;
      if (step === 1) {
        void portal
          .post(`/runs/${hidden}/tags`, { add: ['seen'] })
          .then(() => portal.post(`/runs/${seen}/cancel`))
          .then(() => {});
      }
      return (
        frame.type === 'runs' &&
        frame.items.some(({ status }) => status === 'canceled')
      );
    });
    const told = JSON.stringify(frames);

    expect(told).toContain(seen);
    expect(told).not.toContain(hidden);
  });

  it('is reset, run by run, where the log does not hold what is asked for, and goes on from now', async () => {
    const runId = await portal.launch('wait');
    const other = await portal.launch('wait');
    await portal.until(runId, 'running');
    await portal.until(other, 'running');
    let isFirst = true;
    const frames = await read(
      { runs: [{ id: runId, after: 999_999_999 }, { id: other }], list: {} },
      {},
      frame => {
        if (isQuiet(frame) && isFirst) {
          isFirst = false;
          void portal.post(`/runs/${runId}/cancel`).then(() => {});
        }
        return (
          frame.type === 'update' && frame.update.run.status === 'canceled'
        );
      },
    );
    await portal.post(`/runs/${other}/cancel`);

    expect(frames.filter(({ type }) => type === 'reset')).toEqual([
      { type: 'reset', runId },
    ]);
    expect(updatesOf(frames, runId).at(-1)!.update.events).not.toEqual([]);
  });

  it('is reset as a whole where the position is of no log', async () => {
    const runId = await portal.launch('wait');
    const frames = await read(
      { runs: [{ id: runId }], list: {} },
      { after: Number.MAX_SAFE_INTEGER },
      isQuiet,
    );
    await portal.post(`/runs/${runId}/cancel`);

    expect(frames.filter(({ type }) => type === 'reset')).toEqual([
      { type: 'reset', runId },
      { type: 'reset', runId: null },
    ]);
  });

  it('says gone of one run when its reader may not see it any more, and goes on for the others', async () => {
    const [left, kept] = [
      await portal.launch('wait'),
      await portal.launch('greet', { input: { name: 'x' } }),
    ];
    await portal.until(left, 'running');
    await own('greet');
    let isFirst = true;
    const frames = await read(
      { runs: [{ id: left }, { id: kept }] },
      { who: 'owner' },
      frame => {
        if (isQuiet(frame) && isFirst) {
          isFirst = false;
          void knex('workflow_owners')
            .where({ owner_ref: 'user:default/owner' })
            .whereNot(
              'workflow_id',
              knex('workflows').where({ name: 'greet' }).select('id'),
            )
            .delete()
            .then(() => portal.post(`/runs/${left}/cancel`))
            .then(() => portal.until(left, 'canceled'))
            .then(() => portal.post(`/runs/${kept}/tags`, { add: ['on'] }))
            .then(() => {});
        }
        return frame.type === 'update' && frame.update.run.tags.includes('on');
      },
    );

    expect(frames.filter(({ type }) => type === 'gone')).toEqual([
      { type: 'gone', runId: left },
    ]);
    expect(
      updatesOf(frames, left).every(
        ({ update }) => update.run.status === 'running',
      ),
    ).toBe(true);
  });

  it('is reset for a run that cannot be read, and goes on for the others', async () => {
    const [broken, other] = [
      await portal.launch('wait'),
      await portal.launch('wait'),
    ];
    await portal.until(broken, 'running');
    await portal.until(other, 'running');
    const { tags } = await knex('runs').where({ id: broken }).first('tags');
    const setTags = (value: string) =>
      knex('runs').where({ id: broken }).update({ tags: value });
    let step = 0;
    const frames = await read(
      { runs: [{ id: broken }, { id: other }] },
      {},
      frame => {
        if (isQuiet(frame) && step === 0) {
          step = 1;
          void setTags('no JSON')
            .then(() => knex('run_live').increment('log_sequence', 1))
            .then(() => {});
        }
        if (frame.type === 'reset' && step === 1) {
          step = 2;
          void portal.post(`/runs/${other}/cancel`).then(() => {});
        }
        return (
          frame.type === 'update' && frame.update.run.status === 'canceled'
        );
      },
    );
    await setTags(tags);
    await portal.post(`/runs/${broken}/cancel`);

    expect(frames.filter(({ type }) => type === 'reset')).toEqual([
      { type: 'reset', runId: broken },
    ]);
    expect(updatesOf(frames).at(-1)!.runId).toBe(other);
  });

  /** Reads on, and counts what is told of the list. */
  const follow = async (
    stream: AsyncGenerator<StreamFrame, void, void>,
    told: { frames: number },
  ) => {
    for await (const { type } of stream) if (type === 'runs') told.frames += 1;
  };

  it('is opened again by fifty at once for a few queries, whatever each of them has missed', async () => {
    const [first, second] = [
      await portal.launch('wait'),
      await portal.launch('wait'),
    ];
    for (const id of [first, second]) await portal.until(id, 'running');
    const { position } = await portal.client().call('listRuns', { query: {} });
    for (const id of [first, second])
      await portal.post(`/runs/${id}/tags`, { add: ['missed'] });
    const open = (viewer: number) =>
      read(
        { runs: [{ id: viewer % 2 ? first : second }], list: {} },
        { after: position, who: viewer % 3 ? 'viewer' : 'admin' },
        isQuiet,
      );
    const queriesOf = async (viewers: number) => {
      let queries = 0;
      const count = () => {
        queries += 1;
      };
      knex.on('query', count);
      const all = await Promise.all(
        Array.from({ length: viewers }, (_, viewer) => open(viewer)),
      );
      knex.off('query', count);
      return { queries, all };
    };
    // What is known of users is known then.
    await queriesOf(4);
    const alone = await queriesOf(1);
    const { queries, all } = await queriesOf(50);
    const missed = [
      await eventsOf(first, position),
      await eventsOf(second, position),
    ];
    for (const id of [first, second]) await portal.post(`/runs/${id}/cancel`);

    expect(queries).toBeLessThan((50 * alone.queries) / 2);
    all.forEach((frames, viewer) => {
      const id = viewer % 2 ? first : second;
      expect(numbersOf(frames, id)).toEqual(missed[viewer % 2 ? 0 : 1]);
      expect(rowsOf(frames).flatMap(({ items }) => items)).toHaveLength(2);
    });
  });

  it('needs no more queries for fifty who watch a list than for one', async () => {
    const queriesFor = async (viewers: number) => {
      const aborts: AbortController[] = [];
      const told = { frames: 0 };
      for (let i = 0; i < viewers; i++) {
        const abort = new AbortController();
        aborts.push(abort);
        const stream = portal
          .client(i % 2 ? 'viewer' : 'admin')
          .stream({ list: {} }, { signal: abort.signal });
        await stream.next();
        void follow(stream, told).catch(() => {});
      }
      const queries: string[] = [];
      const listener = ({ sql }: { sql: string }) => queries.push(sql);
      const runId = await launchGreet();
      knex.on('query', listener);
      await portal.until(runId, 'completed');
      await eventually(async () =>
        expect(told.frames).toBeGreaterThanOrEqual(viewers),
      );
      await new Promise(resolve => {
        setTimeout(resolve, 1_000);
      });
      knex.off('query', listener);
      aborts.forEach(abort => abort.abort());
      return queries.filter(sql => /"?run_live"?/.test(sql)).length;
    };
    const one = await queriesFor(1);

    expect(await queriesFor(50)).toBeLessThan(one + 15);
  });
});
