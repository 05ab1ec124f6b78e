import { TraceSpan } from 'backstage-plugin-workflow-runs-common';
import { formatSpanDuration, waterfallOf } from './waterfallRows';

const START = 1_763_649_065_123_456_789n;

const span = (
  id: string,
  parentId: string | null,
  start: number,
  duration: number,
): TraceSpan => ({
  id,
  parentId,
  name: id,
  service: 'portal',
  startNs: String(START + BigInt(start)),
  durationNs: String(duration),
  status: 'unset',
  url: null,
});

const tree = (...spans: TraceSpan[]) =>
  waterfallOf(spans).map(row => `${'-'.repeat(row.depth)}${row.span.id}`);

it('draws each span below its parent, in the order in which they started', () => {
  expect(
    tree(
      span('run', null, 0, 100),
      span('a', 'run', 10, 20),
      span('b', 'run', 15, 20),
      span('a1', 'a', 16, 5),
    ),
  ).toEqual(['run', '-a', '--a1', '-b']);
});

it('lets a span stand on its own whose parent is not known', () => {
  expect(tree(span('a', 'gone', 0, 1), span('b', 'a', 1, 1))).toEqual([
    'a',
    '-b',
  ]);
});

it('draws spans that are each other’s ancestors once', () => {
  expect(
    tree(span('a', 'b', 0, 1), span('b', 'a', 0, 1), span('c', 'c', 0, 1)),
  ).toEqual(['c', 'a', '-b']);
});

it('tells nanoseconds apart that a number could not', () => {
  const [, second] = waterfallOf([
    span('a', null, 0, 4),
    span('b', null, 1, 2),
  ]);
  expect(second).toMatchObject({ offset: 0.25, width: 0.5 });
});

it('draws what took no time', () => {
  expect(waterfallOf([span('a', null, 0, 0)])).toEqual([
    expect.objectContaining({ offset: 0, width: 0 }),
  ]);
  expect(waterfallOf([])).toEqual([]);
});

it.each([
  ['0', '0 µs'],
  ['87000', '87 µs'],
  ['12400000', '12.4 ms'],
  ['3210000000', '3.21 s'],
])('%s nanoseconds are %s', (duration, text) => {
  expect(formatSpanDuration(duration)).toBe(text);
});
