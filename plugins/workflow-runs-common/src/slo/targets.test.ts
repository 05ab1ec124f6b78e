import { parseSlo, sloTargetsSchema } from './targets';
import { spanToMs, windowToDays } from './spans';

const MINUTE_MS = 60_000;

it.each([
  ['90s', 90_000],
  ['10m', 10 * MINUTE_MS],
  ['1h30m', 90 * MINUTE_MS],
  ['1d', 1_440 * MINUTE_MS],
  ['250ms', 250],
  ['1s500ms', 1_500],
  ['365d', 365 * 1_440 * MINUTE_MS],
  ['365d1ms', undefined],
  ['0s', undefined],
  ['', undefined],
  ['10', undefined],
  ['10 m', undefined],
  ['30m1h', undefined],
  ['1.5h', undefined],
  ['-1m', undefined],
  ['PT10M', undefined],
])('%j takes %j ms', (text, ms) => {
  expect(spanToMs(text)).toBe(ms);
});

it.each([
  ['1d', 1],
  ['28d', 28],
  ['4w', 28],
  ['90d', 90],
  ['91d', undefined],
  ['13w', undefined],
  ['0d', undefined],
  ['24h', undefined],
  ['28', undefined],
])('%j is a window of %j days', (text, days) => {
  expect(windowToDays(text)).toBe(days);
});

it.each([
  [
    'success-rate=99%; p95-duration=10m; window=28d',
    { successRate: 0.99, p95Duration: '10m', window: '28d' },
  ],
  ['success-rate=99.9%', { successRate: 0.999 }],
  ['success-rate = 99.95% ;', { successRate: 0.9995 }],
  ['window=1w;p95-duration=1h30m', { p95Duration: '1h30m', window: '1w' }],
])('the annotation %j is understood', (annotation, targets) => {
  expect(parseSlo(annotation)).toEqual({ targets });
});

it.each([
  ['', 'slo', 'no_objective'],
  ['window=7d', 'slo', 'no_objective'],
  ['success-rate=100%', 'success-rate', 'value'],
  ['success-rate=0%', 'success-rate', 'value'],
  ['success-rate=0.99', 'success-rate', 'value'],
  ['success-rate=-1%', 'success-rate', 'value'],
  ['success-rate', 'success-rate', 'format'],
  ['success-rate==99%', 'success-rate', 'format'],
  ['success-rate=99%; success-rate=98%', 'success-rate', 'twice'],
  ['p95-duration=soon', 'p95-duration', 'value'],
  ['p95-duration=10m; window=1y', 'window', 'value'],
  ['success-rate=99%; p99-duration=1m', 'p99-duration', 'unknown'],
  ['success-rate=99%; toString=1', 'toString', 'unknown'],
  ['success-rate=99%, window=7d', 'success-rate', 'format'],
  [`success-rate=99%;${' '.repeat(500)}`, 'slo', 'too_long'],
])('the annotation %.40j is refused: %s, %s', (annotation, field, rule) => {
  expect(parseSlo(annotation)).toEqual({
    problems: [{ field, rule, message: expect.stringContaining('must') }],
  });
});

it('an annotation is told all that is wrong with it', () => {
  const { problems } = parseSlo('success-rate=all; p95=1m; window=2y') as any;
  expect(problems.map(({ field }: any) => field)).toEqual([
    'p95',
    'success-rate',
    'window',
  ]);
});

it.each([
  [{ successRate: 1 }],
  [{ successRate: 0 }],
  [{ successRate: 99 }],
  [{ successRate: '99%' }],
  [{ p95Duration: 600_000 }],
  [{ p95Duration: 'PT10M' }],
  [{ window: '365d' }],
  [{ availability: 0.9 }],
])('%j are no targets', targets => {
  expect(sloTargetsSchema.safeParse(targets).success).toBe(false);
});
