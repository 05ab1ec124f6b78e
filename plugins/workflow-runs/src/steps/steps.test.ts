import {
  aStep,
  anAttempt,
  at,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { filterSteps, isFinished } from './filterSteps';
import { criticalPoints, undoneSteps } from './gantt/marks';
import { ganttRows } from './gantt/rows';
import { graphNodes } from './graph/graphNodes';
import { layoutGraph } from './graph/layout';
import { neighbourOf } from './graph/neighbourOf';
import { fitScale, sizeOf } from './graph/scale';
import { retriesByStep } from './table/retries';
import { SortColumn, sortSteps } from './table/sortSteps';
import { readyAt, timesOf } from './timing';

const failed = { category: 'bug' as const, code: null, message: 'Zero' };

describe('filterSteps', () => {
  const steps = [
    aStep({ name: 'Load account', status: 'completed' }),
    aStep({ name: 'Ask a human', stepKey: 'ask', status: 'waiting_human' }),
  ];
  const words = (status: string) =>
    status === 'waiting_human' ? 'Waiting' : status;
  it.each([
    ['', 2],
    ['LOAD', 1],
    ['load_acc', 1],
    ['waiting', 1],
    ['waiting_human', 1],
    ['human waiting', 1],
    ['load waiting', 0],
    ['(', 0],
  ])('finds by name, key and status: %j', (text, count) => {
    expect(filterSteps(steps, text, words)).toHaveLength(count);
  });
});

it.each([
  ['completed', true],
  ['skipped', true],
  ['canceled', true],
  ['failed', false],
  ['running', false],
  ['unheard_of', false],
])('%s is finished: %s', (status, finished) => {
  expect(isFinished({ status: status as never })).toBe(finished);
});

describe('sortSteps', () => {
  const steps = [
    aStep({
      stepKey: 'b',
      name: 'b',
      durationMs: 50,
      attempts: 3,
      error: failed,
    }),
    aStep({ stepKey: 'a', name: 'A', stepNumber: 2, durationMs: 7_000 }),
    aStep({ stepKey: 'c', name: 'c', stepNumber: 3, startedAt: at(0) }),
    aStep({ stepKey: 'd', name: 'd', stepNumber: 4, attempts: 1 }),
  ];
  it.each<[SortColumn, string, string]>([
    ['number', 'bacd', 'dcab'],
    ['name', 'abcd', 'dcba'],
    ['duration', 'bcad', 'acbd'],
    ['attempts', 'dbac', 'bdac'],
    ['error', 'bacd', 'bacd'],
    ['usage', 'bacd', 'bacd'],
  ])('by %s, with what has no value last', (by, ascending, descending) => {
    const keys = (direction: 'ascending' | 'descending') =>
      sortSteps(steps, { by, direction }, START + 1_000)
        .map(step => step.stepKey)
        .join('');
    expect(keys('ascending')).toBe(ascending);
    expect(keys('descending')).toBe(descending);
  });
});

it('counts retries that were expected apart from others', () => {
  const attempt = (expected: boolean | null) => anAttempt({ expected });
  const retries = retriesByStep([
    attempt(null),
    attempt(true),
    attempt(true),
    attempt(false),
  ]);
  expect([...retries]).toEqual([
    ['load_account', { expected: 2, unexpected: 1 }],
  ]);
});

describe('when a step could have begun', () => {
  const ends = new Map([
    ['a', 10],
    ['b', 30],
    ['c', null],
  ]);
  it.each<[string, Parameters<typeof aStep>[0], number | null]>([
    ['after the last of what it waits for', { dependsOn: ['a', 'b', 'c'] }, 30],
    ['at the start, where it waits for nothing', { dependsOn: [] }, 5],
    ['cannot be said of an item', { itemIndex: 0 }, null],
    ['cannot be said of a rollback', { type: 'compensation' }, null],
  ])('%s', (_, step, ready) => {
    expect(readyAt(aStep(step), ends, 5)).toBe(ready);
  });
});

it('draws the critical path through the closed group that a step is in', () => {
  const branch = (stepKey: string, from: number, to: number) =>
    aStep({
      stepKey,
      branchId: stepKey,
      dependsOn: ['a'],
      startedAt: at(from),
      completedAt: at(to),
    });
  const steps = [
    aStep({ stepKey: 'a', startedAt: at(0), completedAt: at(5) }),
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((key, i) => branch(key, 5, 6 + i)),
  ];
  const rows = ganttRows(steps, () => false);
  const times = timesOf(steps, START);
  expect(
    criticalPoints(rows, times, row => (row.kind === 'group' ? 24 : 28)),
  ).toEqual([
    { middle: 14, start: START, end: START + 5_000 },
    { middle: 40, start: START + 5_000, end: START + 11_000 },
  ]);
});

it('knows which steps were undone', () => {
  const undo = (key: string, status: 'completed' | 'failed') =>
    aStep({ stepKey: `${key}:compensate`, type: 'compensation', status });
  expect([
    ...undoneSteps([aStep(), undo('a', 'completed'), undo('b', 'failed')]),
  ]).toEqual(['a']);
});

describe('graphNodes', () => {
  const many = [
    aStep({ stepKey: 'a' }),
    ...['b', 'c', 'd', 'e', 'f', 'g'].map(key =>
      aStep({ stepKey: key, branchId: key, dependsOn: ['a'] }),
    ),
    aStep({ stepKey: 'b2', branchId: 'b', dependsOn: ['b'] }),
    aStep({ stepKey: 'z', dependsOn: ['b2', 'c', 'd'] }),
  ];

  it('draws more than five branches as one', () => {
    expect(graphNodes(many, new Set())).toMatchObject([
      { id: 'a', dependsOn: [] },
      { kind: 'fork', id: 'fork:a', branches: 6, dependsOn: ['a'] },
      { id: 'z', dependsOn: ['fork:a'] },
    ]);
  });

  it('draws them apart once they are opened', () => {
    expect(graphNodes(many, new Set(['fork:a']))).toHaveLength(9);
  });

  it('leaves out items and rollbacks', () => {
    expect(
      graphNodes(
        [aStep(), aStep({ itemIndex: 0 }), aStep({ type: 'compensation' })],
        new Set(),
      ),
    ).toHaveLength(1);
  });
});

describe('keys in the graph', () => {
  const layout = layoutGraph([
    { id: 'a', dependsOn: [] },
    { id: 'b', dependsOn: ['a'] },
    { id: 'c', dependsOn: ['a'] },
    { id: 'd', dependsOn: ['b', 'c'] },
  ]);
  it.each([
    ['a', 'ArrowRight', 'b'],
    ['b', 'ArrowDown', 'c'],
    ['c', 'ArrowUp', 'b'],
    ['c', 'ArrowRight', 'd'],
    ['d', 'ArrowLeft', 'b'],
    ['a', 'ArrowLeft', undefined],
    ['a', 'x', undefined],
    ['gone', 'ArrowLeft', undefined],
  ])('from %s, %s leads to %s', (from, key, to) => {
    expect(neighbourOf(layout, from, key)).toBe(to);
  });
});

it.each([
  [{ layers: 1, lanes: 1 }, 1_000, 1],
  [{ layers: 5, lanes: 2 }, 1_000, 0.93],
  [{ layers: 100, lanes: 2 }, 1_000, 0.8],
  [{ layers: 1, lanes: 1 }, 0, 1],
])('a graph of %j in %d px is drawn at %d', (layout, width, scale) => {
  expect(fitScale(sizeOf(layout), width)).toBe(scale);
});
