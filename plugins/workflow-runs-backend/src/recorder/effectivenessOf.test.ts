import { Json } from 'backstage-plugin-workflow-runs-common';
import { effectivenessOf } from './effectivenessOf';

describe('what a report says of effectiveness', () => {
  it.each<[Json, object]>([
    [{ effectiveness: 0.97 }, { accuracy: 0.97 }],
    [{ effectiveness: 0 }, { accuracy: 0 }],
    [{ effectiveness: { accuracy: 0.5 } }, { accuracy: 0.5 }],
    [{ effectiveness: { throughputDelta: -2.3 } }, { throughput_delta: -2.3 }],
    [
      { effectiveness: { accuracy: 1, throughputDelta: 2 } },
      { accuracy: 1, throughput_delta: 2 },
    ],
    [{ effectiveness: { accuracy: 'high' } }, {}],
    [{ effectiveness: 'high' }, {}],
    [{ effectiveness: [1] }, {}],
    [{ experience: 1 }, {}],
    [null, {}],
    ['fine', {}],
    [[], {}],
  ])('%j: %j', (report, columns) => {
    expect(effectivenessOf(report)).toEqual(columns);
  });
});
