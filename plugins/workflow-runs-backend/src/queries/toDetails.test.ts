import { Json, StepDetails } from 'backstage-plugin-workflow-runs-common';
import { toDetails } from './toDetails';

const details = (overrides: Partial<StepDetails>): StepDetails => ({
  handler: 'extract@1',
  model: null,
  tool: null,
  endpoint: null,
  parameters: null,
  ...overrides,
});

describe('what a step works with', () => {
  it.each<[Json | undefined, Partial<StepDetails>]>([
    [undefined, {}],
    [null, {}],
    [{}, {}],
    [
      { model: 'gpt', parameters: { temperature: 0 } },
      { model: 'gpt', parameters: { temperature: 0 } },
    ],
    [
      { tool: 'ocr', endpoint: 'https://ocr' },
      { tool: 'ocr', endpoint: 'https://ocr' },
    ],
    [
      { pages: 2, parameters: { lang: 'de' } },
      { parameters: { pages: 2, lang: 'de' } },
    ],
    [{ model: { name: 'gpt' } }, { parameters: { model: { name: 'gpt' } } }],
    [{ parameters: [1, 2] }, { parameters: { parameters: [1, 2] } }],
    [{ parameters: {} }, {}],
    [['no', 'report'], {}],
  ])('of a report of %j is %j', (reported, expected) => {
    expect(toDetails('extract@1', reported)).toEqual(details(expected));
  });

  it('is nothing where no code runs and nothing was reported', () => {
    expect(toDetails(null, undefined)).toBeNull();
    expect(toDetails(null, { model: 'gpt' })).toEqual(
      details({ handler: null, model: 'gpt' }),
    );
  });
});
