import {
  anAttempt,
  aRun,
  aSnapshot,
  aStep,
  at,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { stepIdOf } from 'backstage-plugin-workflow-runs-react';
import { attemptsByStep, barsOf } from './attemptBars';
import { domainOf, placeOf, ticksOf } from './timeDomain';
import { panned, zoomed, zoomPercent } from './timeWindow';

describe('domainOf', () => {
  it('goes from the start to now while the run is under way', () => {
    const { start, end } = domainOf(aSnapshot(), START + 100_000);
    expect(start).toBe(START);
    expect(end).toBe(START + 103_000);
  });

  it('ends with the run', () => {
    const run = aRun({ status: 'completed', completedAt: at(50) });
    const { end } = domainOf(aSnapshot({ run }), START + 100_000);
    expect(end).toBe(START + 51_500);
  });

  const due = (seconds: number) => ({
    status: 'on_track' as const,
    targetMs: seconds * 1_000,
    dueAt: at(seconds),
  });
  it.each([
    [150, 154_500],
    [5_000, 103_000],
  ])('shows a target after %d s, unless it is far off', (seconds, length) => {
    const run = aRun({ sla: due(seconds) });
    const { end } = domainOf(aSnapshot({ run }), START + 100_000);
    expect(end).toBe(START + length);
  });

  it('is never empty, and starts in the queue where nothing has started', () => {
    const run = aRun({ status: 'queued', startedAt: null, queuedAt: at(0) });
    expect(
      domainOf(aSnapshot({ run, steps: [], attempts: [] }), START),
    ).toEqual({
      start: START,
      end: START + 1_030,
    });
  });
});

describe('placeOf', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [25, 0.25],
    [500, 1],
  ])('of %d is %d', (instant, place) => {
    expect(placeOf({ start: 0, end: 100 }, instant)).toBe(place);
  });
});

describe('ticksOf', () => {
  it.each([
    [1_000, 5, [0, 200, 400, 600, 800, 1_000]],
    [9_000, 5, [0, 2_000, 4_000, 6_000, 8_000]],
    [280_000, 6, [0, 60_000, 120_000, 180_000, 240_000]],
    [10 * 86_400_000, 4, [0, 3, 6, 9].map(day => day * 86_400_000)],
  ])('of %d ms, at most %d', (end, most, ticks) => {
    expect(ticksOf({ start: 0, end }, most)).toEqual(ticks);
  });

  it('counts from the start of the run, whatever is in view', () => {
    expect(ticksOf({ start: 7_500, end: 12_000 }, 5, 2_000)).toEqual([
      6_000, 7_000, 8_000, 9_000, 10_000,
    ]);
  });
});

describe('the time in view', () => {
  const full = { start: 0, end: 1_000 };
  const half = { start: 200, end: 700 };
  it.each([
    ['zooms in around its middle', zoomed(full, full, 2), [250, 750]],
    ['zooms in around an instant', zoomed(full, full, 4, 100), [75, 325]],
    [
      'zooms out to all of it, and no further',
      zoomed(full, half, 0.1),
      [0, 1_000],
    ],
    ['shows 20 ms at least', zoomed(full, full, 1e6), [500, 520]],
    ['moves', panned(full, half, 100), [300, 800]],
    ['stops at the start', panned(full, half, -900), [0, 500]],
    ['stops at the end', panned(full, half, 900), [500, 1_000]],
  ])('%s', (_, { start, end }, [from, to]) => {
    expect(start).toBeCloseTo(from, 1);
    expect(end).toBeCloseTo(to, 1);
  });

  it('says how much larger it is', () => {
    expect(zoomPercent(full, half)).toBe(200);
  });
});

describe('barsOf', () => {
  const domain = { start: START, end: START + 100_000 };
  const now = START + 80_000;
  const failed = anAttempt({ status: 'failed', completedAt: at(10) });

  it('hatches the wait between two attempts', () => {
    const second = anAttempt({
      number: 2,
      startedAt: at(30),
      completedAt: at(40),
    });
    expect(
      barsOf(aStep({ status: 'completed' }), [failed, second], domain, now),
    ).toEqual([
      {
        kind: 'attempt',
        attempt: failed,
        from: 0,
        to: 0.1,
        last: false,
        delayMs: 0,
      },
      { kind: 'backoff', ms: 20_000, from: 0.1, to: 0.3 },
      {
        kind: 'attempt',
        attempt: second,
        from: 0.3,
        to: 0.4,
        last: true,
        delayMs: 0,
      },
    ]);
  });

  it('hatches up to now while it waits for the next', () => {
    const bars = barsOf(aStep({ status: 'retrying' }), [failed], domain, now);
    expect(bars[1]).toMatchObject({ kind: 'backoff', from: 0.1, to: 0.8 });
  });

  it('lets what runs grow up to now', () => {
    const running = anAttempt({ status: 'running', completedAt: null });
    expect(
      barsOf(aStep({ status: 'running' }), [running], domain, now),
    ).toEqual([
      {
        kind: 'attempt',
        attempt: running,
        from: 0,
        to: 0.8,
        last: true,
        delayMs: 0,
      },
    ]);
  });
});

describe('barsOf, further', () => {
  const now = START + 80_000;
  const view = { start: START + 20_000, end: START + 40_000 };
  const first = anAttempt({ status: 'failed', completedAt: at(10) });
  const second = anAttempt({
    number: 2,
    startedAt: at(30),
    completedAt: at(50),
  });

  it('leaves out what is not in view, and cuts what is in part', () => {
    expect(
      barsOf(aStep({ status: 'completed' }), [first, second], view, now),
    ).toMatchObject([
      { kind: 'backoff', from: 0, to: 0.5 },
      { kind: 'attempt', from: 0.5, to: 1 },
    ]);
  });

  it('says how long the first attempt could have begun before it did', () => {
    const bars = barsOf(
      aStep(),
      [second],
      { start: START, end: now },
      now,
      START + 25_000,
    );
    expect(bars).toMatchObject([{ delayMs: 5_000 }]);
  });

  it('knows no back-off between passages of the run', () => {
    const again = { ...second, number: 1, generation: 1 };
    const all = { start: START, end: now };
    expect(
      barsOf(aStep({ status: 'completed' }), [first, again], all, now),
    ).toHaveLength(2);
  });

  it('draws what nobody executes from its start to its end', () => {
    const step = aStep({
      type: 'approval',
      status: 'completed',
      startedAt: at(25),
      completedAt: at(30),
    });
    expect(barsOf(step, [], view, now)).toEqual([
      { kind: 'span', ms: 5_000, from: 0.25, to: 0.5 },
    ]);
  });
});

describe('attemptsByStep', () => {
  it('keeps items of a fan-out apart', () => {
    const byStep = attemptsByStep(
      [anAttempt(), anAttempt({ number: 2 }), anAttempt({ itemIndex: 1 })],
      stepIdOf,
    );
    expect([...byStep].map(([id, list]) => [id, list.length])).toEqual([
      ['load_account', 2],
      ['load_account[1]', 1],
    ]);
  });
});
