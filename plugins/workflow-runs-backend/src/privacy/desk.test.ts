import { Knex } from 'knex';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { adding, TestPortal } from '../__testUtils__/TestPortal';

jest.setTimeout(60_000);

const EMAIL = 'grace.hopper@navy.example';
const enroll = adding(
  defineWorkflow({
    name: 'enroll',
    version: '1',
    input: z.object({ email: z.string(), wage: z.number() }),
    steps: { greet: {} },
  }),
  {
    greet: ({ logger, input }) => {
      logger.info(`Hello ${input.email}`);
      return { wage: input.wage };
    },
  },
);
const policy = {
  name: 'People',
  workflow: 'embedded/enroll',
  rules: [
    { detector: 'email', treatment: 'tokenize' },
    { path: '$.wage', kind: 'wage', treatment: 'redact' },
  ],
};

describeOnDatabases('what admins do about privacy', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  beforeEach(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({ workflows: [enroll], knex });
  });
  afterEach(() => portal.stop());

  const enrolled = async () => {
    const input = { email: EMAIL, wage: 4_200 };
    const runId = await portal.launch('enroll', { input });
    await portal.until(runId, 'completed');
    return runId;
  };
  const tokenOf = async (runId: string): Promise<string> => {
    const { text } = await portal.get(`/runs/${runId}/io`);
    return /\[token:email:([\w-]+)\]/.exec(text)![1];
  };

  it('holds from the next run on, and is not applied to those before', async () => {
    const before = await enrolled();
    expect((await portal.post('/privacy/policies', policy)).body).toMatchObject(
      { name: 'People', origin: 'database', revision: 1 },
    );
    const after = await enrolled();

    const textOf = async (runId: string) =>
      (await portal.get(`/runs/${runId}/io`)).text;
    expect(await textOf(before)).toContain('[redacted:email]');
    expect(await textOf(before)).toContain('4200');
    expect(await textOf(after)).toContain('[token:email:');
    expect(await textOf(after)).toContain('[redacted:wage]');
    expect(await textOf(after)).not.toContain('4200');
  });

  it('is told what a policy would do to a run as it is stored', async () => {
    const runId = await enrolled();
    const wages = {
      name: 'Wages',
      rules: [{ key: 'W*', kind: 'wage', treatment: 'hash' }],
    };
    const preview = async (asked: object) => {
      const body = { policy: asked, runIds: [runId] };
      const answer = await portal.post('/privacy/preview', body);
      return answer.body.items[0];
    };

    expect(await preview(wages)).toEqual({
      runId,
      workflow: 'embedded/enroll',
      applies: true,
      cut: false,
      total: 3,
      findings: expect.arrayContaining([
        {
          place: 'input',
          stepKey: null,
          path: "$['wage']",
          kind: 'wage',
          treatment: 'hash',
          rule: 0,
          detector: null,
          text: '4200',
        },
        expect.objectContaining({ place: 'output', stepKey: 'greet' }),
      ]),
    });
    // A policy is tried before it is switched on.
    expect(await preview({ ...wages, enabled: false })).toMatchObject({
      total: 3,
    });
    expect(
      await preview({ ...wages, workflow: 'embedded/other' }),
    ).toMatchObject({ applies: false, total: 0 });
    expect(await knex('privacy_policies')).toEqual([]);
  });

  it('is told which rule cannot be followed, and where', async () => {
    for (const path of ['/privacy/policies', '/privacy/preview']) {
      const wrong = {
        ...policy,
        rules: [
          policy.rules[0],
          { path: '$.a[', treatment: 'redact' },
          { detector: 'horoscope', treatment: 'hash' },
          { detector: 'private_key', treatment: 'keep' },
        ],
      };
      const body = path.endsWith('preview')
        ? { policy: wrong, runIds: [await enrolled()] }
        : wrong;
      const { status, body: answer } = await portal.post(path, body);

      expect(status).toBe(400);
      expect(
        answer.error.violations.map(({ pointer }: any) => pointer),
      ).toEqual(['/rules/1/path', '/rules/2/detector', '/rules/3/treatment']);
      expect(answer.error.violations[0].message).toMatch(/at character \d+/);
    }
    expect(await knex('privacy_policies')).toEqual([]);
  });

  it('shows a value to whoever may reveal it and says why, and writes that down', async () => {
    await portal.post('/privacy/policies', policy);
    const runId = await enrolled();
    const token = await tokenOf(runId);
    const reveal = (body: object, who?: string) =>
      portal.post(`/runs/${runId}/reveal`, body, who);
    const { body, headers } = await reveal({ token, reason: 'INC-7' });

    expect(body).toEqual({
      value: EMAIL,
      kind: 'email',
      hideAt: expect.any(String),
    });
    const shownMs = Date.parse(body.hideAt) - Date.now();
    expect(shownMs).toBeGreaterThan(50_000);
    expect(shownMs).toBeLessThanOrEqual(60_000);
    expect(headers['cache-control']).toBe('no-store');
    expect(portal.audited).toContainEqual(
      expect.objectContaining({
        eventId: 'value-reveal',
        outcome: 'success',
        meta: expect.objectContaining({ runId, token, reason: 'INC-7' }),
      }),
    );
    expect((await reveal({ token, reason: ' ' })).status).toBe(400);
    expect((await reveal({ token }, 'operator')).status).toBe(400);
    expect((await reveal({ token, reason: 'x' }, 'operator')).status).toBe(403);
    const trail = (await portal.get(`/runs/${runId}/audit`)).body.items;
    expect(trail).toMatchObject([
      {
        action: 'reveal',
        outcome: 'refused',
        refusal: { permission: 'workflow-runs.value.reveal' },
      },
      { action: 'reveal', outcome: 'succeeded', reason: 'INC-7' },
      { action: 'launch' },
    ]);
    expect(JSON.stringify(trail)).not.toContain(EMAIL);
    const made = await portal.get('/audit?action=create_policy');
    expect(made.body.items[0]).toMatchObject({
      event: 'privacy-mutate',
      outcome: 'succeeded',
      after: { name: policy.name },
    });
    const other = await enrolled();
    const elsewhere = await portal.post(`/runs/${other}/reveal`, {
      token: 'no-such-token',
      reason: 'x',
    });
    expect(elsewhere.status).toBe(404);
  });

  it('opens nothing of a run whose key is gone', async () => {
    await portal.post('/privacy/policies', policy);
    const runId = await enrolled();
    const token = await tokenOf(runId);
    await knex('sealed_payloads')
      .where({ run_id: runId, kind: 'data_key' })
      .delete();
    const { status, body } = await portal.post(`/runs/${runId}/reveal`, {
      token,
      reason: 'INC-7',
    });

    expect(status).toBe(409);
    expect(body.error.message).toContain('is gone');
  });
});
