import { runSnapshotSchema } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { recorded } from './__fixtures__/recorded';
import { headerOf, summaryOf } from './summaryOf';

const reader = PayloadReader.create();

function infoOf(name: string, index: number = 0) {
  return recorded(name)[index].description.workflowExecutionInfo!;
}

describe('a run of which only a list is known', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['side-by-side', 'Completed', 'completed', undefined],
    ['continued-as-new', 'ContinuedAsNew', 'completed', undefined],
    ['retries-exhausted', 'Failed', 'failed', 'bug'],
    ['timed-out', 'TimedOut', 'failed', 'timeout'],
    ['canceled-with-cleanup', 'Canceled', 'canceled', undefined],
    ['terminated', 'Terminated', 'canceled', undefined],
    ['pending', 'Running', undefined, undefined],
  ])('stands as the list says: %s', (name, word, outcome, category) => {
    const told = runSnapshotSchema.parse(
      summaryOf(infoOf(name), 'default', reader),
    );
    expect(told.nativeStatus?.value).toBe(word);
    expect(told.passages[0].end?.outcome).toBe(outcome);
    expect(told.passages[0].end?.error?.category).toBe(category);
    expect(told.steps).toEqual([]);
  });

  it('has the names, the queue, the attributes and the parent that the list has', () => {
    expect(headerOf(infoOf('attributes'), 'default', reader)).toMatchObject({
      nativeId: expect.stringMatching(/^recorded-attributes\/[0-9a-f-]{36}$/),
      workflow: { name: 'attributes' },
      businessEventId: 'recorded-attributes',
      taskQueue: 'recorded',
      attributes: { value: { Team: ['billing'], 'memo.note': 'second' } },
    });
    const [, { workflowId, runId }] = recorded('children');
    expect(headerOf(infoOf('children', 2), 'default', reader)).toMatchObject({
      triggerType: 'parent',
      parent: { nativeId: `${workflowId}/${runId}` },
    });
    expect(headerOf(infoOf('scheduled'), 'default', reader)).toMatchObject({
      triggerType: 'scheduled',
      triggeredBy: 'recorded-scheduled',
    });
  });

  it('does not end before its history says how', () => {
    const header = headerOf(infoOf('retries-exhausted'), 'default', reader);
    expect(header.passages[0].end).toBeUndefined();
    expect(header.nativeStatus?.value).toBe('Running');
  });
});
