import {
  aPayload,
  aRun,
  aSnapshot,
  at,
} from 'backstage-plugin-workflow-runs-react/testing';
import { ComparePage } from '../../../src/compare/ComparePage';
import { PageContent } from '../../../src/layout/PageContent';
import { inTurn, lookAgain, press, see } from '../acts';
import { but, portal, runOf, unused } from '../backends';
import { fiveStates } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';
import { ended, LONG_NAME, unusual } from '../unusual';

const A = runOf('failed');
const B = runOf('completed');

const page = (state: Partial<GalleryState> & { sees: string }) => ({
  element: (
    <PageContent>
      <ComparePage />
    </PageContent>
  ),
  backend: portal,
  query: `a=${A}&b=${B}`,
  ...state,
});

/** Two runs that went the same way, and one of another version. */
const twins = but(unused, api => {
  for (const [id, minute] of [
    ['run_a', 0],
    ['run_b', 10],
  ] as const) {
    const run = aRun({ id, ...ended('completed'), queuedAt: at(minute * 60) });
    api.add({ ...aSnapshot({ run }), payloads: [aPayload()] });
  }
  const run = aRun({ id: 'run_c', workflowVersion: '1.3.0' });
  api.add({ ...aSnapshot({ run }), payloads: [aPayload({ value: {} })] });
  api.add({ ...aSnapshot(), ...unusual.long });
});

export const compare: GalleryScreen = {
  title: 'Comparison',
  states: {
    different: page({ sees: 'Durations on one scale' }),
    'only-differences': page({
      query: `a=${A}&b=${B}&only=differences`,
      sees: 'Durations on one scale',
    }),
    same: page({
      backend: twins,
      query: 'a=run_a&b=run_b',
      sees: 'Both are equal',
    }),
    'same-only-differences': page({
      backend: twins,
      query: 'a=run_a&b=run_b&only=differences',
      sees: 'No step differs',
    }),
    'other-version': page({
      backend: twins,
      query: 'a=run_a&b=run_c',
      sees: 'Different versions',
    }),
    'long-names': page({
      backend: twins,
      query: 'a=run_a&b=run_long',
      sees: LONG_NAME.slice(0, 20),
    }),
    'choose-another': page({
      act: inTurn(see('Durations on one scale'), press('Last good run')),
      sees: 'Only differences',
    }),
    ...fiveStates({
      element: page({ sees: '' }).element,
      backend: portal,
      query: `a=${A}&b=${B}`,
      routes: ['compareRuns'],
      error: 'The runs could not be compared',
      empty: { backend: unused, sees: '' },
      content: { sees: 'Durations on one scale', readAnew: lookAgain },
    }),
    empty: page({ query: '', sees: 'Which runs?' }),
    'no-last-good': page({
      query: `a=${A}`,
      backend: but(portal, api => {
        api.runs = api.runs.filter(each => each.run.status !== 'completed');
      }),
      sees: 'No run went well before this one',
    }),
    'run-missing': page({
      query: `a=${A}&b=run_gone`,
      sees: 'A run to compare does not exist or you may not see it',
    }),
  },
};
