import { Moment, Operation } from '../scenario';
import { NEVER_MS, once, scenario, step, wait, waits } from './sketch';

const running: Moment = { unit: 'await', is: 'running' };
const send = (payload: number | string, name = 'paid'): Operation => ({
  action: 'send_event',
  name,
  payload,
});
const paid = { for: { event: 'paid' } };

/** Steps that wait for a time or for an event, and hold no worker. */
export const events = [
  scenario({
    name: 'a wait takes its time',
    steps: [
      wait('await', [], { for: { durationMs: 150 } }),
      step('b', ['await']),
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once, b: once },
      order: ['await completed', 'b started'],
    },
  }),
  scenario({
    name: 'a wait ends at a time that another step has named',
    steps: [
      step('when'),
      wait('await', ['when'], {
        for: { until: { $ref: '/steps/when/output' } },
      }),
    ],
    outcomes: { when: [{ does: 'name a time', inMs: 400 }] },
    expected: {
      status: 'completed',
      run: once,
      steps: { when: once, await: once },
      output: { await: null },
    },
  }),
  scenario({
    name: 'a time that is over is not waited for',
    steps: [
      wait('await', [], { for: { until: '2001-09-09T01:46:40Z' } }),
      step('b', ['await']),
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once, b: once },
    },
  }),
  scenario({
    name: 'what is no time cannot be waited for',
    steps: [wait('await', [], { for: { until: { $ref: '/input/at' } } })],
    input: { at: 'soon' },
    expected: {
      status: 'failed',
      run: 'started, failed (validation_failed)',
      steps: { await: 'started, failed (validation_failed)' },
    },
  }),
  scenario({
    name: 'an event ends the wait for it, and is what the step puts out',
    steps: [wait('await', [], paid), step('b', ['await'])],
    output: { paid: { $ref: '/steps/await/output' } },
    actions: [{ when: running, asks: send(12) }],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once, b: once },
      output: { paid: 12 },
    },
  }),
  scenario({
    name: 'an event ends every wait for it, and no other',
    steps: [
      wait('await', [], paid),
      wait('also', [], paid),
      wait('other', [], { for: { event: 'shipped' } }),
    ],
    actions: [
      { when: { unit: 'other', is: 'running' }, asks: send(1) },
      { when: { unit: 'also', is: 'completed' }, asks: send(2, 'shipped') },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once, also: once, other: once },
      output: { await: 1, also: 1, other: 2 },
    },
  }),
  scenario({
    name: 'events that are early are kept for those who come to wait for them, one each',
    steps: [
      step('before'),
      wait('await', ['before'], paid),
      wait('again', ['await'], paid),
    ],
    outcomes: { before: [waits()] },
    actions: [
      { when: { unit: 'before', is: 'running' }, asks: send('one') },
      { when: { unit: 'before', is: 'running' }, asks: send('two') },
      {
        when: { unit: 'before', is: 'running' },
        asks: { action: 'force', step: 'before', to: 'complete' },
      },
    ],
    output: {
      first: { $ref: '/steps/await/output' },
      second: { $ref: '/steps/again/output' },
    },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        before: 'started, completed (forced)',
        await: once,
        again: once,
      },
      output: { first: 'one', second: 'two' },
    },
  }),
  scenario({
    name: 'an event that comes in time clears the clock',
    steps: [
      wait('await', [], {
        for: { event: 'paid', timeout: { afterMs: NEVER_MS, outcome: 'fail' } },
      }),
    ],
    actions: [{ when: running, asks: send('in time') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once },
      output: { await: 'in time' },
    },
  }),
  scenario({
    name: 'a step that nothing reaches in time may go on without',
    steps: [
      wait('await', [], {
        for: { event: 'paid', timeout: { afterMs: 150, outcome: 'complete' } },
      }),
      step('b', ['await']),
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once, b: once },
    },
  }),
  scenario({
    name: 'a step that nothing reaches in time may fail',
    steps: [
      wait('await', [], {
        for: { event: 'paid', timeout: { afterMs: 150, outcome: 'fail' } },
      }),
      step('b', ['await']),
    ],
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: {
        await: 'started, failed (timeout)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'an event that no step comes to wait for is refused in the end',
    steps: [step('a', [], {})],
    outcomes: { a: [waits('complete')] },
    actions: [
      { when: { unit: 'a', is: 'running' }, asks: send(1, 'nonsense') },
      {
        when: { unit: 'a', is: 'running' },
        asks: { action: 'force', step: 'a', to: 'complete' },
      },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: 'started, completed (forced)' },
      answers: ["refused: No step has waited for 'nonsense'", 'completed'],
    },
  }),
  scenario({
    name: 'an event may come while the run is queued',
    steps: [wait('await', [], paid)],
    actions: [{ when: { run: 'queued' }, asks: send('early') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { await: once },
      output: { await: 'early' },
    },
  }),
  scenario({
    name: 'a wait ends with a failure elsewhere',
    steps: [wait('await', [], paid), step('bad'), step('c', ['await'])],
    outcomes: {
      bad: [{ does: 'fail', category: 'bug', once: running }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: {
        await: 'started, canceled',
        bad: 'started, failed (bug)',
        c: 'skipped (upstream_failed)',
      },
    },
  }),
];
