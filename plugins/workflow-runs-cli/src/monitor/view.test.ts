import type { Forecast } from 'backstage-plugin-workflow-runs-common';
import {
  aLogLine,
  anAttempt,
  aRun,
  aSnapshot,
  aStep,
  at,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { createColors } from 'picocolors';
import { lineWidth } from '../terminal/line';
import { toAnsi } from '../terminal/toAnsi';
import type { MonitorState } from './state';
import { viewOf } from './view';

const live = { status: 'live', heardAt: START } as const;
const now = START + 246_000;

const run = aRun({
  id: 'run_01JDA8M2Q6ZK3V7QK',
  progress: { completedSteps: 1, totalSteps: 4, percentage: 25 },
  sla: { status: 'at_risk', targetMs: 260_000, dueAt: at(260) },
  position: 20,
});
const steps = [
  aStep({
    stepKey: 'load',
    name: 'Load the account',
    status: 'completed',
    startedAt: at(0),
    durationMs: 4_200,
  }),
  aStep({
    stepKey: 'charge',
    stepNumber: 2,
    name: 'Charge the card of the customer in the currency of the contract',
    status: 'running',
    attempts: 2,
    startedAt: at(5),
    progress: { fraction: 0.5, message: 'Half of it\u001b[2J' },
  }),
  aStep({
    stepKey: 'notify',
    stepNumber: 3,
    name: 'Notify',
    status: 'waiting_human',
    startedAt: at(200),
    waitingFor: {
      kind: 'approval',
      approvers: ['group:default/ops'],
      since: at(200),
      dueAt: null,
    },
  }),
  aStep({ stepKey: 'ship', stepNumber: 4, name: 'Ship' }),
];
const finish = { earliest: at(280), likely: at(300), latest: at(400) };
const forecast = { finish, reason: null } as Forecast;

function runState(over: Partial<MonitorState> = {}): MonitorState {
  return {
    view: 'run',
    list: undefined,
    run: {
      id: run.id,
      snapshot: aSnapshot({
        run,
        steps,
        attempts: [
          anAttempt({
            stepKey: 'charge',
            status: 'failed',
            completedAt: at(20),
            durationMs: 15_000,
            error: {
              category: 'external_api',
              code: '503',
              message: 'The bank is closed',
            },
          }),
          anAttempt({ stepKey: 'charge', number: 2, status: 'running' }),
        ],
      }),
      forecast,
      lines: [
        aLogLine({ sequence: 1, stepKey: 'load', message: 'Loaded' }),
        aLogLine({
          sequence: 2,
          stepKey: 'charge',
          level: 'error',
          message: 'Closed\nfor today',
        }),
      ],
      connection: live,
    },
    chosenRun: undefined,
    chosenStep: undefined,
    question: undefined,
    notice: undefined,
    ...over,
  };
}

function listState(over: Partial<MonitorState> = {}): MonitorState {
  return runState({
    view: 'list',
    run: undefined,
    list: {
      title: 'status=running,failed',
      runs: [
        run,
        aRun({
          id: 'run_02',
          status: 'failed',
          durationMs: 7_500_000,
          error: {
            category: 'bug',
            code: null,
            message: 'It broke',
            stepKey: 'load',
          },
        }),
      ],
      hasMore: false,
      connection: live,
    },
    ...over,
  });
}

const uncoloured = createColors(false);
/** What is seen, without blanks at the ends of lines. */
function seen(state: MonitorState, width = 80, height = 24): string {
  return viewOf(state, { width, height, now })
    .map(line => toAnsi(line, uncoloured).trimEnd())
    .join('\n');
}

describe.each([
  ['a run', runState()],
  ['a step', runState({ view: 'step', chosenStep: 'charge' })],
  ['runs', listState()],
  ['a question', runState({ question: { action: 'cancel', run } })],
  [
    'a run that is on its way',
    runState({ run: { ...runState().run!, snapshot: undefined } }),
  ],
])('%s', (_, state) => {
  it.each([
    [20, 5],
    [50, 24],
    [80, 24],
    [140, 50],
  ])('fits into %d columns and %d rows', (width, height) => {
    const lines = viewOf(state, { width, height, now });
    expect(lines).toHaveLength(height);
    for (const line of lines)
      expect(lineWidth(line)).toBeLessThanOrEqual(width);
  });

  it('has nothing in it that a terminal would obey', () => {
    // eslint-disable-next-line no-control-regex
    expect(seen(state, 140)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('a run', () => {
  it('shows how far it is, when it is likely done, and how it stands to its target', () => {
    const screen = seen(runState(), 120);
    expect(screen).toMatch(/Trial activation {2}run_01JD…V7QK +● Running/);
    expect(screen).toContain('1/4 · 25 %');
    expect(screen).toMatch(
      /4 m 06 s so far · started .* · likely done .*, 54 s left/,
    );
    expect(screen).toContain('SLA at risk 94 %');
  });

  it('marks the step under way, and says what it is at', () => {
    const screen = seen(runState(), 120);
    expect(screen).toMatch(
      /^ › ● Charge the card .*… +Running +4 m 01 s +attempt 2 .* 50 % {2}Half of it/m,
    );
    expect(screen).toMatch(
      /◆ Notify +Waiting +46 s +waits for approval by group:default\/ops/,
    );
    expect(screen).toMatch(/○ Ship +Pending$/m);
  });

  it('shows the end of its log, a row each', () => {
    expect(seen(runState())).toMatch(
      /Log ─+\n.* info +load +Loaded\n.* error +charge +Closed for today/,
    );
  });

  it('leaves out beside the steps what there is no room for', () => {
    const screen = seen(runState(), 50);
    expect(screen).toContain('Running');
    expect(screen).not.toContain('Half of it');
    expect(screen).toMatch(/q quit +● Live$/);
  });

  it('shows steps around the chosen one where there are too many', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      aStep({ stepKey: `step_${index}`, stepNumber: index + 1 }),
    );
    const state = runState({ chosenStep: 'step_150' });
    state.run!.snapshot = aSnapshot({ run, steps: many });
    const screen = seen(state);
    expect(screen).toContain('› ○ step_150');
    expect(screen).not.toContain('step_20 ');
    expect(screen).toContain('Log');
  });

  it('says what has failed', () => {
    const state = runState();
    state.run!.snapshot = aSnapshot({
      run: {
        ...run,
        status: 'failed',
        durationMs: 61_000,
        error: {
          category: 'external_api',
          code: '503',
          message: 'The bank is closed',
          stepKey: 'charge',
        },
      },
      steps,
    });
    const screen = seen(state);
    expect(screen).toContain('✗ Step charge failed: The bank is closed');
    expect(screen).toContain('took 1 m 01 s');
    expect(screen).not.toContain('likely done');
  });

  it.each([
    [{ status: 'reconnecting', heardAt: now - 12_000 }, '● Reconnecting 12 s'],
    [{ status: 'disconnected', heardAt: null }, '● Disconnected'],
    [{ status: 'ended', heardAt: now }, '● Ended'],
  ] as const)('says how fresh it is: %j', (connection, words) => {
    const state = runState();
    state.run = { ...state.run!, connection };
    expect(seen(state)).toContain(words);
  });

  it('asks before it does something', () => {
    const screen = seen(runState({ question: { action: 'cancel', run } }));
    expect(screen).toMatch(
      /Cancel, and roll back what it did\? +y yes {2}n no/,
    );
  });
});

it('shows the attempts of a step, and its own lines alone', () => {
  const screen = seen(runState({ view: 'step', chosenStep: 'charge' }));
  expect(screen).toMatch(/1 ✗ Failed +15 s .*The bank is closed/);
  expect(screen).toMatch(/2 ● Running/);
  expect(screen).toContain('Closed for today');
  expect(screen).not.toContain('Loaded');
});

describe('runs', () => {
  it('are a row each, with as much as there is room for', () => {
    const wide = seen(listState(), 140);
    expect(wide).toMatch(/Workflow runs {2}status=running,failed +● Live/);
    expect(wide).toContain('1 failed · 1 running');
    expect(wide).toMatch(/✗ Failed +Trial activation .*It broke +.*2 h 05 m$/m);
    const narrow = seen(listState(), 50);
    expect(narrow).toMatch(/● Running +Trial activ\S+ +25 % +4 m 06 s$/m);
    expect(narrow).not.toContain('PROGRESS');
  });

  it('say where there are none, and that new ones will come', () => {
    const list = { ...listState().list!, runs: [] };
    expect(seen(listState({ list }))).toContain(
      'No runs fit. New ones appear here.',
    );
  });
});
