import {
  approval,
  completes,
  fails,
  once,
  scenario,
  step,
  wait,
  waits,
} from './sketch';

const target = { targetMs: 1_000 };

/** How long a run should take. */
export const targets = [
  scenario({
    name: 'a run that takes no longer than it should has met its target',
    steps: [step('a')],
    sla: { targetMs: 60_000 },
    expected: {
      status: 'completed',
      run: 'started, completed (met)',
      steps: { a: once },
    },
  }),
  scenario({
    name: 'a run that takes longer than it should is at risk first, then overdue',
    steps: [step('a')],
    sla: target,
    outcomes: { a: [{ ...completes(), once: { event: 'sla.breached' } }] },
    expected: {
      status: 'completed',
      run: 'started, at risk, overdue, completed (breached)',
      steps: { a: once },
    },
  }),
  scenario({
    name: 'a run that fails or is canceled in time has met its target, for that is about time',
    steps: [step('a'), step('b')],
    outcomes: { a: [fails('bug')], b: [waits()] },
    sla: { targetMs: 60_000 },
    actions: [
      { when: { unit: 'a', is: 'failed' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled (met)',
      steps: { a: 'started, failed (bug)', b: 'started, canceled' },
    },
  }),
  scenario({
    name: 'a run that fails too late has missed its target',
    steps: [step('a')],
    sla: target,
    outcomes: { a: [{ ...fails('bug'), once: { event: 'sla.breached' } }] },
    expected: {
      status: 'failed',
      run: 'started, at risk, overdue, failed (bug, breached)',
      steps: { a: 'started, failed (bug)' },
    },
  }),
  scenario({
    name: 'the target of a run counts while nothing of it executes',
    steps: [wait('a', [], { for: { event: 'never_mind' } })],
    sla: target,
    actions: [
      {
        when: { event: 'sla.breached' },
        asks: { action: 'send_event', name: 'never_mind', payload: null },
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, at risk, overdue, completed (breached)',
      steps: { a: once },
    },
  }),
  scenario({
    name: 'the clock may stand still while the run waits for a human',
    steps: [
      approval('ask', [], { timeout: { afterMs: 3_500, outcome: 'approve' } }),
      step('b', ['ask']),
    ],
    sla: { targetMs: 3_000, excludeHumanWaits: true },
    expected: {
      status: 'completed',
      run: 'started, waiting_human, due later, resumed, completed (met)',
      steps: { ask: 'asked, approved (by nobody), completed', b: once },
    },
  }),
  scenario({
    name: 'the clock may stand still while the run is paused',
    steps: [
      wait('rest', [], { for: { durationMs: 3_500 } }),
      step('b', ['rest']),
    ],
    sla: { targetMs: 3_000, excludePauses: true },
    actions: [
      { when: { unit: 'rest', is: 'running' }, asks: { action: 'pause' } },
      { when: { unit: 'rest', is: 'completed' }, asks: { action: 'resume' } },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, due later, resumed, completed (met)',
      steps: { rest: once, b: once },
    },
  }),
  scenario({
    name: 'the clock goes on while the run waits for a human, where nothing else is said',
    steps: [
      approval('ask', [], { timeout: { afterMs: 1_500, outcome: 'approve' } }),
    ],
    sla: target,
    expected: {
      status: 'completed',
      run: 'started, waiting_human, at risk, overdue, resumed, completed (breached)',
      steps: { ask: 'asked, approved (by nobody), completed' },
    },
  }),
];
