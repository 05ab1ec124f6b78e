import { z } from 'zod';
import { defineWorkflow, ref } from 'backstage-plugin-workflow-runs-node';
import { HumanDecision } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { adding, eventually, TestPortal } from '../__testUtils__/TestPortal';

jest.setTimeout(60_000);

const approvals = (['anybody', 'operators', 'escalated'] as const).map(who =>
  adding(
    defineWorkflow({
      name: who,
      version: '1',
      input: z.object({ customer: z.string() }),
      steps: {
        quote: { output: z.object({ price: z.number(), terms: z.string() }) },
        sign_off: {
          type: 'approval',
          dependsOn: ['quote'],
          approvers: who === 'anybody' ? [] : ['user:default/operator'],
          show: {
            Customer: ref('/input/customer'),
            Price: ref('/steps/quote/output/price'),
            Terms: ref('/steps/quote/output/terms'),
            Discount: ref('/steps/quote/output/discount'),
          },
          slaMs: 60_000,
          ...(who === 'escalated'
            ? { escalate: { afterMs: 1, to: ['user:default/admin'] } }
            : {}),
        },
      },
    }),
    { quote: () => ({ price: 12, terms: `password=x ${'y'.repeat(9_000)}` }) },
  ),
);

const judged = adding(
  defineWorkflow({
    name: 'judged',
    version: '1',
    input: z.object({}),
    steps: {
      draft: {
        output: z.string(),
        validators: { tone: { otherwise: 'ask' } },
      },
    },
  }),
  {
    draft: {
      run: () => 'Oi!',
      validators: {
        tone: () => ({
          passed: false,
          score: 0.4,
          reasons: ['It is not polite'],
        }),
      },
    },
  },
);

describeOnDatabases('a decision', createDatabase => {
  let portal: TestPortal;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    portal = await TestPortal.start({
      workflows: [...approvals, judged],
      knex,
    });
  });
  afterAll(() => portal.stop());

  const asking = async (workflow: string) => {
    const runId = await portal.launch(workflow, {
      input: workflow === 'judged' ? {} : { customer: 'Ada' },
    });
    await portal.until(runId, 'waiting_human');
    return runId;
  };
  const decisionsOf = async (
    runId: string,
    who = 'viewer',
  ): Promise<HumanDecision[]> =>
    (await portal.get(`/runs/${runId}/decisions`, who)).body.items;
  const decide = (
    runId: string,
    who: string,
    body: object = { decision: 'approved' },
  ) => portal.post(`/runs/${runId}/decide`, { step: 'sign_off', ...body }, who);

  it('is shown with what who takes it has to know: redacted, and cut where it is too long', async () => {
    const [asked] = await decisionsOf(await asking('anybody'));

    expect(asked).toMatchObject({
      stepKey: 'sign_off',
      about: 'approval',
      approvers: [],
      validation: null,
      decidedAt: null,
      show: { Customer: 'Ada', Price: 12, Discount: null },
    });
    expect(asked.show!.Terms).toMatch(
      /^password=\[redacted:password\] y+ … \[cut: it has \d+ bytes\]$/,
    );
  });

  it('about an output is shown with what validators found in it, and stays so', async () => {
    const runId = await asking('judged');
    const validation = [
      {
        validator: 'tone',
        passed: false,
        score: 0.4,
        reasons: ['It is not polite'],
      },
    ];
    expect(await decisionsOf(runId)).toMatchObject([
      { about: 'validation', show: null, validation, decision: null },
    ]);

    await portal.post(
      `/runs/${runId}/decide`,
      { step: 'draft', decision: 'approved', note: 'It will do' },
      'operator',
    );
    await portal.until(runId, 'completed');
    expect(await decisionsOf(runId)).toMatchObject([
      {
        validation,
        decision: 'approved',
        actor: 'user:default/operator',
        note: 'It will do',
      },
    ]);
  });

  it('is waited for with times as the API writes them, in steps and in events', async () => {
    const runId = await asking('anybody');
    const { items: steps } = await portal
      .client()
      .call('listSteps', { params: { runId } });
    const { waitingFor } = steps.find(({ stepKey }) => stepKey === 'sign_off')!;
    const { items: events } = await portal
      .client()
      .call('listEvents', { params: { runId } });
    const { payload, occurredAt } = events.find(
      ({ type }) => type === 'step.waiting_human',
    )!;

    expect(waitingFor).toEqual({
      kind: 'approval',
      approvers: [],
      since: occurredAt,
      dueAt: new Date(Date.parse(occurredAt) + 60_000).toISOString(),
    });
    expect(payload.waitingFor).toEqual(waitingFor);
  });

  it.each([
    ['nobody signed in', 401],
    ['stranger', 403],
    ['outsider', 404],
    ['viewer', 403],
    ['operator', 200],
    ['admin', 200],
    ['service', 200],
  ])('that anybody may take is for %s: %i', async (who, expected) => {
    const runId = await asking('anybody');
    expect((await decide(runId, who)).status).toBe(expected);
    const [{ decision, actor }] = await decisionsOf(runId);
    expect([decision, actor === null]).toEqual(
      expected === 200 ? ['approved', false] : [null, true],
    );
  });

  it.each([
    ['nobody signed in', 401],
    ['stranger', 403],
    ['outsider', 404],
    ['viewer', 403],
    ['operator', 200],
    ['admin', 403],
    ['service', 403],
  ])('that an operator is asked for is for %s: %i', async (who, expected) => {
    const runId = await asking('operators');
    expect((await decide(runId, who)).status).toBe(expected);
    const [{ decision }] = await decisionsOf(runId);
    expect(decision).toBe(expected === 200 ? 'approved' : null);
  });

  it('says who is asked, to those who are not', async () => {
    const { body } = await decide(await asking('operators'), 'admin');
    expect(body.error.message).toBe(
      "Step 'sign_off' asks others: user:default/operator",
    );
  });

  it('is for those, too, to whom it is escalated', async () => {
    const runId = await asking('escalated');
    await eventually(async () => {
      const { items } = await portal
        .client()
        .call('listEvents', { params: { runId } });
      expect(items.map(({ payload }) => payload.notice)).toContain('escalated');
    });

    expect((await decide(runId, 'service')).status).toBe(403);
    const rejected = { decision: 'rejected', note: 'Too dear' };
    expect((await decide(runId, 'admin', rejected)).status).toBe(200);
    await portal.until(runId, 'failed');
    expect(await decisionsOf(runId)).toMatchObject([
      { decision: 'rejected', actor: 'user:default/admin', note: 'Too dear' },
    ]);
  });

  it('is taken once: who comes later is told so', async () => {
    const runId = await asking('anybody');
    expect((await decide(runId, 'operator')).status).toBe(200);
    await portal.until(runId, 'completed');

    const { status, body } = await decide(runId, 'admin');
    expect([status, body.error.runStatus]).toEqual([409, 'completed']);
    expect(await decisionsOf(runId)).toHaveLength(1);
  });
});
