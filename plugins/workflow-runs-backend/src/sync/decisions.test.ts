import {
  CommandRefused,
  EngineAway,
  SyncKind,
} from 'backstage-plugin-workflow-runs-node';
import { mockServices } from '@backstage/backend-test-utils';
import { backOffMs } from './backOff';
import { syncConfigSchema } from './config';
import { dueAt, nextOrder } from './dueOrder';
import { isCommandRefused, isEngineAway } from './engineErrors';
import { Engines } from './Engines';
import { isEngineStale, isRunStale, problemOf, syncedAtOf } from './freshness';
import { givenUp, spanOf } from './pass';
import { SyncOrder } from './SyncOrders';
import { TokenBucket } from './TokenBucket';

const CONFIG = syncConfigSchema.parse({});
const NOW = 10_000_000;

const order = (kind: SyncKind, said: Partial<SyncOrder> = {}): SyncOrder => ({
  kind,
  target: kind === 'run' ? 'run_1' : '',
  askedAt: null,
  beganAt: null,
  sinceAt: null,
  untilAt: null,
  cursor: null,
  runs: 0,
  doneAt: null,
  error: null,
  ...said,
});

describe('an order', () => {
  it.each<[string, SyncOrder, number | undefined]>([
    ['goes on where it is under way', order('drift', { beganAt: 5 }), 0],
    ['is due when it is asked for', order('run', { askedAt: 7 }), 7],
    [
      'is not due once it is done',
      order('run', { askedAt: 7, doneAt: 7 }),
      undefined,
    ],
    [
      'is not due where nothing comes of it',
      order('run', { askedAt: 7, error: 'why' }),
      undefined,
    ],
    ['of open runs comes round', order('open', { doneAt: 1_000 }), 31_000],
    ['of open runs begins at once', order('open'), -Infinity],
    ['of changes comes round', order('window', { doneAt: 1_000 }), 61_000],
    ['of the past is done once', order('backfill', { doneAt: 1 }), undefined],
    ['of the past begins at once', order('backfill'), 0],
    ['of what was missed waits for its time', order('drift'), NOW + 86_400_000],
  ])('%s', (_, given, due) => {
    expect(dueAt(given, NOW, CONFIG)).toBe(due);
  });

  it('of the past, and of what was missed, can be turned off', () => {
    const none = { ...CONFIG, backfillDays: 0, driftHours: 0 };

    expect(dueAt(order('backfill'), 0, none)).toBeUndefined();
    expect(dueAt(order('drift'), 0, none)).toBeUndefined();
  });
});

describe('what is next', () => {
  const next = (orders: SyncOrder[], said: object = {}) =>
    nextOrder(orders, {
      now: NOW,
      followedSince: 0,
      tokens: 20,
      burst: 20,
      busy: { orders: new Set(), runs: 0, sweeps: 0 },
      config: CONFIG,
      ...said,
    });
  const all = ['drift', 'backfill', 'window', 'open', 'run'].map(kind =>
    order(kind as SyncKind, { askedAt: 5 }),
  );

  it('is the most urgent', () => {
    expect(next(all)?.kind).toBe('run');
    expect(next(all.slice(0, 4))?.kind).toBe('open');
    expect(next(all.slice(0, 2))?.kind).toBe('backfill');
  });

  it('is, of runs that are looked at, the one that was asked for last', () => {
    const runs = [1, 3, 2].map(at =>
      order('run', { target: `run_${at}`, askedAt: at }),
    );

    expect(next(runs)?.target).toBe('run_3');
  });

  it.each<[SyncKind, number, boolean]>([
    ['run', 1, true],
    ['run', 0.5, false],
    ['open', 4, false],
    ['open', 5, true],
    ['window', 6, false],
    ['window', 7, true],
    ['backfill', 10, false],
    ['backfill', 11, true],
    ['drift', 12, false],
    ['drift', 13, true],
  ])(
    'leaves tokens to what is more urgent than %s: of %d',
    (kind, tokens, is) => {
      const given = order(kind, { askedAt: 5 });

      expect(next([given], { tokens }) !== undefined).toBe(is);
    },
  );

  it('does not pass by what waits for a token', () => {
    expect(next(all, { tokens: 0.5 })).toBeUndefined();
  });

  it('is one sweep at a time, and four runs', () => {
    const none = new Set<string>();

    expect(
      next(all, { busy: { orders: none, runs: 0, sweeps: 1 } })?.kind,
    ).toBe('run');
    expect(
      next(all, { busy: { orders: none, runs: 4, sweeps: 0 } })?.kind,
    ).toBe('open');
    expect(
      next(all, { busy: { orders: none, runs: 4, sweeps: 1 } }),
    ).toBeUndefined();
  });

  it('is nothing that is under way already', () => {
    const busy = { orders: new Set(['run run_1']), runs: 1, sweeps: 0 };

    expect(next(all, { busy })?.kind).toBe('open');
  });
});

describe('TokenBucket', () => {
  it('fills as time goes by, up to its burst', () => {
    const bucket = new TokenBucket(10, 2, 0);

    expect(bucket.level(0)).toBe(1);
    expect(bucket.level(1_000)).toBe(3);
    expect(bucket.level(60_000)).toBe(10);
  });

  it('makes up for what was spent beyond it', () => {
    const bucket = new TokenBucket(10, 2, 0);
    bucket.spend(5, 0);

    expect(bucket.level(0)).toBe(-4);
    expect(bucket.level(2_500)).toBe(1);
  });

  it('loses nothing where the clock goes back', () => {
    const bucket = new TokenBucket(10, 2, 1_000);

    expect(bucket.level(0)).toBe(1);
  });
});

describe('an engine in trouble', () => {
  it.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [4, 1, 8_000],
    [30, 1, 300_000],
  ])(
    'is left alone after %d failures, by chance %d, for %d ms',
    (failures, random, ms) => {
      expect(backOffMs(failures, random)).toBe(ms);
    },
  );

  it('is left alone as long as it says, but not for ever', () => {
    expect(backOffMs(1, 1, 60_000)).toBe(60_000);
    expect(backOffMs(1, 1, Number.MAX_SAFE_INTEGER)).toBe(3_600_000);
  });

  it('is left alone for its turn where what it says is no time', () => {
    expect(backOffMs(1, 1, NaN)).toBe(1_000);
    expect(backOffMs(1, 1, -5)).toBe(1_000);
  });

  it('says how long', () => {
    const standing = {
      followedSince: 0,
      failures: 1,
      retryAt: 12_300,
      lastError: 'why',
      lastErrorAt: 1,
    };

    expect(problemOf(standing, 10_000)).toBe(
      'The engine does not answer; it is asked again in 3 s',
    );
    expect(problemOf(standing, 12_300)).toBeNull();
  });
});

describe('what an engine throws', () => {
  const named = (name: string) => Object.assign(new Error('x'), { name });

  it.each([
    [new EngineAway('x'), true, false],
    [new CommandRefused('x'), false, true],
    // Of another copy of the package.
    [named('EngineAway'), true, false],
    [named('CommandRefused'), false, true],
    [new Error('x'), false, false],
    ['EngineAway', false, false],
    [undefined, false, false],
  ])('is known: %p', (error, isAway, isRefused) => {
    expect([isEngineAway(error), isCommandRefused(error)]).toEqual([
      isAway,
      isRefused,
    ]);
  });
});

describe('an engine that does not say what can be asked of it', () => {
  it('is asked nothing, and does not take the others with it', () => {
    const logger = mockServices.logger.mock();
    const instance = {
      id: 'broken',
      tenantId: 'default',
      environment: 'production',
      mode: 'live' as const,
    };
    const engines = new Engines(
      [
        {
          id: 'broken',
          instances: () => [instance],
          capabilities: () => {
            throw new Error('no idea');
          },
          perform: async () => ({ status: 'completed' }),
        },
      ],
      logger,
    );

    expect(engines.capabilities('broken', { nativeId: '1' })).toMatchObject({
      launch: false,
      actions: [],
    });
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('no idea'),
    );
  });
});

describe('a pass', () => {
  it('of changes goes back into the one before', () => {
    expect(
      spanOf(order('window', { untilAt: 500_000 }), NOW, 0, CONFIG),
    ).toEqual({ sinceAt: 380_000, untilAt: NOW });
    expect(spanOf(order('window'), NOW, 900_000, CONFIG)).toEqual({
      sinceAt: 780_000,
      untilAt: NOW,
    });
  });

  it('that is given up leaves its time to the next one', () => {
    const failed = order('window', { sinceAt: 380_000, untilAt: NOW });
    const untilAt = givenUp(failed, CONFIG);

    expect(spanOf({ kind: 'window', untilAt }, NOW, 0, CONFIG).sinceAt).toBe(
      380_000,
    );
  });
});

describe('what is known of a run', () => {
  const times = { open: 5_000, window: 9_000 };

  it('is as of when it was asked for, by itself or among others', () => {
    expect(syncedAtOf('running', 7_000, times)).toBe(7_000);
    expect(syncedAtOf('running', 1_000, times)).toBe(5_000);
    expect(syncedAtOf('failed', 7_000, times)).toBe(9_000);
    expect(syncedAtOf('failed', null, { open: 1, window: null })).toBeNull();
  });

  it('is old sooner where it is open', () => {
    expect(isRunStale('running', NOW - 10_001, NOW, CONFIG)).toBe(true);
    expect(isRunStale('running', NOW - 10_000, NOW, CONFIG)).toBe(false);
    expect(isRunStale('completed', NOW - 100_000, NOW, CONFIG)).toBe(false);
    expect(isRunStale('completed', NOW - 120_001, NOW, CONFIG)).toBe(true);
    expect(isRunStale('queued', null, NOW, CONFIG)).toBe(true);
  });

  it('of an engine is old where two rounds were missed', () => {
    expect(isEngineStale(NOW - 130_000, NOW, CONFIG)).toBe(false);
    expect(isEngineStale(NOW - 130_001, NOW, CONFIG)).toBe(true);
    expect(isEngineStale(null, NOW, CONFIG)).toBe(true);
  });
});
