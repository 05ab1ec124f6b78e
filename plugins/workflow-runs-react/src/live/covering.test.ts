import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { aRun, at } from '../testing';
import { coveringFilter, mayFit } from './covering';

describe('coveringFilter', () => {
  it.each<[string, RunFilter[], RunFilter]>([
    ['nothing', [], {}],
    ['one filter', [{ status: ['failed'] }], { status: ['failed'] }],
    [
      'values of either',
      [{ workflow: ['e/a'] }, { workflow: ['e/b', 'e/a'] }],
      { workflow: ['e/a', 'e/b'] },
    ],
    [
      'what narrows both, alone',
      [
        { owner: ['me'], status: ['failed'] },
        { owner: ['me'], tag: ['eu'] },
      ],
      { owner: ['me'] },
    ],
    ['a filter and all runs', [{ status: ['failed'] }, {}], {}],
    ['all runs and a filter', [{}, { status: ['failed'] }], {}],
    [
      'the longer time',
      [
        { from: 5, to: 7 },
        { from: 3, to: 9 },
      ],
      { from: 3, to: 9 },
    ],
    ['words that are the same', [{ q: 'a' }, { q: 'a' }], { q: 'a' }],
    ['words that differ', [{ q: 'a' }, { q: 'b' }], {}],
    ['yes and no', [{ backfill: true }, { backfill: false }], {}],
  ])('covers %s', (_, filters, expected) => {
    expect(coveringFilter(filters)).toEqual(expected);
  });
});

describe('mayFit', () => {
  const run = aRun({
    status: 'running',
    tags: ['eu', 'trial'],
    environment: 'test',
    queuedAt: at(60),
  });
  it.each<[RunFilter, boolean]>([
    [{}, true],
    [{ status: ['running', 'queued'] }, true],
    [{ status: ['failed'] }, false],
    [{ tag: ['us', 'trial'] }, true],
    [{ tag: ['us'] }, false],
    [{ status: ['running'], environment: ['production'] }, false],
    [{ from: Date.parse(at(60)) }, true],
    [{ from: Date.parse(at(61)) }, false],
    [{ to: Date.parse(at(60)) }, false],
    // Only the backend knows.
    [{ q: 'x', failureGroup: ['grp_1'], tagPattern: 'x', owner: ['x'] }, true],
  ])('%j: %s', (filter, expected) => {
    expect(mayFit(run, filter)).toBe(expected);
  });
});
