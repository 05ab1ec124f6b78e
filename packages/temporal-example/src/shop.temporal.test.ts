import { randomUUID } from 'node:crypto';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { Night, Order, TASK_QUEUES } from './orders';
import type { NightlyReconciliation, OrderFulfilment } from './workflows';

const address = process.env.TEMPORAL_TEST_ADDRESS;
const describeOnTemporal = address ? describe : describe.skip;

describeOnTemporal('the workflows of the example', () => {
  let connection: Connection;
  let client: Client;

  beforeAll(async () => {
    connection = await Connection.connect({ address });
    client = new Client({ connection });
  });
  afterAll(() => connection.close());

  const order: Order = {
    orderId: '4711',
    customer: 'acme',
    amount: 12.5,
    items: ['cup', 'plate'],
    address: '1 Main Street',
    coolingOffMs: 1,
    deliveryMs: 1,
  };
  const night: Night = {
    day: '2026-11-28',
    accounts: ['rent', 'wages', 'sales'],
    batch: 2,
  };

  it('fulfil an order that is declined once and paid later, in a child and with all that it can be told and asked', async () => {
    const handle = await client.workflow.start<typeof OrderFulfilment>(
      'OrderFulfilment',
      {
        taskQueue: TASK_QUEUES.orders,
        workflowId: `order-${randomUUID()}`,
        args: [{ ...order, declined: 1, confirmPayment: true }],
      },
    );
    expect(
      await handle.executeUpdate('change-address', { args: ['2 Elm Street'] }),
    ).toBe('2 Elm Street');
    await expect(
      handle.executeUpdate('change-address', { args: [''] }),
    ).rejects.toThrow();
    await handle.signal('payment-received', { reference: 'bank' });
    expect(await handle.query('status')).toMatchObject({
      address: '2 Elm Street',
    });
    expect(await handle.result()).toEqual({
      orderId: '4711',
      receipt: 'R-4711',
      trackingNumber: 'T-4711',
    });
    const { events } = await handle.fetchHistory();
    const charged = events?.find(
      ({ activityTaskStartedEventAttributes: started }) => started?.lastFailure,
    );
    expect(charged?.activityTaskStartedEventAttributes?.attempt).toBe(2);
    expect(
      events?.some(e => e.childWorkflowExecutionCompletedEventAttributes),
    ).toBe(true);
  });

  it('reconcile the books in several runs, and fail where they do not add up', async () => {
    const handle = await client.workflow.start<typeof NightlyReconciliation>(
      'NightlyReconciliation',
      {
        taskQueue: TASK_QUEUES.nights,
        workflowId: `night-${randomUUID()}`,
        args: [{ ...night, wrongAccounts: ['wages'] }],
      },
    );
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    const { runId } = await handle.describe();
    expect(runId).not.toBe(handle.firstExecutionRunId);
  });
});
