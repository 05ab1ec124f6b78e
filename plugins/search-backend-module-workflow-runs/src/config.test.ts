import { ConfigReader } from '@backstage/config';
import { readCollatorConfig } from './config';

const read = (workflowRuns?: object) =>
  readCollatorConfig(
    new ConfigReader({
      search: { collators: workflowRuns && { workflowRuns } },
    }),
  );

it('has every ten minutes the newest 5,000 runs of 30 days by default', () => {
  expect(read()).toEqual({
    maxRuns: 5_000,
    maxAgeMs: 30 * 86_400_000,
    schedule: expect.objectContaining({ frequency: { minutes: 10 } }),
  });
});

it('takes what is configured', () => {
  const schedule = { frequency: { seconds: 30 }, timeout: { minutes: 1 } };
  expect(read({ maxRuns: 10, maxAgeDays: 2, schedule })).toEqual({
    maxRuns: 10,
    maxAgeMs: 2 * 86_400_000,
    schedule: expect.objectContaining(schedule),
  });
});

it.each([
  [{ maxRuns: 0 }, 'maxRuns'],
  [{ maxRuns: 100_001 }, 'maxRuns'],
  [{ maxAgeDays: 1.5 }, 'maxAgeDays'],
  [{ maxAgeDays: 'many' }, 'maxAgeDays'],
  [{ runs: 3 }, 'runs'],
  [{ schedule: { frequency: 'often' } }, 'schedule'],
])('names the field where it is %j', (workflowRuns, field) => {
  expect(() => read(workflowRuns)).toThrow(
    new RegExp(`search\\.collators\\.workflowRuns.*${field}`),
  );
});
