import { failAfter } from '../../../workflows';
import {
  completes,
  dies,
  fails,
  LOST,
  once,
  RETRIED,
  scenario,
  step,
} from './sketch';

/** What follows where a worker dies. */
export const losses = [
  scenario({
    name: 'a lost attempt is repeated, though the policy is none',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [dies] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${LOST}, started, completed`, b: once },
    },
  }),
  scenario({
    name: 'a lost attempt does not count against the policy',
    steps: [step('a', [], { retry: failAfter(2) })],
    outcomes: { a: [dies, fails(), dies, completes()] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: `started, ${LOST}, started, ${RETRIED}, started, ${LOST}, started, completed`,
      },
    },
  }),
  scenario({
    name: 'three losses of one step park the run',
    steps: [step('bad'), step('after', ['bad'])],
    outcomes: { bad: [dies, dies, dies] },
    expected: {
      status: 'paused',
      run: 'started, paused (poison)',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}`,
      },
    },
  }),
  scenario({
    name: 'a run is parked only once what runs has settled, and starts nothing more',
    needs: ['lone_losses'],
    steps: [step('bad'), step('slow'), step('after', ['slow'])],
    outcomes: {
      bad: [dies, dies, dies],
      slow: [
        { ...completes(), once: { unit: 'bad', is: 'retrying', times: 3 } },
      ],
    },
    expected: {
      status: 'paused',
      run: 'started, paused (poison)',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}`,
        slow: once,
      },
    },
  }),
  scenario({
    name: 'losses of different steps are counted apart',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [dies, dies], b: [dies, dies] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: `started, ${LOST}, started, ${LOST}, started, completed`,
        b: `started, ${LOST}, started, ${LOST}, started, completed`,
      },
    },
  }),
  scenario({
    name: 'a run that was parked goes on when an operator has it try once more',
    steps: [step('bad'), step('after', ['bad'])],
    outcomes: { bad: [dies, dies, dies, completes()] },
    actions: [{ when: { run: 'paused' }, asks: { action: 'resume' } }],
    expected: {
      status: 'completed',
      run: 'started, paused (poison), resumed, completed',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}, started, completed`,
        after: once,
      },
    },
  }),
  scenario({
    name: 'a run that was parked is parked again with the third loss after that',
    steps: [step('bad')],
    outcomes: { bad: Array(6).fill(dies) },
    actions: [{ when: { run: 'paused' }, asks: { action: 'resume' } }],
    expected: {
      status: 'paused',
      run: 'started, paused (poison), resumed, paused (poison)',
      steps: { bad: Array(6).fill(`started, ${LOST}`).join(', ') },
    },
  }),
  scenario({
    name: 'a step that has parked its run is settled by an operator, and the run goes on when it may',
    steps: [step('bad'), step('after', ['bad'])],
    outcomes: { bad: [dies, dies, dies] },
    actions: [
      {
        when: { run: 'paused' },
        asks: { action: 'force', step: 'bad', to: 'complete' },
      },
      { when: { unit: 'bad', is: 'completed' }, asks: { action: 'resume' } },
    ],
    expected: {
      status: 'completed',
      run: 'started, paused (poison), resumed, completed',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}, completed (forced)`,
        after: once,
      },
    },
  }),
  scenario({
    name: 'an operator does not wait for a worker: a cancel reaches a run whose worker has died',
    steps: [step('a', [], { retry: failAfter(2, { delayMs: 60_000 }) })],
    outcomes: { a: [dies, fails()] },
    actions: [
      {
        when: { unit: 'a', is: 'retrying', times: 2 },
        asks: { action: 'cancel' },
      },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: { a: `started, ${LOST}, started, ${RETRIED}, canceled` },
    },
  }),
];
