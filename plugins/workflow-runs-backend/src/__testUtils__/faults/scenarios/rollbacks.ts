import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import {
  EVERY_ATTEMPT,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
} from './Scenario';

const BOOKINGS = ['flight', 'hotel', 'car'];

const workflow = defineWorkflow({
  name: 'rollbacks',
  version: '1',
  input: scriptSchema,
  onFailure: 'compensate',
  steps: {
    flight: { output, compensate: { retry: failAfter(3, { delayMs: 30 }) } },
    hotel: { output, dependsOn: ['flight'], compensate: {} },
    car: {
      output,
      dependsOn: ['flight'],
      compensate: { retry: failAfter(2, { delayMs: 30 }) },
    },
    insure: { output, dependsOn: ['hotel', 'car'] },
    pay: { output, dependsOn: ['insure'], retry: failAfter(2) },
  },
});

/** What fails, or is canceled, is undone; where that fails too, an operator sees to it. */
export const rollbacks: Scenario = {
  workflow,
  leadsTo: [
    'compensation.started',
    'step.compensated',
    'compensation.failed',
    'run.needs_intervention',
    'run.changed',
  ],
  script: random => {
    const undo = BOOKINGS.map(key => `${key}:compensate`);
    const steps = plainSteps(random, [...BOOKINGS, 'insure', 'pay', ...undo]);
    steps.pay.failures = EVERY_ATTEMPT;
    steps['flight:compensate'].failures = random.integer(0, 2);
    steps['car:compensate'].failures = random.integer(0, 1);
    if (random.chance(0.7)) steps['hotel:compensate'].failures = 1;
    return {
      steps,
      intervention: random.pick(['retry', 'skip', 'complete', 'resolve']),
      operators: random.chance(0.3)
        ? [{ action: 'cancel', afterMs: random.integer(200, 700) }]
        : [],
    };
  },
  expect: () => ({
    statuses: ['failed', 'canceled'],
    steps: {
      // What an operator has settled, or left, or was lost too often, may still be done.
      flight: ['compensated', 'completed'],
      hotel: ['compensated', 'completed'],
      car: ['compensated', 'completed'],
      insure: 'completed',
      pay: 'failed',
    },
  }),
};
