import { z } from 'zod';
import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

/** Two branches beside each other, one of which is tried twice; reports in each. */
const extract = defineWorkflow({
  name: 'extract',
  version: '1.8.3',
  input: z.object({
    file: z.string(),
    pages: z.array(z.number()),
    password: z.string(),
  }),
  steps: {
    open: { output: z.object({ lines: z.number() }) },
    read: { dependsOn: ['open'], retry: failAfter(2), type: 'model' },
    check: { dependsOn: ['open'] },
    join: { dependsOn: ['read', 'check'], title: 'Put together' },
  },
  output: { lines: { $ref: '/steps/open/output/lines' }, state: 'ok' },
});
const input = { file: 'a.pdf', pages: [1, 2], password: 'hunter2' };

describeOnDatabases('what is told of a run', createDatabase => {
  let engine: TestEngine;
  /** Steps that fail until they are told otherwise. */
  const broken = new Set<string>();

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase());
    await engine.add(extract, {
      open: ({ report }) => {
        report({
          effectiveness: 0.5,
          experience: 0.1,
          details: { model: 'small', endpoint: 'https://ocr', lang: 'de' },
          businessIndicators: [
            { name: 'Open', before: 3, after: 2, unit: 'invoices' },
          ],
        });
        return { lines: 5 };
      },
      read: ({ attempt, report }) => {
        report({
          effectiveness: { accuracy: 0.97 },
          details: {
            model: 'gpt-4o-mini',
            parameters: { temperature: 0, password: 'hunter2' },
          },
        });
        if (attempt === 1 || broken.has('read')) throw new Error('not yet');
      },
      check: () => {
        if (broken.has('check')) throw new Error('no');
      },
      join: ({ report }) =>
        report({
          effectiveness: { throughputDelta: -2.25 },
          experience: 0.9,
          details: { lang: 'en' },
          businessIndicators: [
            { name: 'Open', before: 2, after: 0, unit: 'invoices' },
          ],
        }),
    });
    await engine.engine.start();
  });
  afterAll(() => engine.stop());
  beforeEach(() => broken.clear());

  const run = async (runId: string) => (await engine.runs.get(runId, 'all'))!;

  it('is what went in and came out, in few words and redacted', async () => {
    const runId = await engine.launch('extract', { input });
    const ended = await engine.until(runId, 'completed');

    expect(ended.inputsSummary).toEqual({
      file: 'a.pdf',
      pages: '[2 items]',
      password: expect.stringContaining('redacted'),
    });
    expect(ended.outputsSummary).toEqual({ lines: 5, state: 'ok' });
  });

  it('is how it went: retries, and what handlers have reported last', async () => {
    const runId = await engine.launch('extract', { input });
    const ended = await engine.until(runId, 'completed');

    expect(ended).toMatchObject({
      retries: 1,
      effectiveness: {
        firstPassSuccess: false,
        accuracy: 0.97,
        throughputDelta: -2.25,
      },
    });
    const { items } = await engine.runs.list({ filter: {}, limit: 1 }, 'all');
    expect(items).toMatchObject([
      { id: runId, retries: 1, effectiveness: ended.effectiveness },
    ]);
  });

  it('is what it was good for, from its steps in their order', async () => {
    const runId = await engine.launch('extract', { input });
    await engine.until(runId, 'completed');
    const { business } = await engine.details.overview(runId);

    expect(business).toEqual({
      experience: 0.9,
      details: {
        model: 'gpt-4o-mini',
        endpoint: 'https://ocr',
        lang: 'en',
        parameters: {
          temperature: 0,
          password: expect.stringContaining('redacted'),
        },
      },
      indicators: [
        {
          name: 'Open',
          before: 3,
          after: 2,
          unit: 'invoices',
          stepKey: 'open',
        },
        {
          name: 'Open',
          before: 2,
          after: 0,
          unit: 'invoices',
          stepKey: 'join',
        },
      ],
    });
  });

  it('is which branches its steps are in, and what each works with', async () => {
    const runId = await engine.launch('extract', { input });
    await engine.until(runId, 'completed');
    const { items } = await engine.details.steps(runId, { limit: 10 });
    const { parallelBranches } = await engine.details.overview(runId);

    expect(items.map(({ stepKey, branchId }) => [stepKey, branchId])).toEqual([
      ['open', null],
      ['read', 'read'],
      ['check', 'check'],
      ['join', null],
    ]);
    expect(parallelBranches).toEqual([
      { branchId: 'read', steps: [2], stepKeys: ['read'], status: 'completed' },
      {
        branchId: 'check',
        steps: [3],
        stepKeys: ['check'],
        status: 'completed',
      },
    ]);
    expect(items.map(({ details }) => details)).toEqual([
      {
        handler: expect.stringMatching(/open@1$/),
        model: 'small',
        tool: null,
        endpoint: 'https://ocr',
        parameters: { lang: 'de' },
      },
      expect.objectContaining({
        model: 'gpt-4o-mini',
        parameters: {
          temperature: 0,
          password: expect.stringContaining('redacted'),
        },
      }),
      expect.objectContaining({ model: null, parameters: null }),
      expect.objectContaining({ parameters: { lang: 'en' } }),
    ]);
    expect(items.every(({ nativeStatus }) => nativeStatus === null)).toBe(true);
  });

  it('is not known in the end before that', async () => {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    await engine.add(
      defineWorkflow({
        name: 'held',
        version: '1',
        input: z.object({ seats: z.number() }),
        steps: { only: {} },
      }),
      { only: () => released },
    );
    const runId = await engine.launch('held', { input: { seats: 3 } });

    expect(await engine.until(runId, 'running')).toMatchObject({
      inputsSummary: { seats: 3 },
      outputsSummary: null,
      effectiveness: {
        firstPassSuccess: null,
        accuracy: null,
        throughputDelta: null,
      },
    });
    release();
    await engine.until(runId, 'completed');
  });

  it('is success in the first passage, only where nothing was tried again', async () => {
    await engine.add(
      defineWorkflow({
        name: 'plain',
        version: '1',
        input: z.object({}),
        steps: { only: {} },
      }),
      {
        only: () => {
          if (broken.has('only')) throw new Error('no');
        },
      },
    );
    const fine = await engine.launch('plain');
    expect(await engine.until(fine, 'completed')).toMatchObject({
      retries: 0,
      effectiveness: { firstPassSuccess: true },
    });

    broken.add('only');
    const failed = await engine.launch('plain');
    expect(await engine.until(failed, 'failed')).toMatchObject({
      outputsSummary: null,
      effectiveness: { firstPassSuccess: false },
    });
    broken.clear();
    await engine.act(failed, { action: 'retry' });
    expect(await engine.until(failed, 'completed')).toMatchObject({
      generation: 1,
      // A passage of its own is no retry of a step.
      retries: 0,
      effectiveness: { firstPassSuccess: false },
    });
  });

  it('forgets what came out where the run is opened again', async () => {
    const runId = await engine.launch('extract', { input });
    await engine.until(runId, 'completed');
    broken.add('check');
    await engine.act(runId, {
      action: 'retry',
      details: { step: 'check' },
    });
    const failed = await engine.until(runId, 'failed');

    expect(failed.outputsSummary).toBeNull();
    expect(failed.inputsSummary).toMatchObject({ file: 'a.pdf' });
    // What was reported stays, until something else is.
    expect(failed.effectiveness.accuracy).toBe(0.97);
    const { parallelBranches } = await engine.details.overview(runId);
    expect(parallelBranches).toMatchObject([
      { branchId: 'read', status: 'completed' },
      { branchId: 'check', status: 'failed' },
    ]);
  });

  it('is started by a human where a user launched it, and no other run', async () => {
    const runId = await engine.launch('plain');
    const actorWith = async (columns: object) => {
      await engine.knex('runs').where({ id: runId }).update(columns);
      return (await run(runId)).actor;
    };

    expect((await run(runId)).actor).toBe('human');
    expect(await actorWith({ trigger_type: 'backfill' })).toBe('human');
    expect(await actorWith({ trigger_type: 'parent' })).toBe('system');
    expect(
      await actorWith({ trigger_type: 'manual', started_by: 'external:ci' }),
    ).toBe('system');
    expect(await actorWith({ started_by: null })).toBe('system');
  });

  it('bears a run that has told of no definition', async () => {
    const runId = await engine.launch('plain');
    await engine.until(runId, 'completed');
    await engine
      .knex('runs')
      .where({ id: runId })
      .update({ definition_hash: null });

    expect(await engine.details.steps(runId, { limit: 9 })).toMatchObject({
      items: [{ branchId: null }],
    });
    expect(await engine.details.overview('run_none')).toEqual({
      business: { experience: null, details: {}, indicators: [] },
      parallelBranches: [],
    });
  });
});
