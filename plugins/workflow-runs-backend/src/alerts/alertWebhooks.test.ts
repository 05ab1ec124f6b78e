import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { adding, eventually, TestPortal } from '../__testUtils__/TestPortal';
import { Receiver, verify } from '../webhooks/__testUtils__/Receiver';

jest.setTimeout(120_000);

const orders = adding(
  defineWorkflow({
    name: 'orders',
    version: '1',
    input: z.object({}),
    steps: { only: {} },
  }),
  {
    only: () => {
      throw new Error('The shop is away');
    },
  },
);

describe('an alert rule with a webhook', () => {
  let receiver: Receiver;
  let portal: TestPortal;

  beforeAll(async () => {
    receiver = await Receiver.start();
    portal = await TestPortal.start({
      workflows: [orders],
      config: {
        alerts: { intervalSeconds: 5 },
        webhooks: { allow: [`127.0.0.1:${receiver.port}`] },
      },
    });
  });
  afterAll(async () => {
    await portal.stop();
    await receiver.stop();
  });

  it('tells the receiver that it fires, and that somebody has put an end to it', async () => {
    const { body: made } = await portal.post('/webhooks', {
      name: 'On call',
      url: receiver.url('/hook'),
      eventTypes: ['run.failed'],
    });
    const { body: rule } = await portal.post('/alert-rules', {
      name: 'Orders fail',
      kind: 'failure_rate',
      scope: { workflows: ['embedded/orders'] },
      threshold: 20,
      windowMs: 3_600_000,
      minRuns: 3,
      severity: 'critical',
      webhookId: made.webhook.id,
      runbookUrl: 'https://runbooks.example/orders',
    });
    for (let run = 0; run < 3; run++) {
      await portal.post('/runs', { workflow: 'embedded/orders', input: {} });
    }
    const told = (type: string) =>
      receiver.at('/hook').filter(({ message }) => message.type === type);

    await eventually(async () => expect(told('alert.firing')).toHaveLength(1));
    const [fires] = told('alert.firing');
    verify(fires, made.secret);
    expect(fires.message.data).toMatchObject({
      rule: { id: rule.id, name: 'Orders fail', severity: 'critical' },
    });

    const { status } = await portal.post(`/alert-rules/${rule.id}/resolve`, {
      note: 'The shop is back',
    });
    expect(status).toBe(200);
    await eventually(async () =>
      expect(told('alert.resolved')).toHaveLength(1),
    );
  });
});
