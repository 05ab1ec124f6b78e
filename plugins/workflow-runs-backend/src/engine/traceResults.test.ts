import { StepError } from 'backstage-plugin-workflow-runs-common';
import { CANCELED, silenceError, timeoutError } from './errors';
import { pipelineResult, taskResult } from './traceResults';

const bug: StepError = { category: 'bug', code: null, message: 'x' };

describe('taskResult', () => {
  it.each<[string, Parameters<typeof taskResult>[0]]>([
    ['success', { type: 'completed' }],
    ['cancellation', { type: 'released' }],
    ['cancellation', { type: 'failed', error: CANCELED }],
    ['timeout', { type: 'failed', error: timeoutError(5) }],
    ['timeout', { type: 'failed', error: silenceError(5) }],
    ['failure', { type: 'failed', error: bug }],
  ])('%s: %j', (expected, outcome) => {
    expect(taskResult(outcome)).toBe(expected);
  });
});

describe('pipelineResult', () => {
  it.each([
    ['completed', null, 'success'],
    ['canceled', null, 'cancellation'],
    ['failed', 'timeout', 'timeout'],
    ['failed', 'bug', 'failure'],
    ['failed', null, 'failure'],
  ])('%s, %p: %s', (status, category, expected) => {
    expect(pipelineResult(status, category)).toBe(expected);
  });
});
