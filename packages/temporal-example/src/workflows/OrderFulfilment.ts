import {
  ApplicationFailure,
  condition,
  CancellationScope,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type * as activities from '../activities';
import { Fulfilment, Order } from '../orders';
import { ShipParcel } from './ShipParcel';

const { reserveStock, releaseStock, notifyCustomer } = proxyActivities<
  typeof activities
>({ startToCloseTimeout: '10s' });

const { chargePayment } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 5 },
});

const { packItems } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30s',
});

const paymentReceived =
  defineSignal<[{ reference: string }]>('payment-received');
const status = defineQuery<{ phase: string; address: string }>('status');
const changeAddress = defineUpdate<string, [string]>('change-address');
const awaitPayment = defineUpdate<string, [number]>('await-payment');

/** Takes an order from the shelf to the customer. */
export async function OrderFulfilment(order: Order): Promise<Fulfilment> {
  let phase = 'reserving';
  let { address } = order;
  let isPaid = false;

  setHandler(paymentReceived, () => {
    isPaid = true;
  });
  setHandler(status, () => ({ phase, address }));
  setHandler(
    changeAddress,
    to => {
      address = to;
      return address;
    },
    {
      validator: to => {
        if (!to) throw new Error('An address is needed');
        if (phase === 'shipping') throw new Error('It is on its way already');
      },
    },
  );
  setHandler(awaitPayment, async ms => {
    if (await condition(() => isPaid, ms)) return 'paid';
    throw ApplicationFailure.create({ message: 'The payment has not come' });
  });

  await reserveStock(order);
  try {
    phase = 'charging';
    const { receipt } = await chargePayment(order);
    if (order.confirmPayment) {
      phase = 'waiting for the payment';
      await condition(() => isPaid);
    }

    phase = 'cooling off';
    await sleep(order.coolingOffMs ?? 100, { summary: 'Cooling-off period' });

    phase = 'packing';
    await packItems(order);

    phase = 'shipping';
    const trackingNumber = await executeChild(ShipParcel, {
      workflowId: `${workflowInfo().workflowId}-parcel`,
      args: [
        {
          orderId: order.orderId,
          address,
          items: order.items,
          errors: order.parcelErrors ?? 0,
          deliveryMs: order.deliveryMs ?? 100,
        },
      ],
    });
    await notifyCustomer(order, trackingNumber);
    phase = 'done';
    return { orderId: order.orderId, receipt, trackingNumber };
  } catch (error) {
    if (isCancellation(error)) {
      await CancellationScope.nonCancellable(() => releaseStock(order));
    }
    throw error;
  }
}
