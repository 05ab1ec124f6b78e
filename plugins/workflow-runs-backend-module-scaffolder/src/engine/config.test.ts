import { ConfigReader } from '@backstage/config';
import { readConfig } from './config';

const read = (data: object) => readConfig(new ConfigReader(data as any));

describe('the configuration', () => {
  it('need not say anything', () => {
    expect(read({})).toEqual({
      title: 'Scaffolder',
      tenant: 'default',
      environment: 'production',
      requestsPerSecond: 20,
      recovers: false,
    });
  });

  it.each([
    [{ taskRecovery: { enabled: true } }, true],
    [{ EXPERIMENTAL_recoverTasks: true }, true],
    [
      { taskRecovery: { enabled: false }, EXPERIMENTAL_recoverTasks: true },
      false,
    ],
  ])('of the scaffolder tells whether it recovers: %j', (scaffolder, yes) => {
    expect(read({ scaffolder }).recovers).toBe(yes);
  });

  it.each([
    [{ requestsPerSecond: 0 }, 'workflowRuns.scaffolder.requestsPerSecond'],
    [{ tenant: '' }, 'workflowRuns.scaffolder.tenant'],
    [{ colour: 'red' }, 'workflowRuns.scaffolder'],
  ])('names what is wrong: %j', (scaffolder, field) => {
    expect(() => read({ workflowRuns: { scaffolder } })).toThrow(field);
  });
});
