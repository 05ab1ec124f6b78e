import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
// The module is tried with what it is for.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import temporalModule from '.';

jest.setTimeout(120_000);

const address = process.env.TEMPORAL_TEST_ADDRESS;
const describeOnTemporal = address ? describe : describe.skip;

describeOnTemporal('a portal with a cluster of Temporal', () => {
  let base: string;
  let shop: Client;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const connection = await Connection.connect({ address });
    shop = new Client({ connection });
    stops.push(() => connection.close());
    const backend = await startTestBackend({
      features: [
        workflowRunsPlugin,
        temporalModule,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            workflowRuns: {
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
              temporal: {
                clusters: [
                  { id: 'temporal', address, environment: 'test' },
                  { id: 'wrong', address, namespaces: ['nonsense'] },
                ],
              },
            },
          },
        }),
      ],
    });
    stops.push(() => backend.stop());
    base = `http://localhost:${backend.server.port()}/api/workflow-runs/v1`;
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  async function ask<T = any>(path: string, body?: object) {
    const response = await fetch(`${base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: mockCredentials.user.header('user:default/ada'),
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async function until<T>(read: () => Promise<T | undefined | false>) {
    for (const end = Date.now() + 45_000; ; ) {
      const found = await read();
      if (found) return found;
      if (Date.now() > end) throw new Error('It has not come');
      await sleep(100);
    }
  }

  /** The runs of a workflow id. */
  const runsOf = async (workflowId: string): Promise<Run[]> => {
    const { status, body } = await ask(
      `/runs?businessEventId=${encodeURIComponent(workflowId)}`,
    );
    expect(status).toBe(200);
    return body.items;
  };

  it('shows a workflow that knows nothing of it, and operates it', async () => {
    const workflowId = `order-${randomUUID()}`;
    await shop.workflow.start('OrderFulfilment', {
      workflowId,
      taskQueue: 'orders',
      args: [
        {
          orderId: '4711',
          items: ['cup'],
          address: '1 Main Street',
          confirmPayment: true,
          coolingOffMs: 1,
          deliveryMs: 1,
        },
      ],
    });
    const run = await until(async () => {
      const [found] = await runsOf(workflowId);
      return found?.status === 'running' && found;
    });
    expect(run).toMatchObject({
      workflow: { ref: 'temporal/OrderFulfilment' },
      environment: 'test',
      nativeStatus: 'Running',
    });

    const signaled = await ask(`/runs/${run.id}/send-event`, {
      name: 'payment-received',
      payload: { reference: 'bank' },
    });
    expect(signaled.status).toBeLessThan(300);
    await until(async () => {
      const [found] = await runsOf(workflowId);
      return found?.status === 'completed';
    });
    const { body: steps } = await ask<{ items: Step[] }>(
      `/runs/${run.id}/steps`,
    );
    expect(steps.items.map(({ stepKey }) => stepKey)).toEqual(
      expect.arrayContaining(['chargePayment', 'payment-received']),
    );

    const plan = await ask(`/runs/${run.id}/retry-plan?step=packItems`);
    expect(plan.body).toMatchObject({ becomes: 'new_run' });
    const retried = await ask(`/runs/${run.id}/retry`, {
      step: 'packItems',
      reason: 'packed wrongly',
    });
    expect(retried.status).toBeLessThan(300);
    const runs = await until(async () => {
      const found = await runsOf(workflowId);
      return (
        found.length === 2 &&
        found.every(({ status }) => status === 'completed') &&
        found
      );
    });
    expect(runs.map(({ id }) => id)).toContain(run.id);
  });

  it('says of a namespace that there is not, and goes on with the others', async () => {
    const engine = await until(async () => {
      const { body } = await ask('/engines');
      return body.items.find(
        (each: any) => each.id === 'wrong' && each.state === 'backing_off',
      );
    });

    expect(engine.lastError).toContain("has no namespace 'nonsense'");
  });
});
