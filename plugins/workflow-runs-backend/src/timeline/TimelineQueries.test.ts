import { Knex } from 'knex';
import { timelineSchema } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { RunRecord } from '../queries/runToWire';
import { TimelineQueries } from './TimelineQueries';

jest.setTimeout(60_000);

const QUEUED = Date.UTC(2026, 10, 28);
const aRun = (id: string, sla: RunRecord['sla'] = null) =>
  ({
    id,
    queuedAt: new Date(QUEUED).toISOString(),
    status: 'running',
    sla,
  } as RunRecord);

describeOnDatabases('the timeline of a run', createDatabase => {
  let knex: Knex;
  let timelines: TimelineQueries;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    timelines = new TimelineQueries(knex, {
      branches: async () => new Map([['b', 'b']]),
    });
  });

  const step = (run_id: string, step_key: string, columns: object = {}) => ({
    run_id,
    step_key,
    id: `step_${step_key}`,
    item_index: -1,
    step_number: 1,
    name: `Step ${step_key}`,
    type: 'tool',
    status: 'completed',
    depends_on: '[]',
    updated_at: 0,
    started_at: null,
    completed_at: null,
    ...columns,
  });
  const attempt = (run_id: string, step_key: string, columns: object = {}) => ({
    run_id,
    step_key,
    item_index: -1,
    generation: 0,
    number: 1,
    status: 'completed',
    started_at: QUEUED + 10,
    completed_at: QUEUED + 20,
    ...columns,
  });
  /** A fan-out with so many items that have begun. */
  const fanOut = async (
    run: string,
    key: string,
    number: number,
    items: number,
  ) => {
    await knex('steps').insert(
      step(run, key, { step_number: number, type: 'map' }),
    );
    await knex.batchInsert(
      'steps',
      Array.from({ length: items }, (_, item_index) =>
        step(run, key, { step_number: number, item_index }),
      ),
      50,
    );
    await knex.batchInsert(
      'attempts',
      Array.from({ length: items }, (_, item_index) =>
        attempt(run, key, { item_index }),
      ),
      50,
    );
  };

  it('tells all times as milliseconds from when it was queued', async () => {
    await knex('run_states').insert([
      {
        run_id: 'r1',
        number: 1,
        generation: 0,
        status: 'queued',
        entered_at: QUEUED,
      },
      {
        run_id: 'r1',
        number: 2,
        generation: 0,
        status: 'running',
        entered_at: QUEUED + 5,
      },
    ]);
    await knex('steps').insert([
      step('r1', 'a', { started_at: QUEUED + 5, completed_at: QUEUED + 50 }),
      step('r1', 'a:compensate', { type: 'compensation', status: 'running' }),
      step('r1', 'b', {
        step_number: 2,
        status: 'running',
        started_at: QUEUED + 60,
        depends_on: '["a","gone"]',
      }),
      step('r2', 'a'),
    ]);
    await knex('attempts').insert([
      attempt('r1', 'a', { status: 'failed' }),
      attempt('r1', 'a', { number: 2, started_at: QUEUED + 30 }),
      attempt('r1', 'a', { generation: 1, completed_at: null }),
      attempt('r2', 'a'),
    ]);
    const sla = {
      status: 'on_track' as const,
      targetMs: 1_000,
      dueAt: new Date(QUEUED + 1_005).toISOString(),
    };
    const timeline = await timelines.timeline(aRun('r1', sla));

    expect(timelineSchema.parse(timeline)).toEqual(timeline);
    const bar = {
      item: -1,
      type: 'tool',
      branch: null,
      dependsOn: [],
      attempts: [],
      itemsLeftOut: 0,
    };
    expect(timeline).toEqual({
      origin: '2026-11-28T00:00:00.000Z',
      status: 'running',
      states: [
        { status: 'queued', generation: 0, start: 0, end: 5 },
        { status: 'running', generation: 0, start: 5, end: null },
      ],
      sla: { status: 'on_track', due: 1_005 },
      steps: [
        {
          ...bar,
          number: 1,
          key: 'a',
          name: 'Step a',
          status: 'completed',
          start: 5,
          end: 50,
          attempts: [
            { generation: 0, number: 1, status: 'failed', start: 10, end: 20 },
            {
              generation: 0,
              number: 2,
              status: 'completed',
              start: 30,
              end: 20,
            },
            {
              generation: 1,
              number: 1,
              status: 'completed',
              start: 10,
              end: null,
            },
          ],
        },
        {
          ...bar,
          number: 1,
          key: 'a:compensate',
          name: 'Step a:compensate',
          type: 'compensation',
          status: 'running',
          start: null,
          end: null,
        },
        {
          ...bar,
          number: 2,
          key: 'b',
          name: 'Step b',
          status: 'running',
          branch: 'b',
          start: 60,
          end: null,
          dependsOn: [1],
        },
      ],
      attemptsLeftOut: false,
    });
  });

  it('has no target where the workflow has none, and none yet where the run waits', async () => {
    expect((await timelines.timeline(aRun('r3'))).sla).toBeNull();
    const waiting = { status: 'on_track' as const, targetMs: 9, dueAt: null };
    expect((await timelines.timeline(aRun('r3', waiting))).sla).toEqual({
      status: 'on_track',
      due: null,
    });
  });

  it.each([
    [200, 200, 0],
    [201, 200, 1],
    [1_500, 200, 1_300],
  ])(
    'of a fan-out of %d items has %d, and says that %d are left out',
    async (items, shown, leftOut) => {
      const run = `fan_${items}`;
      await knex('steps').insert(step(run, 'a'));
      await fanOut(run, 'm', 2, items);
      await knex('steps').insert(step(run, 'z', { step_number: 3 }));
      const { steps } = await timelines.timeline(aRun(run));

      expect(steps.filter(({ item }) => item >= 0)).toHaveLength(shown);
      expect(steps.find(({ key }) => key === 'm')).toMatchObject({
        itemsLeftOut: leftOut,
      });
      expect(steps.at(-1)).toMatchObject({ key: 'z', number: 3 });
      expect(new Set(steps.map(({ key, item }) => `${key}#${item}`)).size).toBe(
        shown + 3,
      );
      expect(steps.filter(({ attempts }) => attempts.length > 0)).toHaveLength(
        shown,
      );
    },
  );

  it('of many fan-outs has the first 5,000 items', async () => {
    for (let index = 1; index <= 27; index++) {
      await fanOut('wide', `m${String(index).padStart(2, '0')}`, index, 190);
    }
    const { steps } = await timelines.timeline(aRun('wide'));
    const items = steps.filter(({ item }) => item >= 0);
    const leftOut = steps.map(step_ => step_.itemsLeftOut).filter(Boolean);

    expect(items).toHaveLength(5_000);
    expect(steps).toHaveLength(5_027);
    expect(leftOut).toEqual([27 * 190 - 5_000]);
  });

  it('of 10,000 steps has all of them, whatever the pages are', async () => {
    await knex.batchInsert(
      'steps',
      Array.from({ length: 10_000 }, (_, index) =>
        step('large', `s${index}`, { step_number: index + 1 }),
      ),
      50,
    );
    await knex.batchInsert(
      'attempts',
      Array.from({ length: 10_000 }, (_, index) =>
        attempt('large', `s${index}`),
      ),
      50,
    );
    const { steps, attemptsLeftOut } = await timelines.timeline(aRun('large'));

    expect(steps.map(({ number }) => number)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index + 1),
    );
    expect(steps.every(({ attempts }) => attempts.length === 1)).toBe(true);
    expect(attemptsLeftOut).toBe(false);
  });
});
