import { Knex } from 'knex';
import {
  forecastSchema,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns, insertWorkflow, TestRunRow } from '../__testUtils__/rows';
import { Visibility } from '../queries/condition';
import { Cursors } from '../queries/cursor';
import { RunQueries } from '../queries/RunQueries';
import { Signer } from '../sealing/Signer';
import { countRuns } from '../statistics/countRuns';
import { ForecastQueries } from './ForecastQueries';

const NOW = Date.UTC(2026, 10, 28, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface StepRow {
  key: string;
  dependsOn?: string[];
  status?: StepStatus;
  startedAt?: number | null;
  durationMs?: number | null;
}

describeOnDatabases('ForecastQueries', createDatabase => {
  let knex: Knex;
  let forecasts: ForecastQueries;
  let runs: RunQueries;
  let made = 0;

  const insertSteps = (runId: string, steps: StepRow[]) =>
    knex('steps').insert(
      steps.map((step, index) => {
        const { startedAt = null, durationMs = null } = step;
        return {
          run_id: runId,
          step_key: step.key,
          item_index: -1,
          id: `stp_${runId}_${index}`,
          step_number: index + 1,
          name: step.key,
          type: 'tool',
          status: step.status ?? 'pending',
          depends_on: JSON.stringify(step.dependsOn ?? []),
          started_at: startedAt,
          completed_at:
            startedAt === null || durationMs === null
              ? null
              : startedAt + durationMs,
          duration_ms: durationMs,
          updated_at: 0,
        };
      }),
    );
  /** Runs that took a minute for `a`, and two for `b` behind it. */
  const insertPast = async (count: number, row: Partial<TestRunRow>) => {
    const ids = Array.from({ length: count }, () => `run_${(made += 1)}`);
    const endedAt = NOW - DAY;
    await insertRuns(
      knex,
      ids.map(id => ({
        id,
        workflowId: 'w',
        orderedAt: endedAt - 3 * MINUTE,
        durationMs: 3 * MINUTE,
        ...row,
      })),
    );
    await knex('runs')
      .whereIn('id', ids)
      .update({ completed_at: endedAt, started_at: endedAt - 3 * MINUTE });
    for (const id of ids) {
      await insertSteps(id, [
        {
          key: 'a',
          status: 'completed',
          startedAt: endedAt - 3 * MINUTE,
          durationMs: MINUTE,
        },
        {
          key: 'b',
          status: 'completed',
          startedAt: endedAt - 2 * MINUTE,
          durationMs: 2 * MINUTE,
        },
      ]);
    }
    await knex.transaction(trx => countRuns(trx, ids));
  };
  /** A run that has been at `a` for some time. */
  const insertRunning = async (
    row: Partial<TestRunRow> = {},
    steps: StepRow[] = [
      { key: 'a', status: 'running', startedAt: NOW - MINUTE / 2 },
      { key: 'b', dependsOn: ['a'] },
    ],
  ) => {
    const id = `run_${(made += 1)}`;
    await insertRuns(knex, [
      { id, workflowId: 'w', orderedAt: NOW, status: 'running', ...row },
    ]);
    await knex('runs')
      .where({ id })
      .update({ started_at: NOW - MINUTE / 2 });
    if (steps.length > 0) await insertSteps(id, steps);
    return id;
  };
  const ask = async (runId: string, visibility: Visibility = 'all') => {
    const run = await runs.get(runId, 'all');
    return forecastSchema.parse(await forecasts.forecast(run!, visibility));
  };
  const minutesUntil = (time: string) =>
    Math.round((10 * (Date.parse(time) - NOW)) / MINUTE) / 10;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    runs = new RunQueries(
      knex,
      new Cursors(
        new Signer(
          [{ id: 'k', secret: 'a secret of thirty-two characters' }],
          'c',
        ),
      ),
    );
    forecasts = new ForecastQueries(
      knex,
      { definition: () => Promise.reject(new Error('There is none')) },
      () => NOW,
    );
    await insertWorkflow(knex, { id: 'w', name: 'w' });
    await insertWorkflow(knex, { id: 'other', name: 'other' });
    await insertPast(12, { environment: 'prod', startedBy: 'user:default/a' });
    await insertPast(8, { environment: 'prod', startedBy: 'user:default/b' });
    await insertPast(3, { environment: 'stage' });
    await insertPast(20, { environment: 'prod', backfill: true });
    await insertPast(20, { environment: 'lab', workflowId: 'other' });
  });

  it('says when a run ends, and when its steps do', async () => {
    const forecast = await ask(await insertRunning());

    expect(forecast).toMatchObject({
      at: new Date(NOW).toISOString(),
      reason: null,
      becauseOf: null,
      runs: 20,
      breachChance: null,
    });
    const { earliest, likely, latest } = forecast.finish!;
    expect([earliest, likely, latest].map(minutesUntil)).toEqual([
      2.5, 2.5, 2.5,
    ]);
    const [a, b] = forecast.steps;
    expect(a).toMatchObject({ stepKey: 'a', n: 20 });
    expect(Math.abs(a.p50Ms - MINUTE)).toBeLessThan(MINUTE / 100);
    expect(Date.parse(a.from!)).toBe(NOW - MINUTE / 2);
    expect([a.to!, b.from!, b.to!].map(minutesUntil)).toEqual([0.5, 0.5, 2.5]);
  });

  it('says how likely it ends after its target', async () => {
    const late = await insertRunning({ sla: 'on_track' });
    await knex('runs')
      .where({ id: late })
      .update({ sla_due_at: NOW + 2 * MINUTE });
    expect((await ask(late)).breachChance).toBe(1);

    await knex('runs')
      .where({ id: late })
      .update({ sla_due_at: NOW + 3 * MINUTE });
    expect((await ask(late)).breachChance).toBe(0);
  });

  it('counts only runs of the same environment, and backfills by themselves', async () => {
    expect(await ask(await insertRunning({ environment: 'stage' }))).toEqual(
      expect.objectContaining({
        finish: null,
        reason: 'too_few_runs',
        becauseOf: 'a',
        runs: 3,
      }),
    );
    expect(await ask(await insertRunning({ backfill: true }))).toMatchObject({
      reason: null,
      runs: 20,
    });
    expect(
      await ask(await insertRunning({ environment: 'lab' })),
    ).toMatchObject({ reason: 'too_few_runs', runs: 0, steps: [] });
  });

  it('counts only runs that its reader may see', async () => {
    const id = await insertRunning();
    const only = (name: string): Visibility => ({
      field: 'startedBy',
      values: [`user:default/${name}`],
    });

    expect(await ask(id, only('a'))).toMatchObject({ reason: null, runs: 12 });
    expect(await ask(id, only('b'))).toMatchObject({
      reason: 'too_few_runs',
      runs: 8,
    });
    expect(await ask(id, 'none')).toMatchObject({ runs: 0, steps: [] });
  });

  it.each([
    ['queued', {}, 'not_started'],
    ['paused', {}, 'paused'],
    ['canceling', {}, 'unwinding'],
    ['running', { needsIntervention: true }, 'unwinding'],
    ['completed', {}, 'ended'],
    ['failed', {}, 'ended'],
    ['canceled', {}, 'ended'],
  ] as const)(
    'of a run that is %s %j says nothing: %s',
    async (status, row, reason) => {
      const forecast = await ask(await insertRunning({ status, ...row }));

      expect(forecast).toMatchObject({ finish: null, reason, becauseOf: null });
      // What is usual is told all the same.
      expect(forecast.steps).toMatchObject([
        { stepKey: 'a', n: 20, from: null, to: null },
        { stepKey: 'b', n: 20, from: null, to: null },
      ]);
    },
  );

  it('names the step that takes longer than ever', async () => {
    const id = await insertRunning({}, [
      { key: 'a', status: 'retrying', startedAt: NOW - 2 * MINUTE },
      { key: 'b', dependsOn: ['a'] },
    ]);

    expect(await ask(id)).toMatchObject({
      reason: 'longer_than_ever',
      becauseOf: 'a',
    });
  });

  it('goes by whole runs where steps are told of only when they begin', async () => {
    const id = await insertRunning({}, [
      { key: 'a', status: 'running', startedAt: NOW - MINUTE / 2 },
    ]);
    const { finish, becauseOf } = await ask(id);

    expect(minutesUntil(finish!.likely)).toBe(2.5);
    expect(becauseOf).toBeNull();
  });

  it('says nothing of a run without steps, whose workflow has no past', async () => {
    const id = await insertRunning({ environment: 'new' }, []);

    expect(await ask(id)).toEqual({
      at: new Date(NOW).toISOString(),
      finish: null,
      reason: 'too_few_runs',
      becauseOf: null,
      runs: 0,
      breachChance: null,
      steps: [],
    });
  });
});
