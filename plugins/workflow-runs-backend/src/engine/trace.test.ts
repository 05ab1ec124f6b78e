import {
  AttemptPlace,
  attemptSpanIdOf,
  runSpanIdOf,
  traceIdOf,
  traceparentOf,
} from './trace';

/* Stored with runs and linked to: these may never change. */

it.each([
  ['run_1', 0, '7f99a8e5d4b8f5d1e1e278415756866b', '7f99a8e5d4b8f5d1'],
  ['run_1', 1, '3c666664d7e4948057bf77ef1ca18e6c', '3c666664d7e49480'],
  ['run_2', 0, '51d2b136daa7c75fc834ae6e03f46bb4', '51d2b136daa7c75f'],
])('%s, generation %d: trace %s, span %s', (runId, generation, trace, span) => {
  expect(traceIdOf(runId, generation)).toBe(trace);
  expect(runSpanIdOf(runId, generation)).toBe(span);
});

it.each<[Partial<AttemptPlace>, string]>([
  [{}, '987f0acbfb274008'],
  [{ attempt: 2 }, '69a26dde75f345e2'],
  [{ generation: 1 }, '6c87ee8b552ad532'],
  [{ item: 3 }, '1683d6968b699ce8'],
  [{ step: 'store' }, 'f96a612c1ce7e8ab'],
])('an attempt %j: span %s', (other, span) => {
  const place = {
    runId: 'run_1',
    generation: 0,
    step: 'fetch',
    item: -1,
    attempt: 1,
  };
  expect(attemptSpanIdOf({ ...place, ...other })).toBe(span);
});

it('is passed on as W3C Trace Context', () => {
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  expect(traceparentOf({ ...span, isSampled: true })).toBe(
    `00-${span.traceId}-${span.spanId}-01`,
  );
  expect(traceparentOf({ ...span, isSampled: false })).toBe(
    `00-${span.traceId}-${span.spanId}-00`,
  );
});
