import { LogEvent } from '../readers/LogEvent';
import { NotificationsConfig } from './config';
import { Order } from './Order';
import { Circumstances, ToldRun, Wording } from './Wording';

type Rules = Pick<NotificationsConfig, 'backfills' | 'topics'>;

/** Who is to be told what of an event, or that it is over; in any order. */
export function decide(
  event: LogEvent,
  run: ToldRun,
  circumstances: Circumstances,
  { topics, backfills }: Rules,
): Order[] {
  if (event.mode === 'import' || (run.backfill && !backfills)) return [];
  const orders = ordersOf(event, new Wording(event, run, circumstances));
  const wanted = orders.flatMap(order => {
    if (order.type === 'tell') return topics[order.topic] ? order : [];
    if (order.type === 'fail') return topics['failure-group-new'] ? order : [];
    return order;
  });
  // Without groups, owners hear of each run.
  return topics['failure-group-new']
    ? wanted
    : wanted.map(order => toOwnersToo(order, event, run));
}

function ordersOf(event: LogEvent, wording: Wording): Order[] {
  const { payload } = event;
  switch (event.type) {
    case 'run.failed':
      return [
        ...wording.failed(),
        ...wording.endAll(`${wording.title} failed`),
      ];
    case 'run.completed':
      return [
        { type: 'recover' },
        ...wording.endAll(`${wording.title} completed`),
        wording.settle('failed', `${wording.title} completed after all`),
        wording.settle('sla', `${wording.title} completed`),
      ];
    case 'run.canceled':
      return [
        ...wording.endAll(`${wording.title} was canceled`),
        wording.settle('failed', null),
        wording.settle('sla', null),
      ];
    case 'run.needs_intervention':
      return [wording.needsIntervention(String(payload.step))];
    case 'run.changed':
      return payload.needsIntervention === false
        ? [wording.settle('intervention', `${wording.title} was dealt with`)]
        : [];
    case 'sla.warning':
      return [wording.sla('sla-at-risk')];
    case 'sla.breached':
      return [wording.sla('sla-breached')];
    case 'step.waiting_human':
      return [wording.waiting()];
    case 'step.validation_failed':
      // Otherwise the run fails for it, or somebody is asked.
      return payload.otherwise === 'warn' ? [wording.doubtful()] : [];
    case 'decision.made':
      return [wording.decided(String(payload.decision))];
    default:
      return [];
  }
}

function toOwnersToo(order: Order, event: LogEvent, run: ToldRun): Order {
  if (event.type !== 'run.failed' || order.type !== 'tell') return order;
  return {
    ...order,
    recipients: [...new Set([...order.recipients, ...run.ownerRefs])],
  };
}
