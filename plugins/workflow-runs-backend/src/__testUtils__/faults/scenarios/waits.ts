import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'waits',
  version: '1',
  input: scriptSchema,
  steps: {
    begin: { output },
    pause_a_little: {
      type: 'wait',
      dependsOn: ['begin'],
      for: { durationMs: 300 },
    },
    delivery: {
      type: 'wait',
      dependsOn: ['begin'],
      for: { event: 'delivered' },
    },
    complaint: {
      type: 'wait',
      dependsOn: ['begin'],
      for: {
        event: 'complained',
        timeout: { afterMs: 250, outcome: 'complete' },
      },
    },
    // Nobody has told it of anything: it takes what has come before it asked.
    receipt: {
      type: 'wait',
      dependsOn: ['pause_a_little'],
      for: { event: 'signed' },
    },
    settle: { output, dependsOn: ['delivery', 'complaint', 'receipt'] },
  },
});

/** Waits for times, and for events that come early, in time, or never. */
export const waits: Scenario = {
  workflow,
  leadsTo: ['action.completed'],
  script: random => ({
    steps: plainSteps(random, ['begin', 'settle']),
    operators: random.shuffled(['delivered', 'signed']).map(name => ({
      action: 'send_event',
      name,
      afterMs: random.integer(0, 400),
      insists: true,
    })),
  }),
  expect: () => ({
    statuses: ['completed'],
    steps: allSteps(workflow, 'completed'),
  }),
};
