import { Knex } from 'knex';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import {
  comparisonSchema,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import { decideByRole } from '../__testUtils__/decideByRole';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  adding,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const sum = adding(
  defineWorkflow({
    name: 'sum',
    version: '1',
    input: z.object({ add: z.array(z.number()), fail: z.boolean().optional() }),
    steps: {
      add: { retry: failAfter(2), title: 'Add up' },
      tell: { dependsOn: ['add'] },
    },
    output: { sum: { $ref: '/steps/add/output' } },
  }),
  {
    add: ({ input, attempt }) => {
      if (input.fail || (input.add.length > 2 && attempt === 1)) {
        throw new Error('no');
      }
      return input.add.reduce((a, b) => a + b, 0);
    },
    tell: () => {},
  },
);

describeOnDatabases('the comparison of two runs', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      knex,
      workflows: [sum, greet],
      entities: [
        workflowEntity({ workflow: 'sum', owner: 'user:default/owner' }),
      ],
      // The operator may do everything but read what went in and out.
      decide: (permission, principal) =>
        permission.name === permissionNames.runReadIo &&
        principal.userEntityRef === 'user:default/operator'
          ? { result: AuthorizeResult.DENY }
          : decideByRole(permission, principal),
    });
    await portal.untilOwned('sum');
  });
  afterAll(() => portal.stop());

  const launch = async (
    input: { add: number[]; fail?: boolean },
    environment = 'prod',
  ) => {
    const runId = await portal.launch('sum', { input, environment });
    await portal.until(runId, 'completed', 'failed');
    // The next one is queued later, in whole milliseconds.
    await new Promise(resolve => {
      setTimeout(resolve, 2);
    });
    return runId;
  };
  const compare = (a: string, b?: string, who?: string) =>
    portal.get(`/runs/${a}/comparison${b ? `?with=${b}` : ''}`, who);

  it('shows what differs: steps by key, values by place', async () => {
    const fine = await launch({ add: [1, 2] });
    const other = await launch({ add: [1, 5, 3] });
    const { body, status } = await compare(other, fine);

    expect(status).toBe(200);
    expect(comparisonSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      a: { id: other, status: 'completed' },
      b: { id: fine, workflow: { ref: 'embedded/sum' } },
      versionsDiffer: false,
      input: {
        truncated: false,
        changes: [
          { pointer: '/add/1', kind: 'changed', a: 5, b: 2 },
          { pointer: '/add/2', kind: 'removed', a: 3, b: null },
        ],
      },
      output: {
        truncated: false,
        changes: [{ pointer: '/sum', kind: 'changed', a: 9, b: 3 }],
      },
    });
    expect(body.steps).toMatchObject([
      {
        stepKey: 'add',
        name: 'Add up',
        a: { status: 'completed', attempts: 2, error: null },
        b: { status: 'completed', attempts: 1, error: null },
        differs: expect.arrayContaining(['attempts']),
      },
      { stepKey: 'tell' },
    ]);
  });

  it('shows why one failed beside one that did not', async () => {
    const fine = await launch({ add: [1] });
    const failed = await launch({ add: [1], fail: true });
    const { body } = await compare(failed, fine);

    expect(body.steps[0]).toMatchObject({
      a: { status: 'failed', error: { message: 'no' } },
      b: { status: 'completed', error: null },
      differs: expect.arrayContaining(['status', 'error']),
    });
    expect(body.steps[1].a.status).toBe('skipped');
    // A run that failed has put nothing out.
    expect(body.output).toBeNull();
  });

  it('of a run with itself differs in nothing', async () => {
    const runId = await launch({ add: [1, 2, 3] });
    const { body } = await compare(runId, runId);

    expect(body.input).toEqual({ changes: [], truncated: false });
    expect(body.output).toEqual({ changes: [], truncated: false });
    expect(body.steps.flatMap((step: any) => step.differs)).toEqual([]);
  });

  it('puts steps that only one has behind the others', async () => {
    const runId = await launch({ add: [1] });
    const greeting = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(greeting, 'completed');
    const { body } = await compare(runId, greeting);

    expect(body.versionsDiffer).toBe(true);
    expect(
      body.steps.map(({ stepKey, a, b }: any) => [stepKey, !!a, !!b]),
    ).toEqual([
      ['add', true, false],
      ['tell', true, false],
      ['look_up', false, true],
      ['say', false, true],
      ['never', false, true],
    ]);
  });

  it('tells nothing of values to who may not read them', async () => {
    const [a, b] = [await launch({ add: [1] }), await launch({ add: [2] })];

    const { body } = await compare(a, b, 'operator');
    expect(body).toMatchObject({ input: null, output: null });
    expect(JSON.stringify(body)).not.toContain('/add/0');
    const { body: run } = await portal.get(`/runs/${a}`, 'operator');
    expect(run).toMatchObject({ inputsSummary: null, outputsSummary: null });
    const { body: list } = await portal.get('/runs', 'operator');
    expect(list.items[0]).toMatchObject({
      inputsSummary: null,
      outputsSummary: null,
    });
    const { body: seen } = await portal.get(`/runs/${a}`, 'viewer');
    expect(seen).toMatchObject({
      inputsSummary: { add: '[1 item]' },
      outputsSummary: { sum: 1 },
    });
  });

  it('says where what is compared was cut', async () => {
    const [a, b] = [await launch({ add: [1] }), await launch({ add: [2] })];
    await knex('run_io')
      .where({ run_id: a, step_key: '', direction: 'input' })
      .update({ truncated: true, content: JSON.stringify('{"add":[1,') });
    const { body } = await compare(a, b);

    expect(body.input).toEqual({
      changes: [
        { pointer: '', kind: 'changed', a: '{"add":[1,', b: { add: [2] } },
      ],
      truncated: true,
    });
  });

  describe('with the last good one', () => {
    it('is with the newest before it, in its environment', async () => {
      await launch({ add: [1] }, 'qa');
      const good = await launch({ add: [2] }, 'qa');
      await launch({ add: [3], fail: true }, 'qa');
      await launch({ add: [4] }, 'elsewhere');
      const failed = await launch({ add: [5], fail: true }, 'qa');
      await launch({ add: [6] }, 'qa');

      for (const asked of ['last-good', undefined]) {
        const { body } = await compare(failed, asked);
        expect(body).toMatchObject({ a: { id: failed }, b: { id: good } });
      }
    });

    it('is with one of another environment where its own has none', async () => {
      const good = await launch({ add: [2] }, 'first');
      const failed = await launch({ add: [5], fail: true }, 'second');

      expect((await compare(failed)).body.b).toMatchObject({
        id: good,
        environment: 'first',
      });
    });

    it('is told where there is none, and is none that the reader may not see', async () => {
      const alone = await portal.launch('greet', { input: { name: 'Bo' } });
      await knex('runs')
        .where({ id: alone })
        .update({ ordered_at: 1, queued_at: 1 });
      const { status, body } = await compare(alone);

      expect(status).toBe(404);
      expect(body.error.message).toBe(
        `No run of 'embedded/greet' that was queued before this one has completed`,
      );
    });
  });

  it('with a run that there is not, or not for the reader, does not exist', async () => {
    const runId = await launch({ add: [1] });
    const foreign = await portal.launch('greet', { input: { name: 'Cy' } });
    const answers = [
      await compare(runId, foreign, 'owner'),
      await compare(runId, 'run_none', 'owner'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    const [hidden, none] = answers.map(({ body }) => body.error.message);
    expect(hidden.replace(foreign, 'run_none')).toBe(none);
    expect((await compare(runId, 'x'.repeat(129))).status).toBe(400);
  });
});
