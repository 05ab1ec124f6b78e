import { Knex } from 'knex';
import {
  ObservedStep,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { RunSink } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { testPrivacy, testRedaction } from '../__testUtils__/testPrivacy';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { Recorder } from '../recorder/Recorder';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { nothingOf } from './merge';
import { ObservedRuns } from './ObservedRuns';

jest.setTimeout(60_000);

const SECRET = 'kestrel';

describeOnDatabases('what engines elsewhere tell beside', createDatabase => {
  let knex: Knex;
  let sink: Pick<RunSink, 'observe'>;
  let runs: RunQueries;
  let details: RunDetailQueries;

  beforeAll(async () => {
    const database = await createDatabase();
    ({ knex } = database);
    const redaction = testRedaction(
      knex,
      testPrivacy({
        policies: [
          {
            workflow: 'shop/order',
            rules: [{ path: '$.name', treatment: 'redact' as const }],
          },
        ],
      }),
    );
    const now = () => 1_000;
    sink = new ObservedRuns({
      knex,
      recorder: new Recorder({ database: database.lane, redaction, now }),
      redaction,
      workflows: new WorkflowStore(knex, new DefinitionStore(knex)),
      now,
    }).sinkOf({
      id: 'shop',
      tenantId: 'acme',
      environment: 'test',
      mode: 'live',
    });
    runs = createRunQueries(knex);
    details = new RunDetailQueries(knex);
  });

  const workflow = { name: 'order' };
  const tell = async (nativeId: string, said: Partial<RunSnapshot> = {}) => {
    const { runId } = await sink.observe({
      ...nothingOf(nativeId, 'default'),
      workflow,
      ...said,
    });
    return runId!;
  };
  const show = async (id: string) => (await runs.get(id, 'all'))!;
  const step = (said: Partial<ObservedStep>): Partial<RunSnapshot> => ({
    steps: [{ key: 'charge', attempts: [], ...said }],
  });
  const stepOf = async (id: string) =>
    (await details.steps(id, { limit: 10 })).items[0];

  it.each(['before', 'after'])(
    'of a run is its parent, told %s it',
    async order => {
      const parent = `parent-${order}`;
      const told = order === 'before' ? await tell(parent) : undefined;
      const child = await tell(`child-${order}`, {
        parent: { nativeId: parent, step: 'ship' },
        triggerType: 'parent',
      });
      if (!told) expect((await show(child)).parentRunId).toBeNull();
      const parentId = told ?? (await tell(parent));

      expect(await show(child)).toMatchObject({
        parentRunId: parentId,
        parentStepKey: 'ship',
        originRunId: null,
      });
    },
  );

  it('of a run is by which step its parent has launched it, where that is told later', async () => {
    const parent = { nativeId: 'launcher' };
    const child = await tell('launched', { parent });
    await tell('launched', { parent: { ...parent, step: 'ship' } });
    await tell('launched', { parent: { ...parent, step: 'bill' } });
    await tell('launched', { parent: { nativeId: 'else', step: 'pack' } });
    const parentId = await tell('launcher');

    expect(await show(child)).toMatchObject({
      parentRunId: parentId,
      parentStepKey: 'ship',
    });
  });

  it('of a run is what it comes from, in another namespace, too, and it never changes', async () => {
    const origin = { nativeId: 'first', namespace: 'other' };
    const second = await tell('second', {
      origin: { ...origin, as: 'reset' },
    });
    await tell('second', { origin: { nativeId: 'else', as: 'continued' } });
    const first = await tell('first', { namespace: 'other' });

    expect(await show(second)).toMatchObject({
      originRunId: first,
      originAs: 'reset',
    });
  });

  it('of a run that is said to come from itself is nothing', async () => {
    const id = await tell('own', {
      parent: { nativeId: 'own' },
      origin: { nativeId: 'own', as: 'retried' },
    });

    expect(await show(id)).toMatchObject({
      parentRunId: null,
      originRunId: null,
    });
  });

  it('of a run is where its work is queued, its trace and what else its engine keeps', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const id = await tell('kept', {
      taskQueue: 'orders',
      traceId,
      attributes: { at: 5, value: { region: 'eu', name: SECRET } },
    });
    await tell('kept', {
      attributes: { at: 4, value: { region: 'us' } },
      taskQueue: 'others',
    });
    const attributes = await details.attributes(id);

    expect(await show(id)).toMatchObject({
      taskQueue: 'orders',
      diagnostics: { traceId },
    });
    expect(attributes).toMatchObject({ region: 'eu' });
    expect(JSON.stringify(attributes)).not.toContain(SECRET);
  });

  it('of a step are its values, each once and treated, of which only what they are known by is kept', async () => {
    const value = (pages: number) => ({ name: SECRET, pages });
    const output = (at: number, generation: number, pages: number) =>
      step({ output: { at, generation, value: value(pages) } });
    const id = await tell('values', step({ input: value(1) }));
    await tell('values', step({ input: value(9) }));
    await tell('values', output(20, 0, 2));
    await tell('values', output(10, 0, 8));
    await tell('values', output(30, 1, 3));
    const shown = await details.payloads(id, 'charge');
    const kept = await knex('observed_runs').where({ run_id: id }).first();

    expect(
      shown.map(({ direction, generation, value: of }) => [
        direction,
        generation,
        (of as any).pages,
      ]),
    ).toEqual([
      ['input', 0, 1],
      ['output', 0, 2],
      ['output', 1, 3],
    ]);
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(kept.snapshot).not.toContain('pages');
    expect(await tell('values', output(30, 1, 3))).toBe(id);
  });

  it('of a step are its values also where they were told before its workflow was known', async () => {
    const input = { name: SECRET, pages: 4 };
    await tell('early', { ...step({ input }), workflow: undefined });
    const id = await tell('early');

    const [shown] = await details.payloads(id, 'charge');
    expect(shown.value).toMatchObject({ pages: 4 });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
  });

  it('of a step is what it waits for, by whom and how it is tried, and what may be done to it', async () => {
    const attempts = [
      {
        generation: 0,
        number: 3,
        startedAt: 10,
        worker: 'worker@host',
        end: {
          at: 20,
          outcome: 'failed' as const,
          willRetry: true,
          retryAt: 5_000,
        },
      },
    ];
    const retryPolicy = {
      kind: 'keepTrying' as const,
      initialDelayMs: 1,
      factor: 2,
      maxDelayMs: 9,
    };
    const operation = { name: 'reset', title: 'Start anew' };
    const id = await tell(
      'tried',
      step({
        attempts,
        retryPolicy,
        taskQueue: 'cards',
        waitingFor: { at: 20, value: { kind: 'event', name: 'paid' } },
        operations: { at: 20, value: [operation] },
      }),
    );

    expect(await stepOf(id)).toMatchObject({
      status: 'retrying',
      attempts: 3,
      nextAttemptAt: new Date(5_000).toISOString(),
      retryPolicy,
      taskQueue: 'cards',
      waitingFor: { kind: 'event', name: 'paid', until: null },
      operations: [operation],
    });
    expect((await show(id)).retries).toBe(2);
    const { items } = await details.attempts(id, { limit: 10 });
    expect(items).toMatchObject([
      {
        number: 3,
        worker: 'worker@host',
        expected: true,
        retryAt: new Date(5_000).toISOString(),
      },
    ]);

    await tell(
      'tried',
      step({
        attempts: [
          {
            generation: 0,
            number: 4,
            startedAt: 30,
            end: { at: 40, outcome: 'completed' },
          },
        ],
        waitingFor: { at: 40, value: null },
      }),
    );
    expect(await stepOf(id)).toMatchObject({
      status: 'completed',
      nextAttemptAt: null,
      waitingFor: null,
      operations: [],
    });
  });

  it('of a try that nobody has seen end is that it failed, where its policy tries again', async () => {
    const tried = (number: number) => ({
      generation: 0,
      number,
      startedAt: number * 10,
    });
    const retryPolicy = {
      kind: 'failAfter' as const,
      attempts: 5,
      delayMs: 1,
    };
    const id = await tell('gaps', step({ attempts: [tried(1)], retryPolicy }));
    await tell('gaps', step({ attempts: [tried(4)] }));

    const { items } = await details.attempts(id, { limit: 10 });
    expect(items).toMatchObject([
      { number: 1, status: 'failed', expected: null },
      { number: 4, status: 'running', expected: true },
    ]);
    const retrying = await knex('run_events')
      .where({ run_id: id, type: 'step.retrying' })
      .first();
    expect(JSON.parse(retrying.payload)).toMatchObject({
      outcome: 'failed',
      expected: true,
    });
  });

  it('may have an id as long as two names of such engines', async () => {
    const nativeId = `${'o'.repeat(1_000)}/${'r'.repeat(99)}`;

    expect((await show(await tell(nativeId))).nativeId).toBe(nativeId);
  });
});
