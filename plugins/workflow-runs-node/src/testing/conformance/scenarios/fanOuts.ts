import { failAfter } from '../../../workflows';
import {
  completes,
  dies,
  echoes,
  fails,
  LOST,
  map,
  NEVER_MS,
  once,
  RETRIED,
  scenario,
  step,
  workflow,
} from './sketch';

const list = { $ref: '/steps/list/output' };

/** A step that does the same for each item of a list. */
export const fanOuts = [
  scenario({
    name: 'a fan-out puts out the results of its items in their order',
    steps: [step('list'), map('fan', ['list'], { items: list })],
    outcomes: {
      list: [completes(['a', { b: 1 }, null])],
      'fan#0': [{ ...echoes, once: { unit: 'fan#2', is: 'completed' } }],
      'fan#1': [echoes],
      'fan#2': [echoes],
    },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        list: once,
        fan: once,
        'fan#0': once,
        'fan#1': once,
        'fan#2': once,
      },
      output: {
        fan: {
          items: 3,
          completed: 3,
          failed: 0,
          results: ['a', { b: 1 }, null],
        },
      },
    },
  }),
  scenario({
    name: 'so many items are under way at a time',
    steps: [map('fan', [], { items: [0, 1, 2, 3], concurrency: 2 })],
    outcomes: {
      'fan#0': [{ ...completes(), once: { unit: 'fan#2', is: 'completed' } }],
    },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        fan: once,
        'fan#0': once,
        'fan#1': once,
        'fan#2': once,
        'fan#3': once,
      },
      order: [
        'fan#0 started',
        'fan#1 started',
        'fan#1 completed',
        'fan#2 started',
        'fan#2 completed',
        'fan#3 started',
      ],
    },
  }),
  scenario({
    name: 'an empty list is done at once',
    steps: [map('fan', [], { items: [] }), step('b', ['fan'])],
    output: { fan: { $ref: '/steps/fan/output' } },
    expected: {
      status: 'completed',
      run: once,
      steps: { fan: once, b: once },
      output: { fan: { items: 0, completed: 0, failed: 0, results: [] } },
    },
  }),
  scenario({
    name: 'what is no list fails',
    steps: [step('list'), map('fan', ['list'], { items: list })],
    outcomes: { list: [completes({ length: 3 })] },
    expected: {
      status: 'failed',
      run: 'started, failed (validation_failed)',
      steps: { list: once, fan: 'started, failed (validation_failed)' },
    },
  }),
  scenario({
    name: 'items are tried again, each on its own',
    steps: [map('fan', [], { items: [1, 2], each: { retry: failAfter(2) } })],
    outcomes: {
      'fan#0': [fails(), completes()],
      'fan#1': [dies, fails(), completes()],
    },
    needs: ['lone_losses'],
    expected: {
      status: 'completed',
      run: once,
      steps: {
        fan: once,
        'fan#0': `started, ${RETRIED}, started, completed`,
        'fan#1': `started, ${LOST}, started, ${RETRIED}, started, completed`,
      },
    },
  }),
  scenario({
    name: 'an item is repeated that was lost with its worker',
    steps: [map('fan', [], { items: [1, 2], concurrency: 1 })],
    outcomes: { 'fan#1': [dies] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        fan: once,
        'fan#0': once,
        'fan#1': `started, ${LOST}, started, completed`,
      },
    },
  }),
  scenario({
    name: 'an operator has an item tried again at once',
    steps: [
      map('fan', [], {
        items: [1],
        each: { retry: failAfter(2, { delayMs: NEVER_MS }) },
      }),
    ],
    outcomes: { 'fan#0': [fails()] },
    actions: [
      {
        when: { unit: 'fan#0', is: 'retrying' },
        asks: { action: 'retry', step: 'fan', item: 0 },
      },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { fan: once, 'fan#0': `started, ${RETRIED}, started, completed` },
    },
  }),
  scenario({
    name: 'items take the room of the run, and leave it to others',
    steps: [map('fan', [], { items: [1, 2, 3] }), step('b')],
    concurrency: 1,
    expected: {
      status: 'completed',
      run: once,
      steps: {
        fan: once,
        'fan#0': once,
        'fan#1': once,
        'fan#2': once,
        b: once,
      },
    },
  }),
  scenario({
    name: 'items may be runs of a workflow, each with its own input',
    steps: [
      map('fan', [], {
        items: [{ id: 1 }, { id: 2 }],
        tolerate: { failures: 1 },
        each: {
          workflow: 'handles_an_item',
          input: { id: { $ref: '/item/id' }, of: { $ref: '/input/of' } },
        },
      }),
    ],
    input: { of: 'two' },
    children: [workflow('handles_an_item', [step('work')])],
    outcomes: { 'fan#0/work': [echoes], 'fan#1/work': [fails('external_api')] },
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        fan: 'started, completed (1 of 2 failed)',
        'fan#0': once,
        'fan#1': 'started, failed (external_api)',
      },
      output: {
        fan: {
          items: 2,
          completed: 1,
          failed: 1,
          results: [{ work: { id: 1, of: 'two' } }, null],
        },
      },
      children: {
        'fan#0': once,
        'fan#1': 'started, failed (external_api)',
      },
    },
  }),
  scenario({
    name: 'a fan-out that is too wide for one run is cut into runs of its own',
    steps: [
      step('list'),
      map('fan', ['list'], { items: list, tolerate: { failures: 1 } }),
    ],
    output: {
      items: { $ref: '/steps/fan/output/items' },
      failed: { $ref: '/steps/fan/output/failed' },
      last: { $ref: '/steps/fan/output/results/10000' },
    },
    outcomes: {
      list: [completes(Array(10_001).fill(0))],
      'fan#7': [fails('bug')],
      'fan#10000': [completes('the last')],
    },
    needs: ['wide_fan_out'],
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        list: once,
        fan: 'started, completed (1 of 10001 failed)',
        'fan#0': 'started, completed (1 of 10000 failed)',
        'fan#1': once,
      },
      output: { items: 10_001, failed: 1, last: 'the last' },
    },
  }),
  scenario({
    name: 'a fan-out that is opened again keeps the items that succeeded',
    steps: [map('fan', [], { items: ['x', 'y', 'z'] })],
    outcomes: {
      'fan#0': [echoes, completes('never')],
      'fan#1': [fails('bug'), echoes],
      'fan#2': [echoes, completes('never')],
    },
    actions: [{ when: { run: 'failed' }, asks: { action: 'retry' } }],
    expected: {
      status: 'completed',
      run: `started, failed (bug), reopened, completed`,
      steps: {
        fan: `started, failed (bug), ${once}`,
        'fan#0': once,
        'fan#1': `started, failed (bug), ${once}`,
        'fan#2': once,
      },
      output: {
        fan: { items: 3, completed: 3, failed: 0, results: ['x', 'y', 'z'] },
      },
    },
  }),
  scenario({
    name: 'a fan-out that is repeated by name does all its items again',
    steps: [map('fan', [], { items: ['x', 'y'] })],
    outcomes: {
      'fan#0': [echoes, completes('anew')],
      'fan#1': [echoes, completes('anew')],
    },
    actions: [
      { when: { run: 'completed' }, asks: { action: 'retry', step: 'fan' } },
    ],
    expected: {
      status: 'completed',
      run: `${once}, reopened (from fan), completed`,
      steps: {
        fan: `${once}, ${once}`,
        'fan#0': `${once}, ${once}`,
        'fan#1': `${once}, ${once}`,
      },
      output: {
        fan: { items: 2, completed: 2, failed: 0, results: ['anew', 'anew'] },
      },
    },
  }),
];
