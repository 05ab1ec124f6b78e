import { Json } from 'backstage-plugin-workflow-runs-common';
import { readReport } from './readReport';

describe('the report of a step', () => {
  it('is read as far as it can be shown', () => {
    expect(
      readReport({
        effectiveness: 0.5,
        details: { why: 'nobody came' },
        businessIndicators: [
          { name: 'Seats', before: 0, after: 25, unit: 'seats' },
          { name: 'Trust', before: null, after: 'high', unit: 1 },
          { before: 1 },
          null,
        ],
      }),
    ).toEqual({
      effectiveness: 0.5,
      experience: null,
      indicators: [
        { name: 'Seats', before: 0, after: 25, unit: 'seats' },
        { name: 'Trust', before: null, after: null, unit: '' },
      ],
    });
  });

  it('has the accuracy where effectiveness is told in parts', () => {
    expect(
      readReport({ effectiveness: { accuracy: 0.9, throughputDelta: 2 } }),
    ).toMatchObject({ effectiveness: 0.9 });
  });

  it.each<[Json]>([
    [null],
    ['fine'],
    [[]],
    [{}],
    [{ details: {} }],
    [{ businessIndicators: 1 }],
  ])('is none where there is nothing to show: %j', report => {
    expect(readReport(report)).toBeUndefined();
  });
});
