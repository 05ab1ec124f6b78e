import { once, scenario, step } from './sketch';

export const diamond = [
  step('top'),
  step('left', ['top']),
  step('right', ['top']),
  step('join', ['left', 'right']),
];

/** Steps run in the order of the graph, side by side where they can. */
export const order = [
  scenario({
    name: 'a single step runs once',
    steps: [step('a')],
    expected: { status: 'completed', run: once, steps: { a: once } },
  }),
  scenario({
    name: 'a sequence runs in its order',
    steps: [step('c', ['b']), step('b', ['a']), step('a')],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once, c: once },
    },
  }),
  scenario({
    name: 'branches join',
    steps: diamond,
    expected: {
      status: 'completed',
      run: once,
      steps: { top: once, left: once, right: once, join: once },
    },
  }),
  scenario({
    name: 'branches that have nothing in common run beside each other',
    steps: [step('a'), step('b'), step('a2', ['a']), step('b2', ['b'])],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once, a2: once, b2: once },
    },
  }),
  scenario({
    name: 'a step may be called like something that objects inherit',
    steps: [step('constructor'), step('b', ['constructor'])],
    expected: {
      status: 'completed',
      run: once,
      steps: { constructor: once, b: once },
    },
  }),
];
