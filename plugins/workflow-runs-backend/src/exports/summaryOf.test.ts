import {
  exportedAction,
  exportedArtifact,
  exportedDecision,
  exportedPayload,
  exportedRun,
  exportedStep,
  summarySource,
} from './__testUtils__/source';
import { summaryOf, SummarySource } from './summaryOf';

const tableOf = (source: Partial<SummarySource>, title: string) =>
  summaryOf(summarySource(source)).tables.find(table => table.title === title);
const factsOf = (source: Partial<SummarySource>) =>
  Object.fromEntries(summaryOf(summarySource(source)).facts);

it('a run with nothing but itself has a title, a story and its facts', () => {
  const summary = summaryOf(
    summarySource({ run: exportedRun({ startedAt: null }), steps: [] }),
  );

  expect(summary).toMatchObject({
    title: 'Orders, run run_01KARUN0000000000000ABCDEF',
    story: [expect.any(String), expect.any(String)],
    tables: [],
    values: [],
    notes: [],
  });
});

it('facts say who, why, when and how well', () => {
  expect(
    factsOf({
      run: exportedRun({
        triggeredBy: 'order.placed',
        businessEventId: 'order-7',
        originRunId: 'run_o',
        owner: 'group:default/shop',
        tags: ['a', 'b'],
        generation: 1,
        sla: {
          status: 'breached',
          targetMs: 2_000,
          dueAt: '2026-11-21T10:15:02.000Z',
        },
        resolution: { note: 'seen to', actor: 'user:default/bo', at: 'x' },
      }),
    }),
  ).toMatchObject({
    Status: 'completed',
    'Launched by': 'user:default/ada',
    'Triggered by': 'order.placed',
    'Business event': 'order-7',
    'Repeats run': 'run_o',
    Owner: 'group:default/shop',
    Tags: 'a, b',
    Started: '2026-11-21 10:15:00 UTC',
    Duration: '3.2 s',
    SLA: 'breached, target 2 s',
    'SLA due': '2026-11-21 10:15:02 UTC',
    Progress: '2/2',
    Passage: '2',
    Resolution: 'seen to',
    'Resolved by': 'user:default/bo',
  });
});

it('facts that there are not are left out', () => {
  const facts = factsOf({});

  for (const name of ['Owner', 'Tags', 'SLA', 'Passage', 'Resolution'])
    expect(facts).not.toHaveProperty(name);
});

it('steps tell their item, why they were skipped, and how they failed', () => {
  const steps = [
    exportedStep({ itemIndex: 3 }),
    exportedStep({
      status: 'skipped',
      skipReason: 'condition',
      durationMs: null,
      attempts: 0,
    }),
    exportedStep({
      status: 'failed',
      error: { category: 'bug', code: null, message: 'x'.repeat(600) },
    }),
  ];

  expect(tableOf({ steps }, 'Steps')?.rows).toEqual([
    ['Fetch orders #3', 'io', 'completed', '1', '3 s', ''],
    ['Fetch orders', 'io', 'skipped (condition)', '0', '', ''],
    ['Fetch orders', 'io', 'failed', '1', '3 s', `bug: ${'x'.repeat(495)}…`],
  ]);
});

it('states tell how long each lasted', () => {
  const states = [
    {
      status: 'queued' as const,
      generation: 0,
      reason: null,
      enteredAt: '2026-11-21T10:15:00.000Z',
      leftAt: '2026-11-21T10:15:02.000Z',
    },
    {
      status: 'paused' as const,
      generation: 0,
      reason: 'a step has failed',
      enteredAt: '2026-11-21T10:15:02.000Z',
      leftAt: null,
    },
  ];

  expect(tableOf({ states }, 'States')?.rows).toEqual([
    ['queued', '2026-11-21 10:15:00 UTC', '2 s', ''],
    ['paused', '2026-11-21 10:15:02 UTC', '', 'a step has failed'],
  ]);
});

it('decisions and the audit trail tell who, and what came of it', () => {
  const decisions = [
    exportedDecision(),
    exportedDecision({
      decision: 'rejected',
      actor: 'user:default/bo',
      decidedAt: '2026-11-21T10:16:00.000Z',
      note: 'too late',
    }),
  ];
  const actions = [
    exportedAction({
      status: 'refused',
      message: 'It has ended',
      reason: 'why',
      stepKey: 'fetch',
    }),
  ];

  expect(tableOf({ decisions }, 'Decisions')?.rows).toEqual([
    ['fetch', 'approval', '2026-11-21 10:15:00 UTC', 'open', '', '', ''],
    [
      'fetch',
      'approval',
      '2026-11-21 10:15:00 UTC',
      'rejected',
      'user:default/bo',
      '2026-11-21 10:16:00 UTC',
      'too late',
    ],
  ]);
  expect(tableOf({ actions }, 'Audit')?.rows).toEqual([
    [
      '2026-11-21 10:15:00 UTC',
      'user:default/bo',
      'cancel',
      'fetch',
      'refused: It has ended',
      'why',
    ],
  ]);
});

it('artifacts lead to their content, for as long as it says', () => {
  const url = 'https://portal.example/x?signature=y';
  const io = {
    payloads: [],
    artifacts: [{ artifact: exportedArtifact(), url }],
    linksUntil: '2026-11-22T10:15:00.000Z',
  };

  expect(tableOf({ io }, 'Artifacts')).toMatchObject({
    rows: [[{ text: 'orders.csv', url }, 'fetch', 'text/csv', '12', 'abc']],
    note: expect.stringContaining('good until 2026-11-22 10:15:00 UTC'),
  });
});

it('input and output are cut, and say how long they are', () => {
  const { values } = summaryOf(
    summarySource({
      io: {
        payloads: [
          exportedPayload(),
          exportedPayload({
            direction: 'output',
            value: `{"a":"${'x'.repeat(65_536)}`,
            bytes: 5_000_000,
            truncated: true,
          }),
        ],
        artifacts: [],
        linksUntil: 'x',
      },
    }),
  );

  expect(values[0]).toEqual({
    title: 'Input',
    text: '{\n  "since": "2026-11-20"\n}',
  });
  expect(values[1].text).toBe(`{"a":"${'x'.repeat(3_994)}…`);
  expect(values[1].note).toBe('Cut: it has 5000000 bytes in all.');
});

it('says what is left out', () => {
  const { notes, values, tables } = summaryOf(
    summarySource({ io: null, areMoreSteps: true }),
  );

  expect(notes).toEqual([
    'Only the first 1 steps are here; the export as JSON has all.',
    'Input, output and artifacts are left out: who exported this may not see them.',
  ]);
  expect(values).toEqual([]);
  expect(tables.map(({ title }) => title)).toEqual(['Steps']);
});
