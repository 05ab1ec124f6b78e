import { BulkItem } from 'backstage-plugin-workflow-runs-common';
import { byReason } from './byReason';
import { missingParam } from './missingParam';

describe('missingParam', () => {
  it.each([
    ['a retry needs nothing', 'retry', {}, undefined],
    ['tags need some', 'tag', {}, 'add'],
    ['no tags are none', 'tag', { add: [], remove: [] }, 'add'],
    ['tags to remove are enough', 'tag', { remove: ['old'] }, undefined],
    ['an owner has to be said', 'assign', {}, 'owner'],
    ['that it is nobody’s is said', 'assign', { owner: null }, undefined],
    ['an event has a name', 'send_event', { payload: 1 }, 'name'],
    ['an event may say nothing more', 'send_event', { name: 'go' }, undefined],
    ['a note has to be written', 'resolve', {}, 'note'],
  ] as const)('%s', (_, action, params, missing) => {
    const asked = JSON.parse(JSON.stringify(params));
    expect(missingParam(action, asked)).toBe(missing);
  });
});

describe('byReason', () => {
  const item = (number: number, reason: string | null): BulkItem => ({
    number,
    runId: `run_${number}`,
    outcome: 'refused',
    reason,
    resultRunId: null,
    settledAt: null,
  });

  it('puts the most frequent reason first, and keeps the order of the job', () => {
    const items = [item(0, 'a'), item(1, 'b'), item(2, 'b'), item(3, null)];
    expect(
      byReason(items).map(({ reason, items: found }) => [
        reason,
        found.map(({ number }) => number),
      ]),
    ).toEqual([
      ['b', [1, 2]],
      ['a', [0]],
      [null, [3]],
    ]);
  });
});
