import { aRun } from 'backstage-plugin-workflow-runs-react/testing';
import { inTurn, press, see, type } from '../acts';
import { but, portal, RUN, runOf, withRun } from '../backends';
import { GalleryScreen, GalleryState } from '../screen';
import { longRun } from '../../timelines';
import { pageOf } from './runPage';

type Differs = Partial<GalleryState> & { sees: string };
type LongRun = Parameters<typeof longRun>[0];

const seenIn = (view: string, id: LongRun) => {
  if (view === 'gantt') return {};
  return view === 'graph' && id.startsWith('steps_1000')
    ? { sees: 'cannot be read' }
    : { sees: view === 'graph' ? 'Arrow keys follow the lines' : 'Attempts' };
};

const of = (id: LongRun, state: Differs): GalleryState => ({
  element: pageOf(id),
  backend: () => longRun(id, Date.now()),
  ...state,
});

/** A run of the given shape, in the three views. */
const inEachView = (name: string, id: LongRun) =>
  Object.fromEntries(
    ['gantt', 'graph', 'table'].map((view): [string, GalleryState] => [
      `${view}-${name}`,
      of(id, {
        query: `view=${view}`,
        sees: 'Hide finished',
        ...seenIn(view, id),
      }),
    ]),
  );

/** The run of the portal that has rolled back. */
const failed = (state: Differs): GalleryState => ({
  element: pageOf(runOf('failed')),
  backend: portal,
  ...state,
});

export const steps: GalleryScreen = {
  title: 'Steps of a run',
  states: {
    ...inEachView('1-step', 'one'),
    ...inEachView('7-steps', 'steps_7'),
    ...inEachView('100-steps', 'steps_100'),
    ...inEachView('1000-steps', 'steps_1000'),
    'gantt-10000-steps': of('steps_10000', { sees: 'Hide finished' }),
    ...inEachView('4-branches', 'branches'),
    ...inEachView('8-branches', 'wide'),
    ...inEachView('fan-out', 'batch'),
    'gantt-rollback': failed({ sees: 'Rollback, in reverse order' }),
    'graph-rollback': failed({
      query: 'view=graph',
      sees: 'Arrow keys follow',
    }),
    'table-rollback': failed({ query: 'view=table', sees: 'Attempts' }),
    'gantt-running': {
      element: pageOf(runOf('running')),
      backend: portal,
      sees: 'Now',
    },
    'gantt-zoomed': failed({
      act: press('Zoom in', 'Zoom in', 'Zoom in'),
      sees: 'Rollback, in reverse order',
    }),
    'gantt-branches-open': of('wide', {
      act: press(/8 parallel branches/),
      sees: 'Hide finished',
    }),
    'fan-out-open': of('batch', {
      act: inTurn(see(/60 items/), press(/60 items/)),
      sees: 'Item',
    }),
    'finished-hidden': of('steps_7', {
      act: press('Hide finished'),
      sees: 'Every step has finished',
    }),
    filtered: failed({
      act: type('Filter steps', 'account'),
      sees: 'of 15 steps',
    }),
    'filtered-empty': failed({
      act: type('Filter steps', 'payroll'),
      sees: 'No step matches',
    }),
    empty: {
      element: pageOf(RUN),
      backend: but(
        () => withRun({ steps: [], attempts: [] }),
        api => {
          api.runs[0].run = aRun({ status: 'queued', startedAt: null });
        },
      ),
      sees: 'This run has no steps yet',
    },
  },
};
