import { OnAttempt } from '../webhooks/LaneRun';
import { Instruments } from './instruments';

/** Counts attempts to deliver to webhooks, and how long what was delivered had to wait. */
export function measureDeliveries(
  instruments: Pick<Instruments, 'webhookAttempts' | 'webhookLatency'>,
  now: () => number,
): OnAttempt {
  return ({ status, problem }, since) => {
    if (problem === null) {
      instruments.webhookAttempts.add(1, { outcome: 'delivered' });
      instruments.webhookLatency.record(Math.max(0, now() - since) / 1_000);
      return;
    }
    const outcome = status === null ? 'not_reached' : 'refused';
    instruments.webhookAttempts.add(1, { outcome });
  };
}
