/*
 * The traffic of the shop, for something to look at: an order every now and then, and the books of a night, of which
 * some meet trouble. It says "Ready" once the first ones are under way.
 *
 *   TEMPORAL_ADDRESS     host:port of the server
 *   TEMPORAL_NAMESPACE   default
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
} from '@temporalio/common';
import { Night, Order, TASK_QUEUES } from './orders';

const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace = 'default' } =
  process.env;

const ORDER_EVERY_MS = 20_000;
/** Of the orders that wait for their payment. */
const PAID_AFTER_MS = 45_000;
/** After this many orders comes a night. */
const ORDERS_OF_A_DAY = 8;

const CUSTOMERS = ['acme', 'globex', 'initech', 'umbrella'];
const ITEMS = ['cup', 'plate', 'kettle', 'spoon', 'tray', 'jug'];
const CUSTOMER = defineSearchAttributeKey(
  'Customer',
  SearchAttributeType.KEYWORD,
);
const AMOUNT = defineSearchAttributeKey('Amount', SearchAttributeType.DOUBLE);

/** What orders meet, one after the other. */
const TROUBLES: Partial<Order>[] = [
  {},
  { declined: 2 },
  { confirmPayment: true },
  { parcelErrors: 2, packingMs: 6_000 },
  { stolenCard: true },
  { declined: 1, confirmPayment: true, parcelErrors: 1 },
  { parcelErrors: 4 },
];

const NIGHTS: Partial<Night>[] = [
  {},
  { lateAccounts: { wages: 2, sales: 1 } },
  { wrongAccounts: ['rent'] },
];

function orderOf(count: number, now: number): Order {
  return {
    orderId: `${now.toString(36)}`,
    customer: CUSTOMERS[count % CUSTOMERS.length],
    amount: 19 + ((count * 37) % 200),
    items: ITEMS.slice(0, 2 + (count % (ITEMS.length - 1))),
    address: `${1 + (count % 90)} Main Street`,
    coolingOffMs: 5_000,
    packingMs: 1_500,
    deliveryMs: 10_000,
    ...TROUBLES[count % TROUBLES.length],
  };
}

async function main() {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });

  const fulfil = async (order: Order) => {
    const handle = await client.workflow.start('OrderFulfilment', {
      taskQueue: TASK_QUEUES.orders,
      workflowId: `order-${order.orderId}`,
      args: [order],
      memo: { channel: 'web' },
      typedSearchAttributes: [
        { key: CUSTOMER, value: order.customer },
        { key: AMOUNT, value: order.amount },
      ],
    });
    if (!order.confirmPayment) return;
    await sleep(PAID_AFTER_MS);
    await handle.signal('payment-received', { reference: order.orderId });
  };

  const reconcile = (count: number, day: string) =>
    client.workflow.start('NightlyReconciliation', {
      taskQueue: TASK_QUEUES.nights,
      workflowId: `reconciliation-${day}-${count}`,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [
        {
          day,
          accounts: ['rent', 'wages', 'sales', 'taxes', 'interest'],
          batch: 2,
          fetchMs: 2_000,
          ...NIGHTS[count % NIGHTS.length],
        },
      ],
    });

  for (let count = 0; ; count += 1) {
    const now = new Date();
    // Somebody may have ended it meanwhile, and the shop goes on.
    fulfil(orderOf(count, now.getTime())).catch(() => {});
    if (count % ORDERS_OF_A_DAY === 0) {
      const day = now.toISOString().slice(0, 10);
      await reconcile(count / ORDERS_OF_A_DAY, day).catch(() => {});
    }
    if (count === 0) console.log('Ready');
    await sleep(ORDER_EVERY_MS);
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
