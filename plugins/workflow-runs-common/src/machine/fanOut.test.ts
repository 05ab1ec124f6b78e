import {
  MAX_UNITS,
  mayStartItems,
  newFanOut,
  outputOfMap,
  sizeOf,
  toleratedFailures,
  unitsOf,
} from './fanOut';
import { map, step } from './__fixtures__/workflows';
import type { MapStep } from '../definition/steps';

const tolerating = (tolerate?: MapStep['tolerate']) =>
  map('m', [], { tolerate }) as MapStep;

describe('newFanOut', () => {
  it.each([
    [0, 1, 0],
    [1, 1, 1],
    [MAX_UNITS, 1, MAX_UNITS],
    [MAX_UNITS + 1, MAX_UNITS, 2],
    [25_000, MAX_UNITS, 3],
    [MAX_UNITS ** 2, MAX_UNITS, MAX_UNITS],
    [MAX_UNITS ** 2 + 1, MAX_UNITS + 1, MAX_UNITS],
  ])('of %i items has units of %i: %i of them', (items, chunk, units) => {
    const fanOut = newFanOut(items);

    expect(fanOut.chunk).toBe(chunk);
    expect(unitsOf(fanOut)).toBe(units);
  });

  it('has a last unit of what is left', () => {
    expect([0, 1, 2].map(i => sizeOf(newFanOut(25_000), i))).toEqual([
      10_000, 10_000, 5_000,
    ]);
  });
});

describe('toleratedFailures', () => {
  it.each([
    [undefined, 10, 0],
    [{ failures: 3 }, 10, 3],
    [{ share: 0.25 }, 10, 2],
    [{ share: 1 }, 10, 10],
    [{ share: 1 }, 0, 0],
  ])('%j of %i items: %i', (tolerate, items, tolerated) => {
    expect(toleratedFailures(tolerating(tolerate), items)).toBe(tolerated);
  });
});

describe('mayStartItems', () => {
  const under = (status: 'running' | 'failed', failed: number) => ({
    status,
    fanOut: { ...newFanOut(10), failed },
  });

  it('holds while it runs and has not failed more than it may', () => {
    const definition = tolerating({ failures: 1 });

    expect(mayStartItems(definition, under('running', 1))).toBe(true);
    expect(mayStartItems(definition, under('running', 2))).toBe(false);
    expect(mayStartItems(definition, under('failed', 0))).toBe(false);
  });

  it('holds of no other step', () => {
    expect(mayStartItems(step('a'), { status: 'running', fanOut: null })).toBe(
      false,
    );
  });
});

describe('outputOfMap', () => {
  it('has the results in their order, null for those that are not there', () => {
    const fanOut = { ...newFanOut(3), completed: 2, failed: 1 };

    expect(outputOfMap(fanOut, 'm', { 'm#2': 'c', 'm#0': 'a' })).toEqual({
      items: 3,
      completed: 2,
      failed: 1,
      results: ['a', null, 'c'],
    });
  });

  it('has the results of chunks one after the other', () => {
    const fanOut = { ...newFanOut(5), chunk: 2, completed: 3, failed: 2 };
    const outputs = {
      'm#0': { results: ['a', null] },
      'm#2': { results: ['e'] },
    };

    expect(outputOfMap(fanOut, 'm', outputs)).toMatchObject({
      results: ['a', null, null, null, 'e'],
    });
  });
});
