import { Knex } from 'knex';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  ref,
} from 'backstage-plugin-workflow-runs-node';
import { Json, Run } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  adding,
  AddWorkflows,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';

jest.setTimeout(60_000);

/** What the code of a portal has done, as `step of customer`. */
let calls: string[] = [];
let isBroken = false;

/** In its second version, `price` is tried more often, and the input may say more. */
function orders(version: '1' | '2'): AddWorkflows {
  return adding(
    defineWorkflow({
      name: 'orders',
      version,
      input: z.strictObject({
        customer: z.string().min(1),
        ...(version === '2' ? { express: z.boolean().default(false) } : {}),
      }),
      steps: {
        load: { output: z.object({ customer: z.string(), token: z.string() }) },
        price: {
          dependsOn: ['load'],
          retry: version === '2' ? failAfter(2) : undefined,
        },
        send: { dependsOn: ['price'] },
        rare: {
          dependsOn: ['load'],
          when: { eq: [ref('/input/customer'), 'Nobody'] },
        },
      },
    }),
    {
      load: ({ input: { customer } }) => {
        calls.push(`load of ${customer}`);
        return { customer, token: 'abc' };
      },
      price: ({ outputs }) => {
        calls.push(`price of ${outputs.load!.customer}`);
        if (isBroken) throw new Error('no price');
        return 12;
      },
      send: ({ outputs }) => {
        calls.push(`send for ${outputs.price}`);
        // What is taken over is what it was, not what may be shown of it.
        return { token: outputs.load!.token === 'abc' };
      },
      rare: () => {},
    },
  );
}

const pauses = adding(
  defineWorkflow({
    name: 'pauses',
    version: '1',
    input: z.object({}),
    steps: { rest: { type: 'wait', for: { event: 'go' } } },
  }),
  {},
);

const startPortal = (knex: Knex, version: '1' | '2') =>
  TestPortal.start({
    workflows: [orders(version), pauses],
    entities: [
      workflowEntity({ workflow: 'orders', owner: 'user:default/owner' }),
    ],
    knex,
  });

/** A run of each kind, and what is asked of it. */
class Asking {
  constructor(readonly portal: TestPortal) {}

  async launch(
    status: Run['status'],
    launch: Parameters<TestPortal['launch']>[1] = {},
  ): Promise<string> {
    isBroken = status === 'failed';
    const runId = await this.portal.launch('orders', {
      input: { customer: 'Ada' },
      ...launch,
    });
    await this.portal.until(runId, status);
    isBroken = false;
    calls = [];
    return runId;
  }

  post(
    runId: string,
    action: string,
    body: object = {},
    options: { who?: string; key?: string } = {},
  ) {
    const { who = 'operator', key } = options;
    const sent = this.portal.post(`/runs/${runId}/${action}`, body, who);
    return key ? sent.set('Idempotency-Key', key) : sent;
  }

  /** Has a run repeated by another, which completes. */
  async repeat(runId: string, action: 'rerun' | 'clone', body: object = {}) {
    const { status, body: result } = await this.post(runId, action, body);
    if (status !== 201) throw new Error(JSON.stringify(result));
    return this.portal.until(result.runId, 'completed');
  }

  async inputOf(runId: string): Promise<Json> {
    const { body } = await this.portal.get(`/runs/${runId}/io`);
    return body.items.find(
      (payload: { stepKey: string | null; direction: string }) =>
        payload.stepKey === null && payload.direction === 'input',
    ).value;
  }

  async stepsOf(runId: string): Promise<Record<string, string>> {
    const { body } = await this.portal.get(`/runs/${runId}/steps`);
    return Object.fromEntries(
      body.items.map((step: any) => [
        step.stepKey,
        `${step.status} #${step.attempts}`,
      ]),
    );
  }
}

describeOnDatabases('a run that is repeated', createDatabase => {
  let asking: Asking;
  beforeAll(async () => {
    const { knex } = await createDatabase();
    asking = new Asking(await startPortal(knex, '1'));
    await asking.portal.untilOwned('orders');
  });
  afterAll(() => asking.portal.stop());

  const ran = {
    load: 'completed #1',
    price: 'completed #1',
    send: 'completed #1',
    rare: 'skipped #0',
  };

  describe('by a retry', () => {
    it('is the same run in its next passage, and does again what had failed', async () => {
      const runId = await asking.launch('failed');
      const { status, body } = await asking.post(runId, 'retry', {
        reason: 'There are prices again',
      });
      const run = await asking.portal.until(runId, 'completed');

      expect([status, body.runId]).toEqual([200, runId]);
      expect(run).toMatchObject({ generation: 1, error: null });
      expect(calls).toEqual(['price of Ada', 'send for 12']);
      expect(await asking.stepsOf(runId)).toEqual(ran);
    });

    it('does again a step that it names, and all that builds on it', async () => {
      const runId = await asking.launch('completed');
      await asking.post(runId, 'retry', { step: 'price' });
      await asking.portal.until(runId, 'completed');
      expect(calls).toEqual(['price of Ada', 'send for 12']);

      await asking.post(runId, 'retry', { step: 'load' });
      const run = await asking.portal.until(runId, 'completed');
      expect(calls.slice(2)).toEqual([
        'load of Ada',
        'price of Ada',
        'send for 12',
      ]);
      expect(run.generation).toBe(2);
    });

    it.each([
      [{}, 'Every step has succeeded: say from which one to repeat'],
      [{ step: 'pack' }, "There is no step 'pack'"],
    ])('is refused with %j where all has succeeded', async (body, message) => {
      const runId = await asking.launch('completed');
      const answer = await asking.post(runId, 'retry', body);

      expect([answer.status, answer.body.error.message]).toEqual([
        409,
        message,
      ]);
      expect((await asking.portal.until(runId, 'completed')).generation).toBe(
        0,
      );
    });
  });

  describe('by a re-run', () => {
    it('has another run made, which is linked to it and does everything again', async () => {
      const runId = await asking.launch('failed', {
        environment: 'staging',
        priority: 'high',
        tags: ['eu', 'vip'],
        businessEventId: 'order-7',
      });
      const run = await asking.repeat(runId, 'rerun');

      expect(run.id).not.toBe(runId);
      expect(run).toMatchObject({
        originRunId: runId,
        parentRunId: null,
        generation: 0,
        environment: 'staging',
        priority: 'high',
        tags: ['eu', 'vip'],
        businessEventId: 'order-7',
        triggerType: 'manual',
        startedBy: 'user:default/operator',
      });
      expect(calls).toEqual(['load of Ada', 'price of Ada', 'send for 12']);
      expect(await asking.inputOf(run.id)).toEqual({ customer: 'Ada' });
      expect((await asking.portal.until(runId, 'failed')).generation).toBe(0);
    });

    it('may have another input, which has to fit', async () => {
      const runId = await asking.launch('completed');
      const run = await asking.repeat(runId, 'rerun', {
        input: { customer: 'Bo' },
      });
      expect(await asking.inputOf(run.id)).toEqual({ customer: 'Bo' });
      expect(calls[0]).toBe('load of Bo');

      const { status, body } = await asking.post(runId, 'rerun', {
        input: { customer: '' },
      });
      expect(status).toBe(400);
      expect(body.error.violations).toMatchObject([
        { pointer: '/customer', rule: 'minLength' },
      ]);
    });

    it('from a step on takes over what came before, unredacted', async () => {
      const runId = await asking.launch('completed');
      const run = await asking.repeat(runId, 'rerun', { fromStep: 'send' });

      expect(calls).toEqual(['send for 12']);
      expect(await asking.stepsOf(run.id)).toEqual({
        ...ran,
        load: 'completed #0',
        price: 'completed #0',
      });
      expect(run.progress.percentage).toBe(100);
      const { body } = await asking.portal.get(`/runs/${run.id}/io?step=load`);
      expect(body.items).toMatchObject([
        { value: { customer: 'Ada', token: '[redacted:token]' } },
      ]);
      const sent = await asking.portal.get(`/runs/${run.id}/io?step=send`);
      expect(sent.body.items[0].value).toEqual({ token: '[redacted:token]' });
    });

    it('from a step on does again what had failed before it, too', async () => {
      const runId = await asking.launch('failed');
      await asking.repeat(runId, 'rerun', { fromStep: 'send' });
      expect(calls).toEqual(['price of Ada', 'send for 12']);
    });

    it('can itself be repeated from a step on', async () => {
      const first = await asking.launch('completed');
      const second = await asking.repeat(first, 'rerun', { fromStep: 'send' });
      calls = [];
      const third = await asking.repeat(second.id, 'rerun', {
        fromStep: 'send',
      });
      expect(calls).toEqual(['send for 12']);
      expect(third.originRunId).toBe(second.id);
    });

    it.each([
      [{ fromStep: 'pack' }, '/fromStep', "there is no step 'pack'"],
      [{ version: '9' }, '/version', "the workflow has no version '9'"],
      [
        { fromStep: 'send', input: { customer: 'Bo' } },
        '/input',
        'cannot be edited where outputs of steps are taken over',
      ],
    ])('is refused with %j', async (body, pointer, message) => {
      const runId = await asking.launch('completed');
      const answer = await asking.post(runId, 'rerun', body);

      expect(answer.status).toBe(400);
      expect(answer.body.error.violations).toMatchObject([
        { pointer, message },
      ]);
      expect(calls).toEqual([]);
    });

    it('is refused while the run goes on; a clone is not', async () => {
      const runId = await asking.portal.launch('pauses');
      await asking.portal.until(runId, 'running');
      const { status, body } = await asking.post(runId, 'rerun');
      expect([status, body.error.message]).toEqual([
        409,
        'The run has not ended: it is running',
      ]);

      expect((await asking.post(runId, 'clone')).status).toBe(201);
    });
  });

  describe('by a clone', () => {
    it('has another run made, of which anything may differ', async () => {
      const runId = await asking.launch('completed', {
        environment: 'staging',
        tags: ['eu'],
        priority: 'low',
      });
      const same = await asking.repeat(runId, 'clone');
      expect(same).toMatchObject({
        originRunId: runId,
        environment: 'staging',
        tags: ['eu'],
        priority: 'low',
      });
      const other = await asking.repeat(runId, 'clone', {
        input: { customer: 'Bo' },
        environment: 'prod',
        tags: [],
        priority: 'high',
      });
      expect(other).toMatchObject({
        originRunId: runId,
        environment: 'prod',
        tags: [],
        priority: 'high',
      });
      expect(await asking.inputOf(other.id)).toEqual({ customer: 'Bo' });
    });
  });

  it.each(['rerun', 'clone'])(
    'is repeated once by a %s with a key',
    async action => {
      const runId = await asking.launch('completed');
      const options = { key: `once ${action}`.replace(' ', '-') };
      const answers = [
        ...(await Promise.all([
          asking.post(runId, action, {}, options),
          asking.post(runId, action, {}, options),
        ])),
        await asking.post(runId, action, {}, options),
      ];
      expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1);
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200, 200, 201,
      ]);

      const other = { input: { customer: 'Bo' } };
      expect((await asking.post(runId, action, other, options)).status).toBe(
        409,
      );
    },
  );

  describe.each(['retry', 'rerun', 'clone'])('with a %s', action => {
    const done = action === 'retry' ? 200 : 201;
    it.each([
      ['nobody signed in', 401],
      ['stranger', 403],
      ['outsider', 404],
      ['viewer', 403],
      ['operator', done],
      ['owner', done],
      ['admin', done],
      ['service', done],
    ])('by %s: %i', async (who, expected) => {
      const runId = await asking.launch('failed');
      const { body: before } = await asking.portal.get('/runs?limit=200');
      expect((await asking.post(runId, action, {}, { who })).status).toBe(
        expected,
      );
      const { body: after } = await asking.portal.get('/runs?limit=200');
      expect(after.items.length - before.items.length).toBe(
        expected === 201 ? 1 : 0,
      );
      const { body: run } = await asking.portal.get(`/runs/${runId}`);
      expect(run.generation).toBe(expected === 200 ? 1 : 0);
    });
  });
});

describeOnDatabases('a run of an older version', createDatabase => {
  let asking: Asking;
  let failed: string;
  let completed: string;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    const before = new Asking(await startPortal(knex, '1'));
    failed = await before.launch('failed');
    completed = await before.launch('completed');
    await before.portal.stop();
    asking = new Asking(await startPortal(knex, '2'));
  });
  beforeEach(() => {
    calls = [];
  });
  afterAll(() => asking.portal.stop());

  it('is retried as what it was', async () => {
    await asking.post(failed, 'retry');
    const run = await asking.portal.until(failed, 'completed');

    expect([run.workflowVersion, run.generation]).toEqual(['1', 1]);
    expect(await asking.inputOf(failed)).toEqual({ customer: 'Ada' });
  });

  it.each(['rerun', 'clone'] as const)(
    'is repeated by a %s as the newest, unless another is chosen',
    async action => {
      const newest = await asking.repeat(completed, action);
      expect(newest.workflowVersion).toBe('2');
      expect(await asking.inputOf(newest.id)).toEqual({
        customer: 'Ada',
        express: false,
      });
      const chosen = await asking.repeat(completed, action, { version: '1' });
      expect(chosen.workflowVersion).toBe('1');
      expect(await asking.inputOf(chosen.id)).toEqual({ customer: 'Ada' });
    },
  );

  it('is repeated from a step on as the newest where what is taken over is unchanged', async () => {
    const run = await asking.repeat(completed, 'rerun', { fromStep: 'price' });
    expect(run.workflowVersion).toBe('2');
    expect(calls).toEqual(['price of Ada', 'send for 12']);
  });

  it('is not repeated from a step on where what would be taken over has changed', async () => {
    const { status, body } = await asking.post(completed, 'rerun', {
      fromStep: 'send',
    });
    expect(status).toBe(400);
    expect(body.error.violations).toEqual([
      {
        pointer: '/fromStep',
        rule: 'unchanged-steps',
        message:
          'these steps would be taken over, but are not what they were in the other version: price',
      },
    ]);

    const run = await asking.repeat(completed, 'rerun', {
      fromStep: 'send',
      version: '1',
    });
    expect(run.workflowVersion).toBe('1');
    expect(calls).toEqual(['send for 12']);
  });
});
