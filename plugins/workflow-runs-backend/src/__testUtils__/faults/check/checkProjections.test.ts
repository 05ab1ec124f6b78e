import { z } from 'zod';
import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../../databases';
import { TestEngine } from '../../TestEngine';
import { checkProjections } from './checkProjections';
import { Evidence, EvidenceRow, readTables } from './Evidence';

jest.setTimeout(60_000);

const workflow = defineWorkflow({
  name: 'parcel',
  version: '1',
  input: z.object({}),
  steps: { pack: { retry: failAfter(2) }, send: { dependsOn: ['pack'] } },
});

describeOnDatabases('checkProjections', createDatabase => {
  let engine: TestEngine;
  let read: Awaited<ReturnType<typeof readTables>>;
  let runId: string;

  beforeEach(async () => {
    const database = await createDatabase();
    engine = new TestEngine(database);
    await engine.add(workflow, {
      pack: ({ attempt }) => {
        if (attempt === 1) throw new Error('torn');
      },
      send: () => {},
    });
    await engine.engine.start();
    runId = await engine.launch('parcel');
    await engine.until(runId, 'completed');
    await engine.stop();
    read = await readTables(database.knex);
  });

  const check = (change: Partial<Evidence['tables']> = {}) =>
    checkProjections(runId, workflow.definition, read.events, {
      ...read.tables,
      ...change,
    });
  const changed = (
    rows: EvidenceRow[],
    which: EvidenceRow,
    change: EvidenceRow,
  ) =>
    rows.map(row =>
      Object.entries(which).every(([column, value]) => row[column] === value)
        ? { ...row, ...change }
        : row,
    );

  it('accepts what a real engine has left, and finds everything else', () => {
    const { attempts, steps, run_states: states, runs } = read.tables;
    expect(check()).toEqual([]);

    expect(
      check({
        attempts: changed(attempts, { number: 2 }, { status: 'running' }),
      }),
    ).toEqual([
      `attempts ${runId}/pack/-1/0/2: status is running, and its events say completed`,
    ]);
    expect(check({ attempts: attempts.slice(1) })).toEqual([
      `attempts ${runId}/pack/-1/0/1 is missing`,
    ]);
    expect(
      check({ attempts: [...attempts, { ...attempts[0], number: 3 }] }),
    ).toEqual([`no event tells of attempts ${runId}/pack/-1/0/3`]);
    expect(
      check({ steps: changed(steps, { step_key: 'pack' }, { tries: 2 }) }),
    ).toEqual([`steps ${runId}/pack/-1: tries is 2, and its events say 1`]);
    expect(
      check({
        run_states: changed(states, { number: 2 }, { status: 'paused' }),
      }),
    ).toEqual([
      `run_states ${runId}/2: status is paused, and its events say running`,
    ]);
    expect(
      check({ runs: changed(runs, { id: runId }, { status: 'failed' }) }),
    ).toEqual([
      `runs ${runId}: status is failed, and its events say completed`,
    ]);
  });
});
