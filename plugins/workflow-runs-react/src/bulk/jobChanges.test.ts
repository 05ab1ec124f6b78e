import { aBulkJob } from '../testing';
import { jobChanges } from './jobChanges';

const running = aBulkJob({ id: 'a' });
const stopping = aBulkJob({ id: 'a', status: 'aborting' });
const aborted = aBulkJob({ id: 'a', status: 'aborted' });
const completed = aBulkJob({ id: 'a', status: 'completed' });

describe('between two looks at the jobs', () => {
  it.each([
    ['one that is new has started', [], [running], ['a'], []],
    ['one that goes on has not', [running], [running], [], []],
    ['one that is to stop has not ended', [running], [stopping], [], []],
    ['one that was stopped has ended', [stopping], [aborted], [], ['a']],
    ['one that was done has ended', [running], [completed], [], ['a']],
    ['one that was over before is no news', [], [completed], [], []],
    ['one that is resumed has started', [aborted], [running], ['a'], []],
  ])('%s', (_, before, now, started, ended) => {
    const changes = jobChanges(before, now);
    expect(changes.started.map(({ id }) => id)).toEqual(started);
    expect(changes.ended.map(({ id }) => id)).toEqual(ended);
  });
});
