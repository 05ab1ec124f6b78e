import { Step } from 'backstage-plugin-workflow-runs-common';
import { aStep, at } from 'backstage-plugin-workflow-runs-react/testing';
import { closedAround, ganttRows, isClosedAtFirst, RowKind } from './rows';

const byDefault = (_: string, kind: RowKind) => !isClosedAtFirst(kind);
const allOpen = () => true;

/** Steps written as `key@branch: dependencies`. */
const steps = (...lines: string[]): Step[] =>
  lines.map((line, index) => {
    const [, stepKey, branchId = null, dependsOn] =
      /^(\w+)(?:@(\w+))?:(.*)$/.exec(line)!;
    return aStep({
      stepKey,
      branchId,
      stepNumber: index + 1,
      dependsOn: dependsOn.trim().split(' ').filter(Boolean),
    });
  });

/** Rows as they look: moved in, with a sign for what opens. */
const drawn = (of: Step[], isOpen = byDefault) =>
  ganttRows(of, isOpen).map(row => {
    const indent = '  '.repeat(row.depth);
    if (row.kind === 'step') {
      const sign = row.items && (row.items.open ? ' v' : ' >');
      return `${indent}${row.id}${sign ?? ''}`;
    }
    return `${indent}${row.open ? 'v' : '>'} ${row.id} (${row.steps.length})`;
  });

const six = ['b', 'c', 'd', 'e', 'f', 'g'];

describe('ganttRows', () => {
  it.each<[string, string[], string[]]>([
    ['of nothing are none', [], []],
    ['of a chain are its steps', ['a:', 'b: a'], ['a', 'b']],
    [
      'put the steps of a branch together, where it begins',
      ['a:', 'b@b: a', 'c@c: a', 'b2@b: b', 'c2@c: c', 'd: b2 c2'],
      [
        'a',
        'v branch:b (2)',
        '  b',
        '  b2',
        'v branch:c (2)',
        '  c',
        '  c2',
        'd',
      ],
    ],
    [
      'need no group for a branch of one step',
      ['a:', 'b@b: a', 'c@c: a', 'd: b c'],
      ['a', 'b', 'c', 'd'],
    ],
    [
      'put a branch within another one into it',
      ['a:', 'b@b: a', 'c@c: a', 'x@x: b', 'x2@x: x', 'y@y: b'],
      [
        'a',
        'v branch:b (4)',
        '  b',
        '  v branch:x (2)',
        '    x',
        '    x2',
        '  y',
        'c',
      ],
    ],
    [
      'close more than five branches that begin at one place',
      ['a:', ...six.map(key => `${key}@${key}: a`), 'h: b c d e f g'],
      ['a', '> fork:a (6)', 'h'],
    ],
  ])('%s', (_, lines, rows) => {
    expect(drawn(steps(...lines))).toEqual(rows);
  });

  it('show each branch of many that somebody has opened', () => {
    const many = steps('a:', ...six.map(key => `${key}@${key}: a`), 'b2@b: b');
    expect(drawn(many, allOpen)).toEqual([
      'a',
      'v fork:a (7)',
      '  b',
      '  b2',
      ...six.slice(1).map(key => `  ${key}`),
    ]);
  });

  it('put items under their fan-out, closed at first', () => {
    const map = aStep({ stepKey: 'map', itemCount: 2 });
    const items = [0, 1].map(itemIndex => aStep({ stepKey: 'map', itemIndex }));
    expect(drawn([map, ...items])).toEqual(['map >']);
    expect(drawn([map, ...items], allOpen)).toEqual([
      'map v',
      '  map[0]',
      '  map[1]',
    ]);
    expect(drawn(items)).toEqual(['map[0]', 'map[1]']);
  });

  it('have rollbacks in a lane of their own, in the order in which they began', () => {
    const undo = (key: string, seconds: number) =>
      aStep({
        stepKey: `${key}:compensate`,
        type: 'compensation',
        startedAt: at(seconds),
      });
    expect(
      drawn([...steps('a:', 'b: a'), undo('a', 20), undo('b', 10)]),
    ).toEqual(['a', 'b', 'v rollback (2)', '  b:compensate', '  a:compensate']);
  });

  it('say once why steps that follow one another were skipped', () => {
    const skipped = (stepKey: string, skipReason: Step['skipReason']) =>
      aStep({ stepKey, status: 'skipped', skipReason });
    const rows = ganttRows(
      [
        aStep(),
        skipped('b', 'upstream_failed'),
        skipped('c', 'upstream_failed'),
        skipped('d', 'condition'),
      ],
      byDefault,
    );
    expect(rows.map(row => row.kind === 'step' && row.skipped)).toEqual([
      undefined,
      { count: 2, first: true },
      { count: 2, first: false },
      { count: 1, first: true },
    ]);
  });

  it('are found at once, however many branches there are', () => {
    const many = steps(
      'a:',
      ...Array.from({ length: 5_000 }, (_, i) => `b${i}@b${i}: a`),
      ...Array.from({ length: 5_000 }, (_, i) => `c${i}@b${i}: b${i}`),
    );
    const started = performance.now();
    expect(ganttRows(many, allOpen)).toHaveLength(10_002);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

it('tells which row hides a step', () => {
  const many = steps('a:', ...six.map(key => `${key}@${key}: a`));
  const map = aStep({ stepKey: 'map' });
  const item = aStep({ stepKey: 'map', itemIndex: 3 });
  const rows = ganttRows([...many, map, item], byDefault);
  expect(closedAround(rows, 'c')).toEqual(['fork:a']);
  expect(closedAround(rows, 'map[3]')).toEqual(['items:map']);
  expect(closedAround(rows, 'a')).toEqual([]);
  expect(closedAround(rows, 'unknown')).toEqual([]);
});
