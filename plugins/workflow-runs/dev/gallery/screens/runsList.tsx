import {
  anAlertRule,
  apiError,
  aRun,
  aSavedView,
  aSnapshot,
} from 'backstage-plugin-workflow-runs-react/testing';
import { PageContent } from '../../../src/layout/PageContent';
import { RunsPage } from '../../../src/runs-list/RunsPage';
import { inTurn, keys, lookAgain, press, see, type } from '../acts';
import {
  breakdown,
  but,
  failing,
  offline,
  portal,
  refusal,
  runOf,
  silent,
  unused,
} from '../backends';
import { fiveStates } from '../fiveStates';
import { passTime } from '../frozenClock';
import { GalleryScreen, GalleryState } from '../screen';
import { ofAllKinds, unusualRuns } from '../unusual';

const page = (state: Partial<GalleryState> & { sees: string }) => ({
  element: (
    <PageContent>
      <RunsPage />
    </PageContent>
  ),
  backend: portal,
  ...state,
});

const inView = (view: string, sees: string) =>
  page({ query: `view=${view}`, sees });

const withViews = but(portal, api => {
  api.views.items = [
    aSavedView({ filter: { status: 'failed' } }),
    aSavedView({
      id: 'view_2',
      name: 'What our customers wait for, of all the regions that we serve',
      mine: false,
      owner: 'group:default/team-growth',
      filter: { priority: 'high' },
    }),
  ];
});

const firingRule = (index: number, severity: 'critical' | 'warning' | 'info') =>
  anAlertRule({
    id: `alert_${index}`,
    name:
      index === 1
        ? 'Trial activations fail'
        : `Order intake of region ${index} is slower than what our customers were promised`,
    severity,
    runbookUrl: index === 1 ? 'https://acme.test/runbooks/trials' : null,
    state: {
      status: 'firing',
      since: new Date(Date.now() - index * 1_500_000).toISOString(),
      snoozedUntil:
        index === 3 ? new Date(Date.now() + 3_600_000).toISOString() : null,
    },
  });
const alarmed = but(portal, api => {
  api.alerts.rules = [
    firingRule(1, 'critical'),
    firingRule(2, 'warning'),
    firingRule(3, 'warning'),
    firingRule(4, 'info'),
    firingRule(5, 'info'),
  ];
});

const viewOpened = { backend: withViews, query: 'view=view_1' };

/** Waits for the list, so that what is pressed then is there. */
const listed = see(/shown, newest first/);

export const runsList: GalleryScreen = {
  title: 'List of runs',
  states: {
    all: page({ sees: 'Trial activation' }),
    'view-active': inView('active', 'shown, newest first'),
    'view-pending': inView('pending', 'shown, newest first'),
    'view-completed': inView('completed', 'shown, newest first'),
    'view-failed': inView('failed', 'shown, newest first'),
    'view-slow': inView('slow', 'shown, newest first'),
    'view-waiting': inView('waiting', 'Runs that wait for a human'),
    ...fiveStates({
      element: page({ sees: '' }).element,
      backend: portal,
      routes: ['listRuns', 'countRuns', 'getRun'],
      error: 'The runs could not be loaded',
      empty: { backend: unused, sees: 'No runs yet' },
      content: { sees: 'Trial activation', readAnew: lookAgain },
    }),
    'alerts-firing': page({ backend: alarmed, sees: '5 alert rules firing' }),
    'alerts-all': page({
      backend: alarmed,
      act: press('Show 2 others'),
      sees: 'Show fewer',
    }),
    'alerts-error': page({
      backend: failing(alarmed, breakdown(), 'listFiringAlerts'),
      sees: 'Whether alert rules fire could not be loaded',
    }),
    'alerts-forbidden': page({
      backend: failing(alarmed, refusal(), 'listFiringAlerts'),
      sees: 'shown, newest first',
    }),
    'alerts-stale': page({
      backend: alarmed,
      act: inTurn(
        see('5 alert rules firing'),
        async api => {
          passTime(72_000);
          api.fail('listFiringAlerts', offline());
        },
        lookAgain,
      ),
      sees: 'Shown as of',
    }),
    'every-kind-of-run': page({ backend: ofAllKinds, sees: 'shown, newest' }),
    'unusual-runs': page({ backend: unusualRuns, sees: 'shown, newest' }),
    'view-failed-empty': page({
      backend: unused,
      query: 'view=failed',
      sees: 'No run has failed',
    }),
    filtered: page({
      query: 'status=failed,running&environment=prod&tag=eu-west&since=P7D',
      sees: 'Clear all',
    }),
    'filtered-empty': page({
      query: 'environment=staging',
      sees: 'No run matches the filters',
    }),
    'filter-refused': page({
      query: 'tagPattern=(a',
      backend: failing(
        portal,
        apiError(400, {
          violations: [
            {
              pointer: '/tagPattern',
              rule: 'pattern',
              message: 'missing closing )',
            },
          ],
        }),
        'listRuns',
      ),
      sees: 'A filter cannot be used as it is',
    }),
    'filter-to-add': page({
      act: inTurn(listed, press('Add filter')),
      sees: 'Error category',
    }),
    'filter-status': page({
      act: inTurn(listed, press('Status Any')),
      sees: 'Canceling',
    }),
    'filter-values-error': page({
      backend: failing(portal, breakdown(), 'listFacets'),
      act: inTurn(listed, press('Workflow Any')),
      sees: 'The values could not be loaded',
    }),
    'filter-time': page({
      act: inTurn(listed, press('Queued Any')),
      sees: 'Last 24 hours',
    }),
    'filter-text': page({
      act: inTurn(listed, press('Add filter', 'Text')),
      sees: 'In inputs, outputs, errors and notes',
    }),
    'link-with-mistakes': page({
      query: 'status=exploded&sort=sideways',
      sees: 'Tidy up the link',
    }),
    columns: page({
      act: inTurn(listed, press('Columns')),
      sees: 'Show what fits',
    }),
    'columns-few': page({
      act: inTurn(
        listed,
        press('Columns', 'Tags', 'SLA', 'Priority', 'HITL'),
        keys('{Escape}'),
      ),
      sees: 'shown, newest first',
    }),
    'sorted-by-duration': page({
      query: 'sort=-duration',
      sees: 'longest first',
    }),
    selection: page({
      act: inTurn(
        listed,
        press('Select all that are shown', /^Select run run_held/),
      ),
      sees: 'selected',
    }),
    export: page({
      act: inTurn(listed, press('Export')),
      sees: 'All runs that fit the filters',
    }),
    'export-failed': page({
      backend: failing(portal, breakdown(), 'exportRuns'),
      act: inTurn(listed, press('Export', /CSV/)),
      sees: 'The runs were not exported',
    }),
    'quick-view': page({
      query: 'status=failed',
      act: inTurn(listed, press('Quick view')),
      sees: 'Last states',
    }),
    'quick-view-error': page({
      query: 'status=failed',
      backend: failing(portal, breakdown(), 'getRun'),
      act: inTurn(listed, press('Quick view')),
      sees: 'Open the run',
    }),
    'new-runs': page({
      act: inTurn(
        listed,
        async api => {
          window.scrollTo(0, 300);
          document.documentElement.scrollTop = 300;
          api.add(aSnapshot({ run: aRun({ id: runOf('newer') }) }));
        },
        lookAgain,
      ),
      sees: 'shown, newest first',
    }),
    'searched-back': page({
      query: 'q=nothing',
      backend: but(unused, api => {
        api.searchedBackTo = '2026-11-18T00:00:00.000Z';
      }),
      sees: 'Search further',
    }),
    'saved-views': page({
      backend: withViews,
      act: inTurn(listed, press(/^View/)),
      sees: 'Your groups’',
    }),
    'saved-views-none': page({
      act: inTurn(listed, press(/^View/)),
      sees: 'No saved views yet',
    }),
    'saved-views-error': page({
      backend: failing(portal, refusal('workflow-runs.view.read'), 'listViews'),
      act: inTurn(listed, press(/^View/)),
      sees: 'The saved views could not be loaded',
    }),
    'saved-view': page({ ...viewOpened, sees: 'Failed in production' }),
    'saved-view-edited': page({
      backend: withViews,
      query: 'view=view_1&environment=prod',
      sees: 'Edited',
    }),
    'saved-view-gone': page({
      query: 'view=view_9',
      sees: 'This view does not exist or you may not see it',
    }),
    'saved-view-opens': page({
      ...viewOpened,
      backend: silent(withViews, 'getView'),
      sees: 'Loading',
    }),
    'save-view': page({
      act: inTurn(listed, press(/^View/, 'Save as a new view…')),
      sees: 'Keeps the filters',
    }),
    'save-view-name-taken': page({
      backend: withViews,
      act: inTurn(
        listed,
        press(/^View/, 'Save as a new view…'),
        type(/^Name/, 'Failed in production'),
        press('Save'),
      ),
      sees: 'There is another view of this name',
    }),
    'delete-view': page({
      ...viewOpened,
      act: inTurn(listed, press(/^View ?Failed/, 'Delete…')),
      sees: 'Links to it will not work any more',
    }),
  },
};
