import { nothingToDo } from './nothingToDo';

const refused = (...refusals: (string | undefined)[]) =>
  refusals.map(refusal => ({ refusal }));

describe('what a job would have to do', () => {
  it.each([
    [
      'is something where one run may be acted on',
      ['no', undefined],
      undefined,
    ],
    ['is nothing without a run', [], 'No run is meant: none fits the filter'],
    [
      'is nothing where all are refused, the most frequent reason first',
      ['ended', 'no permission', 'no permission'],
      'It can be done to none of the runs: no permission (2); ended (1)',
    ],
    [
      'is told in a few reasons',
      ['a', 'b', 'c', 'd', 'e'],
      'It can be done to none of the runs: a (1); b (1); c (1); and 2 other reasons',
    ],
  ])('%s', (_, refusals, expected) => {
    expect(nothingToDo(refused(...refusals))).toBe(expected);
  });
});
