import { SyncKind } from 'backstage-plugin-workflow-runs-node';
import { SyncConfig } from './config';
import { isWanted, SyncOrder } from './SyncOrders';

/** Orders about one run that are worked on at the same time. */
export const MAX_RUNS = 4;
/** The most urgent first. */
const RANK: Record<SyncKind, number> = {
  run: 0,
  open: 1,
  window: 2,
  backfill: 3,
  drift: 4,
};
/** The part of the tokens that each kind leaves to what is more urgent. */
const LEAVES: Record<SyncKind, number> = {
  run: 0,
  open: 0.2,
  window: 0.3,
  backfill: 0.5,
  drift: 0.6,
};

/** When an order is due, in epoch milliseconds; undefined where it is not, whatever the time. */
export function dueAt(
  order: SyncOrder,
  followedSince: number,
  config: SyncConfig,
): number | undefined {
  if (order.beganAt !== null) return 0;
  if (isWanted(order)) return order.askedAt!;
  const after = (seconds: number) =>
    (order.doneAt ?? -Infinity) + seconds * 1_000;
  switch (order.kind) {
    case 'open':
      return after(config.openSeconds);
    case 'window':
      return after(config.windowSeconds);
    case 'backfill':
      return order.doneAt === null && config.backfillDays > 0 ? 0 : undefined;
    case 'drift':
      return config.driftHours > 0
        ? (order.doneAt ?? followedSince) + config.driftHours * 3_600_000
        : undefined;
    default:
      return undefined;
  }
}

/** What is worked on already. */
export interface Busy {
  /** Names of orders. */
  orders: ReadonlySet<string>;
  runs: number;
  sweeps: number;
}

/** Names an order among those of its engine. */
export function nameOf({ kind, target }: Pick<SyncOrder, 'kind' | 'target'>) {
  return `${kind} ${target}`;
}

/**
 * The order to work on next; undefined where there is none now. Of runs that are looked at, whoever came last is
 * still there: the newest goes first. Of sweeps one goes on at a time, and one that is more urgent goes between its
 * pages.
 */
export function nextOrder(
  orders: readonly SyncOrder[],
  options: {
    now: number;
    followedSince: number;
    /** Tokens that there are, of so many. */
    tokens: number;
    burst: number;
    busy: Busy;
    config: SyncConfig;
  },
): SyncOrder | undefined {
  const { now, followedSince, tokens, burst, busy, config } = options;
  const fits = (order: SyncOrder) => {
    if (busy.orders.has(nameOf(order))) return false;
    const isFree =
      order.kind === 'run' ? busy.runs < MAX_RUNS : busy.sweeps === 0;
    const due = dueAt(order, followedSince, config);
    return isFree && due !== undefined && due <= now;
  };
  const [first] = orders
    .filter(fits)
    .sort(
      (a, b) =>
        RANK[a.kind] - RANK[b.kind] || (b.askedAt ?? 0) - (a.askedAt ?? 0),
    );
  if (!first) return undefined;
  // What is less urgent must not go where this one waits: it would take its tokens.
  return tokens >= 1 + LEAVES[first.kind] * (burst - 1) ? first : undefined;
}
