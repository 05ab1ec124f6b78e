import { proxyActivities, sleep } from '@temporalio/workflow';
import type * as activities from '../activities';
import { Parcel } from '../orders';

const { bookCarrier } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', maximumAttempts: 4 },
});

/** Brings a parcel to its address. */
export async function ShipParcel(parcel: Parcel): Promise<string> {
  const { trackingNumber } = await bookCarrier(parcel);
  await sleep(parcel.deliveryMs, { summary: 'On its way' });
  return trackingNumber;
}
