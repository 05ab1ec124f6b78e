import {
  ApplicationFailure,
  Context,
  heartbeat,
  sleep,
} from '@temporalio/activity';
import { Order, Parcel } from '../orders';

/** Whether the shop has what was ordered. */
export async function reserveStock(order: Order): Promise<{ shelf: string }> {
  if (order.items.length === 0) {
    throw ApplicationFailure.nonRetryable(
      `Order ${order.orderId} has no items`,
      'EmptyOrder',
    );
  }
  return { shelf: `A${order.items.length}` };
}

/** Charges the card; banks decline now and then, and agree a moment later. */
export async function chargePayment(
  order: Order,
): Promise<{ receipt: string }> {
  const { attempt } = Context.current().info;
  if (order.stolenCard) {
    throw ApplicationFailure.nonRetryable(
      'The card was reported as stolen',
      'CardRefused',
    );
  }
  if (attempt <= (order.declined ?? 0)) {
    throw ApplicationFailure.create({
      message: `The bank has declined the payment of ${order.amount} (attempt ${attempt})`,
      type: 'PaymentDeclined',
    });
  }
  return { receipt: `R-${order.orderId}` };
}

/** Packs one item after the other, and says how far it is. */
export async function packItems(order: Order): Promise<{ packed: number }> {
  const total = order.items.length;
  for (const [done, item] of order.items.entries()) {
    heartbeat({ done, total, item });
    await sleep(order.packingMs ?? 50);
  }
  heartbeat({ done: total, total });
  return { packed: total };
}

export async function notifyCustomer(
  order: Order,
  trackingNumber: string,
): Promise<void> {
  await sleep(20);
  Context.current().log.info('Told the customer', {
    orderId: order.orderId,
    trackingNumber,
  });
}

/** Asks the carrier for a label; its API fails now and then. */
export async function bookCarrier(
  parcel: Parcel,
): Promise<{ trackingNumber: string }> {
  const { attempt } = Context.current().info;
  if (attempt <= parcel.errors) {
    throw ApplicationFailure.create({
      message: 'The carrier answers 503 Service Unavailable',
      type: 'CarrierUnavailable',
    });
  }
  return { trackingNumber: `T-${parcel.orderId}` };
}

export async function releaseStock(order: Order): Promise<{ shelf: string }> {
  return { shelf: `A${order.items.length}` };
}
