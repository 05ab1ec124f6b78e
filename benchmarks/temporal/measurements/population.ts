import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  Order,
  Parcel,
  TASK_QUEUES,
} from '../../../packages/temporal-example/src/orders';

/** Calls that are under way at a time. */
const AT_A_TIME = 20;
const POLL_MS = 500;

export interface Population {
  address: string;
  closed: number;
  open: number;
}

export const openIds = (open: number) =>
  Array.from({ length: open }, (_, index) => `open-${index}`);

/** Runs workflows to their end, and begins some that wait for a payment. */
export async function populate({ address, closed, open }: Population) {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const begin = performance.now();
  await sideBySide(openIds(open), workflowId =>
    workflow.start('OrderFulfilment', {
      taskQueue: TASK_QUEUES.orders,
      workflowId,
      args: [orderOf(workflowId)],
    }),
  );
  const ids = Array.from({ length: closed }, (_, index) => `closed-${index}`);
  await sideBySide(ids, workflowId =>
    workflow.start('ShipParcel', {
      taskQueue: TASK_QUEUES.orders,
      workflowId,
      args: [parcelOf(workflowId)],
    }),
  );
  while ((await workflow.count('CloseTime IS NOT NULL')).count < closed)
    await sleep(POLL_MS);
  const seconds = (performance.now() - begin) / 1_000;
  let events = 0;
  await sideBySide(ids.slice(0, 20), async id => {
    const { historyLength } = await workflow.getHandle(id).describe();
    events += historyLength;
  });
  await connection.close();
  return { seconds, events: Math.round((events / 20) * closed) };
}

/** All of them as Temporal's user interface reads one: the list, and each history as a whole. */
export async function readHistories({ address }: Population) {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const begin = performance.now();
  let executions = 0;
  for await (const { workflowId, runId } of workflow.list()) {
    await workflow.getHandle(workflowId, runId).fetchHistory();
    executions += 1;
  }
  const seconds = (performance.now() - begin) / 1_000;
  await connection.close();
  return { seconds, executions };
}

export async function sideBySide<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = [...items];
  const next = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      await work(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
}

function orderOf(orderId: string): Order {
  return {
    orderId,
    customer: 'acme',
    amount: 42,
    items: ['cup'],
    address: '1 Main Street',
    confirmPayment: true,
  };
}

function parcelOf(orderId: string): Parcel {
  return {
    orderId,
    address: '1 Main Street',
    items: ['cup'],
    errors: 0,
    deliveryMs: 1,
  };
}
