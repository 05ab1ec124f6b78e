import { scenario, step, once } from './sketch';

const done = { run: 'completed' } as const;

/** What makes no sense is refused, with what does. */
export const refusals = [
  scenario({
    name: 'a queued run can be canceled and told of events, and nothing else',
    steps: [step('a')],
    actions: [
      { when: { run: 'queued' }, asks: { action: 'pause' } },
      { when: { run: 'queued' }, asks: { action: 'resume' } },
      { when: { run: 'queued' }, asks: { action: 'retry' } },
      {
        when: { run: 'queued' },
        asks: { action: 'force', step: 'a', to: 'skip' },
      },
      {
        when: { run: 'queued' },
        asks: { action: 'resolve', note: 'nothing yet' },
      },
      { when: { run: 'queued' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'canceling, canceled',
      steps: { a: 'skipped (run_canceled)' },
      answers: [
        {
          refused: 'Only a running run can pause: it is queued',
          allowed: ['cancel', 'clone', 'send_event'],
        },
        'refused: The run is not paused: it is queued',
        'refused: Nothing of the run has failed: it is queued',
        'refused: The run has not started',
        'refused: There is nothing to resolve: the run is queued',
        'completed',
      ],
    },
  }),
  scenario({
    name: 'an ended run offers what makes sense, and nothing else',
    steps: [step('a')],
    actions: [
      { when: done, asks: { action: 'cancel' } },
      { when: done, asks: { action: 'pause' } },
      { when: done, asks: { action: 'resume' } },
      {
        when: done,
        asks: { action: 'force', step: 'a', to: 'skip' },
      },
      {
        when: done,
        asks: { action: 'send_event', name: 'late', payload: null },
      },
      { when: done, asks: { action: 'retry' } },
      { when: done, asks: { action: 'retry', step: 'nowhere' } },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once },
      answers: [
        {
          refused: 'The run has ended: it is completed',
          allowed: ['retry', 'rerun', 'clone', 'resolve'],
        },
        'refused: The run has ended: it is completed',
        'refused: The run is not paused: it is completed',
        'refused: The run has ended: it is completed',
        'refused: The run has ended: it is completed',
        'refused: Every step has succeeded: say from which one to repeat',
        "refused: There is no step 'nowhere'",
      ],
    },
  }),
];
