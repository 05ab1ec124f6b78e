import {
  anAlertEpisode,
  anAlertPreview,
  anAlertRule,
  apiError,
} from 'backstage-plugin-workflow-runs-react/testing';
import { AlertsPage } from '../../../src/alerts/AlertsPage';
import { PageContent } from '../../../src/layout/PageContent';
import { inTurn, lookAgain, press, see } from '../acts';
import { but, failing, portal, silent } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';

const iso = (ageS: number) => new Date(Date.now() - ageS * 1_000).toISOString();

/** A rule in each state. */
const watched = but(portal, api => {
  const recent = (values: (number | null)[]) =>
    values.map((value, index) => ({
      at: iso((values.length - index) * 400),
      value,
    }));
  api.alerts.rules = [
    anAlertRule({
      id: 'alert_1',
      severity: 'critical',
      runbookUrl: 'https://acme.test/runbooks/trials',
      state: {
        status: 'firing',
        since: iso(1_500),
        value: 41.7,
        runs: 48,
        recent: recent([4, 6, 5, 12, 18, 31, 44, 41.7]),
      },
    }),
    anAlertRule({
      id: 'alert_2',
      name: 'Order intake is slow',
      kind: 'p95_duration',
      threshold: 600_000,
      scope: {
        workflows: ['embedded/order_intake', 'embedded/order_refund'],
        environments: ['production'],
      },
      state: {
        status: 'pending',
        since: iso(120),
        value: 702_000,
        runs: 112,
        recent: recent([400_000, 420_000, 390_000, 560_000, 702_000]),
      },
    }),
    anAlertRule({
      id: 'alert_3',
      name: 'Runs wait too long for a worker',
      kind: 'queue_age',
      threshold: 600_000,
      windowMs: null,
      forMs: 0,
      scope: { viewId: 'view_1' },
      viewName: 'Production',
      state: {
        status: 'resolved',
        since: iso(3_600),
        value: 1_260_000,
        runs: 7,
        snoozedUntil: iso(-7_200),
        snoozedBy: 'user:default/admin',
        recent: recent([0, 0, 300_000, 900_000, 1_260_000]),
      },
    }),
    anAlertRule({
      id: 'alert_4',
      name: 'Nightly exports are retried often',
      kind: 'retry_rate',
      threshold: 50,
      severity: 'info',
      state: {
        status: 'no_data',
        since: iso(40_000),
        value: null,
        runs: 3,
        recent: [],
      },
    }),
    anAlertRule({
      id: 'alert_5',
      name: 'The nightly export has completed',
      kind: 'nothing_completed',
      threshold: 86_400_000,
      windowMs: null,
      forMs: 0,
      state: {
        since: iso(200_000),
        value: 31_000_000,
        runs: 1,
        recent: recent([10_000_000, 20_000_000, 31_000_000]),
      },
    }),
    anAlertRule({
      id: 'alert_6',
      name: 'Refunds fail',
      enabled: false,
      disabledBecause: 'expired',
      state: { status: 'no_data', value: null, runs: 0, evaluatedAt: null },
    }),
  ];
  api.alerts.episodes = [
    anAlertEpisode({
      id: 'alep_3',
      firedAt: iso(1_500),
      toldAt: iso(1_500),
      resolvedAt: null,
      end: null,
    }),
    anAlertEpisode({
      id: 'alep_2',
      firedAt: iso(90_000),
      resolvedAt: iso(88_000),
      end: 'by_hand',
      resolvedBy: 'user:default/admin',
      note: 'The card provider was down until 14:20; runs were retried.',
    }),
    anAlertEpisode({
      id: 'alep_1',
      firedAt: iso(260_000),
      resolvedAt: iso(250_000),
      toldAt: null,
    }),
  ];
});

const page = (state: Partial<GalleryState> & { sees: string }) => ({
  element: (
    <PageContent>
      <AlertsPage />
    </PageContent>
  ),
  backend: watched,
  ...state,
});
const FIRST = 'Trial activations fail';
const edit = press(`Edit ${FIRST}`);

export const alerts: GalleryScreen = {
  title: 'Alert rules',
  states: {
    page: page({ sees: FIRST }),
    history: page({
      act: inTurn(see(FIRST), press(`History of ${FIRST}`)),
      sees: 'still fires',
    }),
    'history-empty': page({
      backend: but(watched, api => {
        api.alerts.episodes = [];
      }),
      act: inTurn(see(FIRST), press(`History of ${FIRST}`)),
      sees: 'It has not fired yet',
    }),
    'history-error': page({
      backend: failing(
        watched,
        apiError(503, { message: 'The database is away' }),
        'listAlertEpisodes',
      ),
      act: inTurn(see(FIRST), press(`History of ${FIRST}`)),
      sees: 'The history could not be loaded',
    }),
    editor: page({
      act: inTurn(see(FIRST), edit),
      sees: 'Would have fired 2 times',
    }),
    'editor-new': page({
      act: inTurn(see(FIRST), press('New rule')),
      sees: 'Give the rule a name',
    }),
    'editor-quiet': page({
      backend: but(watched, api => {
        const { points } = anAlertPreview();
        api.alerts.preview = anAlertPreview({
          episodes: [],
          points: points.map(point => ({
            ...point,
            runs: 2,
            status: 'no_data',
          })),
        });
      }),
      act: inTurn(see(FIRST), edit),
      sees: 'There were never enough runs',
    }),
    'editor-table': page({
      act: inTurn(
        see(FIRST),
        edit,
        see('Would have fired'),
        press('View as table: The last 7 days'),
      ),
      sees: 'Ended runs',
    }),
    'editor-loading': page({
      backend: silent(watched, 'previewAlertRule'),
      act: inTurn(see(FIRST), edit),
      sees: 'Looking at the last 7 days',
    }),
    'editor-error': page({
      backend: failing(
        watched,
        apiError(503, { message: 'The database is away' }),
        'previewAlertRule',
      ),
      act: inTurn(see(FIRST), edit),
      sees: 'could not be looked at',
    }),
    'dialog-snooze': page({
      act: inTurn(see(FIRST), press(`Snooze ${FIRST}`)),
      sees: 'nobody is told',
    }),
    'dialog-resolve': page({
      act: inTurn(see(FIRST), press(`Resolve ${FIRST}`)),
      sees: 'Is Trial activations fail dealt with?',
    }),
    'dialog-delete': page({
      act: inTurn(see(FIRST), press(`Delete ${FIRST}`)),
      sees: 'Its history goes as well',
    }),
    ...named(
      'rules',
      fiveStates({
        element: page({ sees: '' }).element,
        backend: watched,
        routes: ['listAlertRules'],
        error: 'The alert rules could not be loaded',
        empty: { backend: portal, sees: 'There are no alert rules yet' },
        content: { sees: FIRST, readAnew: lookAgain },
      }),
    ),
  },
};
