import { Operation } from '../scenario';
import { approval, completes, once, scenario, step } from './sketch';

const decide = (
  decision: 'approved' | 'rejected',
  key = 'ask',
  note?: string,
): Operation => ({ action: 'decide', step: key, decision, note });
const waiting = { run: 'waiting_human' } as const;
const branching = [
  approval('ask', [], { onReject: { branch: ['repair'] } }),
  step('ship', ['ask']),
  step('repair', ['ask']),
  step('bill', ['ship']),
];

/** Steps at which a human decides. */
export const approvals = [
  scenario({
    name: 'what is approved goes on',
    steps: [step('a'), approval('ask', ['a']), step('b', ['ask'])],
    output: {
      decision: { $ref: '/steps/ask/output/decision' },
      note: { $ref: '/steps/ask/output/note' },
    },
    actions: [{ when: waiting, asks: decide('approved', 'ask', 'fine') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { a: once, ask: 'asked, approved, completed', b: once },
      output: { decision: 'approved', note: 'fine' },
      order: [
        'ask asked',
        'run waiting_human',
        'ask approved',
        'run resumed',
        'b started',
      ],
    },
  }),
  scenario({
    name: 'what is rejected fails',
    steps: [approval('ask'), step('b', ['ask'])],
    actions: [{ when: waiting, asks: decide('rejected') }],
    expected: {
      status: 'failed',
      run: 'started, waiting_human, resumed, failed (policy_denied)',
      steps: {
        ask: 'asked, rejected, failed (policy_denied)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'what is rejected takes the branch for it, where there is one',
    steps: branching,
    actions: [{ when: waiting, asks: decide('rejected') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: {
        ask: 'asked, rejected, completed',
        ship: 'skipped (branch_not_taken)',
        repair: once,
        bill: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'what is approved does not take the branch for what is rejected',
    steps: branching,
    actions: [{ when: waiting, asks: decide('approved') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: {
        ask: 'asked, approved, completed',
        ship: once,
        repair: 'skipped (branch_not_taken)',
        bill: once,
      },
    },
  }),
  scenario({
    name: 'a run waits for a human only where nothing else is under way',
    steps: [approval('ask'), step('a'), step('b', ['a', 'ask'])],
    outcomes: {
      a: [{ ...completes(), once: { unit: 'ask', is: 'completed' } }],
    },
    actions: [
      { when: { unit: 'ask', is: 'waiting_human' }, asks: decide('approved') },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { ask: 'asked, approved, completed', a: once, b: once },
    },
  }),
  scenario({
    name: 'a run waits for a human once what runs beside has settled',
    steps: [approval('ask'), step('a')],
    actions: [{ when: waiting, asks: decide('approved') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { ask: 'asked, approved, completed', a: once },
    },
  }),
  scenario({
    name: 'one decision after the other is waited for',
    steps: [
      approval('first'),
      approval('second', ['first']),
      step('c', ['second']),
    ],
    actions: [
      { when: waiting, asks: decide('approved', 'first') },
      {
        when: { unit: 'second', is: 'waiting_human' },
        asks: decide('approved', 'second'),
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: {
        first: 'asked, approved, completed',
        second: 'asked, approved, completed',
        c: once,
      },
    },
  }),
  scenario({
    name: 'two decisions are waited for at once',
    steps: [
      approval('left'),
      approval('right'),
      step('join', ['left', 'right']),
    ],
    actions: [
      { when: waiting, asks: decide('approved', 'right') },
      {
        when: { unit: 'right', is: 'completed' },
        asks: decide('approved', 'left'),
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: {
        left: 'asked, approved, completed',
        right: 'asked, approved, completed',
        join: once,
      },
    },
  }),
  scenario({
    name: 'who may decide is asked, then they are reminded and others asked as well',
    steps: [
      approval('ask', [], {
        approvers: ['group:default/owners'],
        slaMs: 300,
        remindEveryMs: 1_000,
        escalate: { afterMs: 1_500, to: ['user:default/boss'] },
        // Before they could be reminded again, however late the first reminder comes.
        timeout: { afterMs: 1_900, outcome: 'fail' },
      }),
    ],
    expected: {
      status: 'failed',
      run: 'started, waiting_human, resumed, failed (timeout)',
      steps: {
        ask: 'asked (group:default/owners), overdue, reminded, escalated (user:default/boss), failed (timeout)',
      },
    },
  }),
  scenario({
    name: 'reminders come again and again until it is decided',
    steps: [approval('ask', [], { remindEveryMs: 4_000 })],
    actions: [
      {
        when: { event: 'step.waiting_human', unit: 'ask', times: 3 },
        asks: decide('approved'),
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { ask: 'asked, reminded, reminded, approved, completed' },
    },
  }),
  ...(
    [
      ['approve', 'completed', 'completed', 'approved (by nobody), completed'],
      [
        'reject',
        'failed',
        'failed (policy_denied)',
        'rejected (by nobody), failed (policy_denied)',
      ],
      ['fail', 'failed', 'failed (timeout)', 'failed (timeout)'],
    ] as const
  ).map(([outcome, status, end, told]) =>
    scenario({
      name: `where nobody decides in time, the outcome may be to ${outcome}`,
      steps: [
        approval('ask', [], {
          timeout: { afterMs: 200, outcome },
        }),
      ],
      expected: {
        status,
        run: `started, waiting_human, resumed, ${end}`,
        steps: { ask: `asked, ${told}` },
      },
    }),
  ),
  scenario({
    name: 'where nobody decides in time, the branch for what is rejected may be taken',
    steps: [
      approval('ask', [], {
        timeout: { afterMs: 200, outcome: 'reject' },
        onReject: { branch: ['repair'] },
      }),
      step('ship', ['ask']),
      step('repair', ['ask']),
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: {
        ask: 'asked, rejected (by nobody), completed',
        ship: 'skipped (branch_not_taken)',
        repair: once,
      },
    },
  }),
  scenario({
    name: 'nothing is decided that nobody has asked for',
    steps: [step('a'), approval('ask', ['a']), step('b', ['ask'])],
    actions: [
      { when: waiting, asks: decide('approved', 'a') },
      { when: waiting, asks: decide('approved', 'b') },
      { when: waiting, asks: decide('approved', 'c') },
      { when: waiting, asks: decide('approved') },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { a: once, ask: 'asked, approved, completed', b: once },
      answers: [
        "refused: Step 'a' asks for no decision: it is completed",
        "refused: Step 'b' asks for no decision: it is pending",
        "refused: There is no step 'c'",
        'completed',
      ],
    },
  }),
];
