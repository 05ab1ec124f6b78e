import { CutMoment } from './outside/DatabaseProxy';
import { Point, pointsOf } from './points';
import { Random } from './random';

/** Something that happens to one backend; spans are milliseconds. */
export type Strike =
  | { type: 'kill at a point'; point: Point; occurrence: number }
  | { type: 'kill at any time'; afterMs: number }
  | { type: 'stop in good order'; afterMs: number }
  | { type: 'freeze'; afterMs: number; forMs: number }
  | {
      type: 'freeze at a point';
      point: Point;
      occurrence: number;
      forMs: number;
    }
  | { type: 'reset connections'; afterMs: number }
  | { type: 'refuse connections'; afterMs: number; forMs: number }
  | {
      type: 'stall connections';
      afterMs: number;
      forMs: number;
      /** What was held back arrives after all, or never. */
      ends: 'open' | 'reset';
    }
  | {
      type: 'cut a statement';
      statement: 'COMMIT;' | 'epoch + 1';
      moment: CutMoment;
    }
  | { type: 'fill the disk'; afterMs: number; forMs: number }
  | { type: 'shift the clock'; afterMs: number; offsetMs: number };

export type StrikeType = Strike['type'];

/** Strikes that a process does not survive. */
export const KILLS: readonly StrikeType[] = [
  'kill at a point',
  'kill at any time',
];

/** How many strikes of each kind there are to be. */
export type StrikeCounts = Partial<Record<StrikeType, number>>;

/** Points that a process passes only while it starts; or only while it stops, or lets others die. */
const RARE: readonly Point[] = [
  'start.migrating',
  'worker.registering',
  'reap.removed',
  'release.begun',
  'release.deciding',
  'release.committed',
  'release.removing',
  'release.removed',
];

/**
 * What a mixed campaign consists of: the kills that are asked for, six of ten at points, and
 * everything else in proportion to them.
 */
export function mixOf(kills: number, isSqlite: boolean): StrikeCounts {
  const share = (part: number) => Math.ceil(kills * part);
  const everywhere: StrikeCounts = {
    'kill at a point': share(0.6),
    'kill at any time': share(0.4),
    'stop in good order': share(0.08),
    freeze: share(0.06),
    'shift the clock': share(0.12),
  };
  return isSqlite
    ? { ...everywhere, 'fill the disk': share(0.1) }
    : {
        ...everywhere,
        'freeze at a point': share(0.06),
        'reset connections': share(0.06),
        'refuse connections': share(0.04),
        'stall connections': share(0.04),
        'cut a statement': share(0.16),
      };
}

/** The strikes of a campaign, in an order and of a strength that the random decides. */
export function planStrikes(
  random: Random,
  counts: StrikeCounts,
  options: { isSqlite: boolean; leaseMs: number },
): Strike[] {
  const { isSqlite, leaseMs } = options;
  // Every point gets its turn before any gets another.
  const points = endless(() => random.shuffled(pointsOf(isSqlite)));
  const frequent = pointsOf(isSqlite).filter(point => !RARE.includes(point));
  const afterMs = () => random.integer(50, 900);
  const longerThanLease = () => random.integer(leaseMs * 1.3, leaseMs * 2.2);
  const occurrenceOf = (point: Point) =>
    RARE.includes(point) ? 1 : random.integer(1, 6);

  const make: Record<StrikeType, () => Strike> = {
    'kill at a point': () => {
      const point = points();
      const occurrence = occurrenceOf(point);
      return { type: 'kill at a point', point, occurrence };
    },
    'kill at any time': () => ({
      type: 'kill at any time',
      afterMs: afterMs(),
    }),
    'stop in good order': () => ({
      type: 'stop in good order',
      afterMs: afterMs(),
    }),
    freeze: () => ({
      type: 'freeze',
      afterMs: afterMs(),
      forMs: longerThanLease(),
    }),
    'freeze at a point': () => ({
      type: 'freeze at a point',
      point: random.pick(frequent),
      occurrence: random.integer(1, 6),
      forMs: longerThanLease(),
    }),
    'reset connections': () => ({
      type: 'reset connections',
      afterMs: afterMs(),
    }),
    'refuse connections': () => ({
      type: 'refuse connections',
      afterMs: afterMs(),
      forMs: random.integer(300, leaseMs * 2),
    }),
    'stall connections': () => ({
      type: 'stall connections',
      afterMs: afterMs(),
      forMs: longerThanLease(),
      ends: random.pick(['open', 'reset']),
    }),
    'cut a statement': () => ({
      type: 'cut a statement',
      statement: random.pick(['COMMIT;', 'COMMIT;', 'epoch + 1']),
      moment: random.pick(['before', 'after']),
    }),
    'fill the disk': () => ({
      type: 'fill the disk',
      afterMs: afterMs(),
      forMs: random.integer(200, 1_500),
    }),
    'shift the clock': () => ({
      type: 'shift the clock',
      afterMs: afterMs(),
      offsetMs: random.integer(-8_000, 8_000),
    }),
  };
  const strikes = Object.entries(counts).flatMap(([type, count]) =>
    Array.from({ length: count }, make[type as StrikeType]),
  );
  return random.shuffled(strikes);
}

function endless<T>(more: () => T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = more();
    return left.pop()!;
  };
}
