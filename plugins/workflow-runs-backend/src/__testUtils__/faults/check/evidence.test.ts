import { SCENARIOS } from '../scenarios';
import { checkChildren } from './checkChildren';
import { checkLaunches } from './checkLaunches';
import { checkLedger } from './checkLedger';
import { checkLeftovers } from './checkLeftovers';
import { checkLog } from './checkLog';
import { checkObservations, eventText } from './checkObservations';
import { checkOutcomes } from './checkOutcomes';
import { checkResults } from './checkResults';
import { Evidence, EvidenceRow, EvidenceTable } from './Evidence';
import { facts, toHistory } from './history';

const STEPS = ['receive', 'check', 'reserve', 'charge', 'confirm'];
const RUN = 'run_1';
const place = (step: string) => ({
  run_id: RUN,
  step_key: step,
  item_index: -1,
  generation: 0,
});

const seenBy = (index: number): Record<string, string> =>
  index === 0 ? {} : { receive: 'mark of receive' };

/** What a run of the sequence leaves behind where all is well. */
function evidence(): Evidence {
  const events = toHistory([
    facts.queued(),
    facts.started(),
    ...STEPS.map(step => facts.stepStarted(step)),
  ]);
  return {
    launches: [
      {
        key: 'launch-1',
        workflow: 'sequence',
        script: { steps: {}, operators: [] },
        runId: RUN,
      },
    ],
    ledger: STEPS.map((step, index) => ({
      idempotencyKey: `${RUN}/${step}`,
      attempt: 1,
      worker: 'wkr_1',
      mark: `mark of ${step}`,
      saw: seenBy(index),
      at: 1,
      receipt: index + 1,
    })),
    observed: {
      events: new Map(events.map(event => [event.position, eventText(event)])),
      results: new Map([
        [`${RUN}/receive in generation 0`, '{"mark":"mark of receive"}'],
      ]),
      problems: [],
    },
    events,
    head: 7,
    definitions: new Map([['hash', SCENARIOS[0].workflow.definition]]),
    tables: {
      runs: [
        {
          id: RUN,
          status: 'completed',
          definition_hash: 'hash',
          blocked_reason: null,
        },
      ],
      run_live: [],
      run_states: [],
      steps: STEPS.map(step => ({ ...place(step), status: 'completed' })),
      attempts: STEPS.map(step => ({
        ...place(step),
        number: 1,
        status: 'completed',
        worker: 'wkr_1',
      })),
      actions: [],
      launch_keys: [{ key: 'user:default/tester\u001flaunch-1', run_id: RUN }],
      engine_runs: [],
      timers: [],
      workers: [],
      run_messages: [],
      run_io: STEPS.map(step => ({
        ...place(step),
        direction: 'output',
        content: `{"mark":"mark of ${step}"}`,
      })),
    },
  };
}

/** A run that the second step of the run has launched. */
const child = (id: string, status: string): EvidenceRow => ({
  id,
  status,
  parent_run_id: RUN,
  blocked_reason: null,
});
const keyOfChild = (id: string): EvidenceRow => ({
  kind: 'child',
  key: `${RUN}/check/0/1`,
  run_id: id,
});

/** Everything but the histories and projections, which have tests of their own. */
const checks = [
  checkLaunches,
  checkChildren,
  checkOutcomes,
  checkLeftovers,
  checkLog,
  checkObservations,
  checkResults,
  checkLedger,
];
const problemsOf = (found: Evidence) => checks.flatMap(check => check(found));

type Spoil = (spoilt: Evidence) => void;
const change =
  (table: EvidenceTable, index: number, row: EvidenceRow): Spoil =>
  ({ tables }) => {
    tables[table][index] = { ...tables[table][index], ...row };
  };
const add =
  (table: EvidenceTable, row: EvidenceRow): Spoil =>
  ({ tables }) => {
    tables[table].push(row);
  };
const drop =
  (table: EvidenceTable, index: number): Spoil =>
  ({ tables }) => {
    tables[table].splice(index, 1);
  };

describe('checks of evidence', () => {
  it('have nothing to say where all is well', () => {
    expect(problemsOf(evidence())).toEqual([]);
  });

  it('mind nothing where a step is undone that has completed in an earlier passage', () => {
    const later = evidence();
    change('steps', 1, { status: 'compensated', generation: 1 })(later);
    expect(checkResults(later)).toEqual([]);
  });

  it.each<[string, Spoil, string]>([
    [
      'a run that is lost',
      drop('runs', 0),
      'launch-1 was answered by run_1, which is lost',
    ],
    [
      'a launch that has made two runs',
      add('runs', { id: 'run_2', status: 'completed', blocked_reason: null }),
      '1 launches have made 2 runs',
    ],
    [
      'a key that stands for another run',
      change('launch_keys', 0, { run_id: 'run_2' }),
      'launch-1 was answered by run_1, and stands for run_2',
    ],
    [
      'a launch without an answer',
      ({ launches }) => {
        launches[0].runId = undefined;
      },
      'launch-1 was never answered',
    ],
    [
      'another end than the script leads to',
      change('runs', 0, { status: 'failed' }),
      'run_1 (sequence): it is failed, and not completed',
    ],
    [
      'another way than the script leads',
      change('steps', 1, { status: 'skipped' }),
      'run_1 (sequence): step check is skipped, and not completed',
    ],
    [
      'a cancel that was granted and not carried out',
      add('actions', { run_id: RUN, action: 'cancel', status: 'completed' }),
      'run_1 (sequence): it was canceled, and is completed',
    ],
    [
      'a run that does not end',
      change('runs', 0, { status: 'running' }),
      'run_1 has not ended: running (null), unknown to the engine',
    ],
    [
      'an ended run that says that it is blocked',
      change('runs', 0, { blocked_reason: 'No worker offers check@1' }),
      'run_1 is completed, and blocked: No worker offers check@1',
    ],
    [
      'a message that nobody has read',
      add('run_messages', { run_id: RUN }),
      '1 unread messages are left',
    ],
    [
      'what was accepted and never answered',
      add('actions', { run_id: RUN, action: 'send_event', status: 'accepted' }),
      '1 unanswered actions are left',
    ],
    [
      'a run that nobody has launched',
      add('runs', child('run_2', 'completed')),
      'run_2 was launched by nobody',
    ],
    [
      'two runs of one attempt',
      spoilt => {
        for (const id of ['run_2', 'run_3']) {
          spoilt.tables.runs.push(child(id, 'completed'));
          spoilt.tables.launch_keys.push(keyOfChild(id));
        }
      },
      'run_1/check/0/1 has launched 2 runs',
    ],
    [
      'an attempt that has ended otherwise than its run',
      ({ tables }) => {
        tables.runs.push(child('run_2', 'failed'));
        tables.launch_keys.push(keyOfChild('run_2'));
      },
      'run_1/check/0/1 is completed, and its run run_2 is failed',
    ],
    [
      'a key that is used more often than there are attempts',
      ({ ledger }) => {
        ledger.push({ ...ledger[1], attempt: 2 });
      },
      'run_1/check was used 2 times, for 1 attempts',
    ],
    ['a timer that is left', add('timers', {}), '1 timers are left'],
    [
      'an attempt that is left running',
      change('attempts', 0, { status: 'running' }),
      '1 running attempts are left',
    ],
    [
      'a position that is left out',
      ({ events }) => {
        events[6].position = 8;
      },
      'position 8 stands where 7 belongs',
    ],
    [
      'a position that was given out for nothing',
      spoilt => {
        spoilt.head = 8;
      },
      'the log has given out 8 positions and holds 7 events',
    ],
    [
      'an event that was another one',
      ({ events }) => {
        events[0].fact.at += 1;
      },
      'the event at 1 is not what it was',
    ],
    [
      'a result that was overwritten',
      ({ observed }) => {
        observed.results.set(`${RUN}/check in generation 0`, '{"mark":"old"}');
      },
      'the result of run_1/check in generation 0 is not what it was',
    ],
    [
      'a result of another attempt than the one that completed',
      ({ ledger }) => {
        ledger[2].mark = 'another mark';
      },
      'run_1/reserve attempt 1 has made another mark, and mark of reserve is recorded',
    ],
    [
      'a completed step without a result',
      drop('run_io', 1),
      'run_1/check is completed, and has no result',
    ],
    [
      'a later step that was given something else',
      ({ ledger }) => {
        ledger[4].saw.receive = 'another mark';
      },
      'run_1/confirm was given another mark of receive, which is not what is recorded',
    ],
    [
      'a step that has completed twice',
      add('attempts', {
        ...place('check'),
        number: 2,
        status: 'completed',
        worker: 'wkr_1',
      }),
      'run_1/check in generation 0 has completed 2 times',
    ],
    [
      'something done outside that nobody knows inside',
      drop('attempts', 3),
      'run_1/charge attempt 1 was carried out, and the database does not know it',
    ],
    [
      'an attempt that was carried out twice',
      ({ ledger }) => {
        ledger.push({ ...ledger[0] });
      },
      'run_1/receive attempt 1 was carried out 2 times',
    ],
    [
      'an attempt that somebody else has carried out',
      change('attempts', 0, { worker: 'wkr_2' }),
      'run_1/receive attempt 1 was carried out by wkr_1, and recorded of wkr_2',
    ],
    [
      'a completed attempt that was never carried out',
      ({ ledger }) => {
        ledger.splice(1, 1);
      },
      'run_1/check attempt 1 is completed, and was never carried out',
    ],
  ])('find %s', (_, spoil, problem) => {
    const spoilt = evidence();
    spoil(spoilt);
    expect(problemsOf(spoilt)).toContain(problem);
  });
});
