import { AUDITED_ACTIONS } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import german from '../translations/de';

const english = (
  workflowRunsTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  }
).getDefaultMessages();

/** What is done to runs is said by the action alone. */
const OF_RUNS = ['run-mutate', 'run-fetch', 'value-reveal', 'key-mutate'];

describe.each(Object.entries(AUDITED_ACTIONS))(
  'what is done: %s',
  (event, actions) => {
    it.each([...actions])(
      '%s has words of its own, in each language',
      action => {
        const key = OF_RUNS.includes(event)
          ? `words.action.${action}`
          : `words.audited.${event}.${action}`;
        expect(english[key]).toEqual(expect.any(String));
        expect((german.messages as Record<string, string>)[key]).toEqual(
          expect.any(String),
        );
      },
    );
  },
);

it('no two things that are done are called the same', () => {
  const words = Object.entries(english)
    .filter(([key]) => key.startsWith('words.audited.'))
    .map(([, said]) => said);
  expect(new Set(words).size).toBe(words.length);
});
