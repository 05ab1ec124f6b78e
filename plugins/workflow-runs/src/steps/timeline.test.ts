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
import { domainOf, placeOf, ticksOf } from './timeAxis';

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

  it('is never empty, and starts in the queue where nothing has started', () => {
    const run = aRun({ status: 'queued', startedAt: null, queuedAt: at(0) });
    expect(domainOf(aSnapshot({ run, attempts: [] }), START)).toEqual({
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
      { kind: 'attempt', attempt: failed, from: 0, to: 0.1, last: false },
      { kind: 'backoff', ms: 20_000, from: 0.1, to: 0.3 },
      { kind: 'attempt', attempt: second, from: 0.3, to: 0.4, last: true },
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
      { kind: 'attempt', attempt: running, from: 0, to: 0.8, last: true },
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
