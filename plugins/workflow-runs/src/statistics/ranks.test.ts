import { StepStatistics } from 'backstage-plugin-workflow-runs-common';
import {
  aDuration,
  aFigures,
  aRun,
} from 'backstage-plugin-workflow-runs-react/testing';
import { lagOf } from './freshness';
import { flakiest, mostRetried, mostUsed, slowest } from './stepRanks';
import { comparable } from './versions';
import { failingWorkflows, slowestWorkflows } from './workflowRanks';

const { workflow } = aRun();
const step = (
  stepKey: string,
  overrides: Partial<StepStatistics> = {},
): StepStatistics => ({
  workflow,
  stepKey,
  name: stepKey,
  occurrences: 100,
  failures: 0,
  retries: { expected: 0, unexpected: 0 },
  duration: null,
  ...overrides,
});
const keys = (steps: StepStatistics[]) => steps.map(each => each.stepKey);

describe('slowest', () => {
  it('goes by the p95 and, of too few, by the longest', () => {
    expect(
      keys(
        slowest([
          step('quick', { duration: aDuration(50, 1_000) }),
          step('slow', { duration: aDuration(50, 9_000) }),
          // Four times what half of them take, which would be 8 s: no p95 of three.
          step('rare', { duration: aDuration(3, 2_000) }),
          step('never', { duration: null }),
        ]),
      ),
    ).toEqual(['slow', 'rare', 'quick']);
  });

  it('has ten, at most', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      step(`s${index}`, { duration: aDuration(50, index + 1) }),
    );
    expect(slowest(many)).toHaveLength(10);
  });
});

describe('mostRetried', () => {
  it('counts expected and unexpected retries, and leaves out what has none', () => {
    expect(
      keys(
        mostRetried([
          step('a', { retries: { expected: 3, unexpected: 0 } }),
          step('b', { retries: { expected: 1, unexpected: 4 } }),
          step('c'),
        ]),
      ),
    ).toEqual(['b', 'a']);
  });
});

describe('flakiest', () => {
  it('goes by what nobody provided for, for each time that a step ran', () => {
    expect(
      keys(
        flakiest([
          step('often', { occurrences: 1_000, failures: 20 }),
          step('mostly', {
            failures: 5,
            retries: { expected: 9, unexpected: 5 },
          }),
          step('expected', { retries: { expected: 50, unexpected: 0 } }),
        ]),
      ),
    ).toEqual(['mostly', 'often']);
  });

  it('has those last that ran a few times, for they would lead by chance', () => {
    expect(
      keys(
        flakiest([
          step('rare', { occurrences: 3, failures: 2 }),
          step('steady', { failures: 1 }),
        ]),
      ),
    ).toEqual(['steady', 'rare']);
  });

  it('does not divide by nothing', () => {
    expect(flakiest([step('none', { occurrences: 0, failures: 0 })])).toEqual(
      [],
    );
  });
});

describe('mostUsed', () => {
  it('goes by how often a step ran', () => {
    expect(keys(mostUsed([step('a', { occurrences: 2 }), step('b')]))).toEqual([
      'b',
      'a',
    ]);
  });
});

describe('workflows', () => {
  const of = (
    id: string,
    completed: number,
    failed: number,
    p50Ms: number,
  ) => ({
    workflow: { ...workflow, id },
    figures: aFigures({ completed, failed }, aDuration(completed, p50Ms)),
  });
  const all = [of('a', 90, 10, 500), of('b', 50, 0, 9_000), of('c', 5, 5, 100)];
  const ids = (found: typeof all) => found.map(each => each.workflow.id);

  it('are ranked by how long they take, and by how often they fail', () => {
    expect(ids(slowestWorkflows(all))).toEqual(['b', 'a', 'c']);
    expect(ids(failingWorkflows(all))).toEqual(['c', 'a']);
  });
});

describe('comparable', () => {
  it('has the versions that have another one of the same workflow beside them', () => {
    const version = (id: string, name: string) => ({
      workflow: { ...workflow, id },
      version: name,
      figures: aFigures(),
    });
    expect(
      comparable([version('a', '1'), version('b', '1'), version('a', '2')]).map(
        each => [each.workflow.id, each.version],
      ),
    ).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
  });
});

describe('lagOf', () => {
  const NOW = Date.UTC(2026, 10, 20, 14, 30);
  const before = (minutes: number) =>
    new Date(NOW - minutes * 60_000).toISOString();
  it.each([
    ['nothing is counted yet', null, before(0), null],
    ['it is counted up to now', before(0), before(0), null],
    ['it is as good as now', before(1), before(0), null],
    ['it is half an hour behind', before(30), before(0), 1_800_000],
    ['what is shown ended before that', before(30), before(40), null],
    ['what is shown goes on into the future', before(5), before(-60), 300_000],
  ])('where %s', (_, freshAt, to, lag) => {
    expect(lagOf({ freshAt, to }, NOW)).toBe(lag);
  });
});
