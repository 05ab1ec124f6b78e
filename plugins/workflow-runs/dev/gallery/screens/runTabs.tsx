import { LogLine } from 'backstage-plugin-workflow-runs-common';
import {
  aLogLine,
  anAction,
  anAnnotation,
  anArtifact,
  aDecision,
  anEvent,
  aPayload,
  aRun,
  aRunKept,
  at,
  FakeRun,
  someQuestions,
} from 'backstage-plugin-workflow-runs-react/testing';
import { inTurn, lookAgain, press, see, type } from '../acts';
import { breakdown, failing, portal, RUN, runOf, withRun } from '../backends';
import { elsewhere } from '../elsewhere';
import { fiveStates, ListLike, named } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';
import { ended } from '../unusual';
import { pageOf } from './runPage';

type Differs = Partial<GalleryState> & { sees: string };

/** A tab of a run of the portal. */
const tab = (id: string, state: Differs, run = 'failed'): GalleryState => ({
  element: pageOf(runOf(run)),
  backend: portal,
  query: `tab=${id}`,
  ...state,
});

/** A tab of a small run. */
const small = (
  id: string,
  run: Partial<FakeRun>,
  state: Differs,
): GalleryState => ({
  element: pageOf(RUN),
  backend: () => withRun(run),
  query: `tab=${id}`,
  ...state,
});

/** A tab of a run of an engine elsewhere. */
const ofElsewhere = (id: string, state: Differs): GalleryState => ({
  element: pageOf(RUN),
  backend: () => elsewhere(),
  query: `tab=${id}`,
  ...state,
});

/** The states of a tab that is read from one route. */
const statesOf = (
  id: string,
  route: string,
  full: Partial<FakeRun>,
  of: Pick<ListLike, 'error'> & {
    empty: string;
    content: string;
    readAnew?: ListLike['content']['readAnew'];
  },
) =>
  named(
    id,
    fiveStates({
      element: pageOf(RUN),
      backend: () => withRun(full),
      query: `tab=${id}`,
      routes: [route],
      error: of.error,
      empty: { backend: withRun, sees: of.empty },
      content: { sees: of.content, readAnew: of.readAnew ?? lookAgain },
    }),
  );

/** A run of which retention has deleted a part. */
const partly = (part: string) => {
  const kept = aRunKept();
  return {
    ...kept,
    classes: kept.classes.map(each =>
      each.class === part ? { ...each, deletedAt: at(0), until: null } : each,
    ),
  };
};

const LEVELS: LogLine['level'][] = ['debug', 'info', 'info', 'warn', 'error'];

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aLogLine({
      sequence: index + 1,
      at: at(index / 100),
      level: LEVELS[(index * 7) % LEVELS.length],
      message: `batch ${index + 1} of ${count}: ${(index * 37) % 1_000} rows`,
      fields: index % 11 === 0 ? { rows: (index * 37) % 1_000 } : null,
    }),
  );

/** What somebody may put into one value. */
const bigValue = () =>
  aPayload({
    bytes: 182_000,
    value: {
      customers: Array.from({ length: 400 }, (_, index) => ({
        id: `cus_${index}`,
        contact: { email: '[redacted:e-mail]', city: 'Athína / Αθήνα' },
        note: 'n'.repeat(index % 9 === 0 ? 240 : 12),
        plan: null,
        active: index % 3 === 0,
      })),
    },
  });

export const runTabs: GalleryScreen = {
  title: 'Tabs of a run',
  states: {
    logs: tab('logs', { sees: 'answered 503' }),
    'logs-live': tab('logs', { sees: 'started for account' }, 'running'),
    'logs-100000-lines': small(
      'logs',
      { logs: lines(100_000) },
      { sees: 'of 100000' },
    ),
    'logs-long-lines': small(
      'logs',
      {
        logs: lines(40).map(line => ({
          ...line,
          message: `${line.message} ${'no-space-'.repeat(60)}`,
        })),
      },
      { act: inTurn(see('Wrap'), press('Wrap')), sees: 'no-space' },
    ),
    'logs-searched': tab('logs', {
      act: inTurn(see('Wrap'), type('Search logs', 'account')),
      sees: '1 of',
    }),
    'logs-no-match': tab('logs', {
      act: inTurn(see('Wrap'), type('Search logs', 'payroll')),
      sees: 'No match',
    }),
    'logs-linked-line': tab('logs', {
      query: 'tab=logs&line=3',
      sees: 'answered 503',
    }),
    ...statesOf(
      'logs',
      'listLogs',
      { logs: lines(40) },
      {
        error: 'The logs could not be loaded',
        empty: 'Nothing has been logged yet',
        content: 'rows',
        // Nobody hears of it before.
        readAnew: inTurn(see('Live'), async api => {
          api.push(RUN, {
            run: aRun({ position: 20 }),
            steps: [],
            attempts: [],
            events: [],
            logSequence: 41,
            logs: [aLogLine({ sequence: 41 })],
          });
        }),
      },
    ),
    io: tab('io', { sees: 'acc_5512' }),
    'io-big': small(
      'io',
      { payloads: [bigValue(), aPayload({ direction: 'output' })] },
      { sees: 'cus_0' },
    ),
    'io-cut': small(
      'io',
      { payloads: [aPayload({ truncated: true, bytes: 70_000 })] },
      { sees: 'Cut when it was stored' },
    ),
    'io-searched': tab('io', {
      act: inTurn(see(/acc_5512/), type('Search in values', 'eu-west')),
      sees: '1 line in 1 value',
    }),
    ...statesOf(
      'io',
      'listPayloads',
      { payloads: [aPayload()] },
      {
        error: 'Input and output could not be loaded',
        empty: 'No input or output was recorded',
        content: 'acc_5512',
      },
    ),
    'io-deleted': small(
      'io',
      { run: aRun({ ...ended('completed') }), kept: partly('io') },
      { sees: 'Input and output were deleted' },
    ),
    'logs-deleted': small(
      'logs',
      { run: aRun({ ...ended('completed') }), kept: partly('logs') },
      { sees: 'The log lines were deleted' },
    ),
    'audit-held': small(
      'audit',
      {
        run: aRun({ ...ended('failed') }),
        actions: [anAction()],
        kept: aRunKept({
          heldBy: { reason: 'legal_hold', tag: 'legal-hold-2026' },
        }),
      },
      { sees: 'Held by the tag legal-hold-2026' },
    ),
    artifacts: tab('artifacts', { sees: 'report.csv' }),
    'artifacts-elsewhere': small(
      'artifacts',
      {
        artifacts: [
          anArtifact(),
          anArtifact({
            id: 'a2',
            name: 'coverage.html',
            contentType: 'text/html',
            bytes: null,
            sha256: null,
            url: 'https://ci.acme.test/build-1/coverage.html',
          }),
        ],
      },
      { sees: 'Kept at ci.acme.test' },
    ),
    'artifacts-preview': tab('artifacts', {
      act: inTurn(see('report.csv'), press('Preview report.csv')),
      sees: 'content of artifact-1',
    }),
    'artifacts-failed': tab('artifacts', {
      backend: failing(portal, breakdown(), 'downloadArtifact'),
      act: inTurn(see('report.csv'), press('Download report.csv')),
      sees: 'could not be downloaded',
    }),
    ...statesOf(
      'artifacts',
      'listArtifacts',
      {
        artifacts: [
          anArtifact({ name: `${'quarterly-report-'.repeat(9)}.csv` }),
        ],
      },
      {
        error: 'The artifacts could not be loaded',
        empty: 'This run has made no files yet',
        content: 'quarterly',
      },
    ),
    traces: tab('traces', { sees: 'Trace of this passage' }),
    'traces-none': small(
      'traces',
      {},
      { sees: 'No trace is known of this run' },
    ),
    decisions: {
      element: pageOf('run_waiting'),
      backend: portal,
      query: 'tab=decisions',
      sees: 'May decide',
    },
    ...statesOf(
      'decisions',
      'listDecisions',
      {
        decisions: [
          aDecision({
            decidedAt: at(60),
            decision: 'approved',
            actor: 'user:default/ada',
            note: 'Agreed on the phone',
          }),
        ],
      },
      {
        error: 'The decisions could not be loaded',
        empty: 'Nobody was asked to decide anything',
        content: 'Agreed on the phone',
      },
    ),
    annotations: tab('annotations', { sees: 'The provider has confirmed' }),
    'annotations-refused': tab('annotations', {
      backend: failing(portal, breakdown(), 'annotateRun'),
      act: inTurn(
        see('Add note'),
        type('Add a note', 'Asked the provider'),
        press('Add note'),
      ),
      sees: 'The note was not kept',
    }),
    ...statesOf(
      'annotations',
      'listAnnotations',
      { annotations: [anAnnotation({ note: 'nospace'.repeat(80) })] },
      {
        error: 'The notes could not be loaded',
        empty: 'Nobody has left a note',
        content: 'nospace',
      },
    ),
    audit: tab('audit', { sees: 'The step had ended' }),
    ...statesOf(
      'audit',
      'listRunAudit',
      { actions: [anAction({ reason: 'A reason. '.repeat(40) })] },
      {
        error: 'The audit trail could not be loaded',
        empty: 'Nobody has done anything to this run',
        content: 'A reason.',
      },
    ),
    business: tab('business', { sees: 'Before and after' }, 'completed'),
    'business-empty': small(
      'business',
      { run: aRun(ended('completed')) },
      { sees: 'No step has reported what this run was good for' },
    ),
    'io-attributes': ofElsewhere('io', { sees: 'CustomerTier' }),
    native: ofElsewhere('native', { sees: '200 events loaded' }),
    'native-opened': ofElsewhere('native', {
      act: inTurn(
        see('200 events loaded'),
        press(/^5\d\d:.*ActivityTaskScheduled$/),
      ),
      sees: 'ord_1004',
    }),
    'native-searched': ofElsewhere('native', {
      act: inTurn(
        see('200 events loaded'),
        type('Search in the events', 'ord_1007'),
      ),
      sees: '1 of 200 loaded events',
    }),
    'native-no-match': ofElsewhere('native', {
      act: inTurn(
        see('200 events loaded'),
        type('Search in the events', 'payroll'),
      ),
      sees: 'No loaded event contains',
    }),
    'native-all': ofElsewhere('native', {
      act: inTurn(
        see('200 events loaded'),
        press('Load more'),
        see('400 events loaded'),
        press('Load more'),
      ),
      sees: '480 events loaded',
    }),
    'native-none': small('native', {}, { sees: 'shows no history of its own' }),
    ...named(
      'native',
      fiveStates({
        element: pageOf(RUN),
        backend: elsewhere,
        query: 'tab=native',
        routes: ['getNativeHistory'],
        error: 'The native history could not be fetched',
        empty: {
          backend: () => elsewhere({ questions: someQuestions() }),
          sees: 'The engine has recorded nothing of this run',
        },
        content: { sees: '200 events loaded', readAnew: press('Fetch again') },
      }),
    ),
    events: tab('events', { sees: 'run.queued' }),
    ...statesOf(
      'events',
      'listEvents',
      { events: [anEvent()] },
      {
        error: 'The events could not be loaded',
        empty: 'No events are in the log',
        content: 'run.started',
      },
    ),
  },
};
