import {
  cutTo,
  DEFAULT_PAYLOAD_LIMITS,
  MAX_PAYLOAD_LIMITS,
  tooLarge,
} from './payloadLimits';

describe('tooLarge', () => {
  const limits = { ...DEFAULT_PAYLOAD_LIMITS, payloadBytes: 10 };

  it('names the field, the limit and the size', () => {
    expect(tooLarge('The output', 11, limits, 'payloadBytes')).toBe(
      'The output has 11 bytes, and workflowRuns.limits.payloadBytes allows 10',
    );
  });

  it('has nothing to say of what fits', () => {
    expect(tooLarge('The output', 10, limits, 'payloadBytes')).toBeUndefined();
  });
});

describe('cutTo', () => {
  it.each([
    ['leaves what fits', 'grün', 5, 'grün'],
    [
      'cuts with a mark',
      'x'.repeat(100),
      40,
      'xxxxxxxxxxxx … [cut: it has 100 bytes]',
    ],
    [
      'cuts between characters',
      'ü'.repeat(50),
      41,
      'üüüüüü … [cut: it has 100 bytes]',
    ],
    [
      'cuts no emoji in half',
      '🚀'.repeat(25),
      43,
      '🚀🚀🚀 … [cut: it has 100 bytes]',
    ],
  ])('%s', (_, text, limit, expected) => {
    const cut = cutTo(text, limit);
    expect(cut).toBe(expected);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
  });
});

it('no default is beyond what a configuration may allow', () => {
  for (const [name, limit] of Object.entries(DEFAULT_PAYLOAD_LIMITS)) {
    expect(limit).toBeLessThanOrEqual(
      MAX_PAYLOAD_LIMITS[name as keyof typeof MAX_PAYLOAD_LIMITS],
    );
  }
});
