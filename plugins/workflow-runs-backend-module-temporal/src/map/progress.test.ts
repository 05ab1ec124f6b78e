import { Json } from 'backstage-plugin-workflow-runs-common';
import { progressOf } from './progress';

describe('the details of a heartbeat', () => {
  it.each<[string, Json[], number | null, string | null]>([
    ['a share', [0.25], 0.25, null],
    ['a whole', [1], 1, null],
    ['a percentage', [40], 0.4, null],
    ['a percentage in words', ['40 %'], 0.4, null],
    ['a message', ['Page 3'], null, 'Page 3'],
    ['one of so many', [3, 4], 0.75, null],
    ['done of total', [{ done: 1, total: 4 }], 0.25, null],
    ['current of total', [{ current: 1, total: 2 }], 0.5, null],
    ['a field progress', [{ progress: 0.5, message: 'Half' }], 0.5, 'Half'],
    ['a field progress in percent', [{ progress: 50 }], 0.5, null],
    ['a field percent', [{ percent: 1 }], 0.01, null],
    ['a field fraction', [{ fraction: 0.1 }], 0.1, null],
    ['a status alone', [{ status: 'Copying' }], null, 'Copying'],
  ])('say how far it is: %s', (_, details, fraction, message) => {
    expect(progressOf(details)).toEqual({ fraction, message });
  });

  it.each<[string, Json[]]>([
    ['nothing', []],
    ['null', [null]],
    ['an offset', [123_456]],
    ['a negative number', [-1]],
    ['a list', [[1, 2]]],
    ['an object that says nothing of it', [{ cursor: 'abc' }]],
    ['more than there is', [{ done: 5, total: 4 }]],
    ['a total of nothing', [{ done: 0, total: 0 }]],
    ['an empty text', ['']],
    ['texts for numbers', [{ done: '1', total: '2', progress: 'x' }]],
  ])('say nothing of it: %s', (_, details) => {
    expect(progressOf(details)).toBeUndefined();
  });

  it('are cut where they are long', () => {
    expect(progressOf(['x'.repeat(10_000)])?.message).toHaveLength(500);
  });
});
