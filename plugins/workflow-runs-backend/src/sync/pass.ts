import { SyncSubject } from 'backstage-plugin-workflow-runs-node';
import { SyncConfig } from './config';
import { SyncOrder } from './SyncOrders';

/** The time that a pass is about. */
export interface Span {
  sinceAt: number | null;
  untilAt: number | null;
}

const DAY_MS = 86_400_000;

/** What a pass that begins now is about: it goes back into what the one before was about, for engines tell late. */
export function spanOf(
  { kind, untilAt }: Pick<SyncOrder, 'kind' | 'untilAt'>,
  now: number,
  followedSince: number,
  config: SyncConfig,
): Span {
  switch (kind) {
    case 'window':
      return {
        sinceAt: (untilAt ?? followedSince) - config.overlapSeconds * 1_000,
        untilAt: now,
      };
    case 'backfill':
      return {
        sinceAt: followedSince - config.backfillDays * DAY_MS,
        untilAt: followedSince,
      };
    case 'drift':
      return { sinceAt: now - config.driftHours * 3_600_000, untilAt: now };
    default:
      return { sinceAt: null, untilAt: null };
  }
}

/**
 * A pass that came to nothing is given up: the next one is about its time, too.
 *
 * @returns what is noted as done before
 */
export function givenUp(
  { kind, sinceAt, untilAt }: SyncOrder,
  config: SyncConfig,
): number | null {
  if (kind !== 'window' || sinceAt === null) return untilAt;
  return sinceAt + config.overlapSeconds * 1_000;
}

/** What an engine is asked for. */
export function subjectOf(
  order: Pick<SyncOrder, 'kind' | 'sinceAt' | 'untilAt'>,
  known: {
    /** The run that it is about. */
    run: { namespace: string; nativeId: string } | undefined;
    /** Open here, and not told of by the pass before. */
    missing: { namespace: string; nativeId: string }[];
  },
): SyncSubject | undefined {
  const { kind } = order;
  if (kind === 'run') return known.run && { kind, run: known.run };
  if (kind === 'open') return { kind, known: known.missing };
  return { kind, since: order.sinceAt!, until: order.untilAt! };
}
