import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { output, plainSteps, Scenario, scriptSchema } from './Scenario';

const workflow = defineWorkflow({
  name: 'approvals',
  version: '1',
  input: scriptSchema,
  steps: {
    draft: { output },
    review: {
      type: 'approval',
      dependsOn: ['draft'],
      onReject: { branch: ['revise'] },
      slaMs: 150,
    },
    publish: { output, dependsOn: ['review'] },
    revise: { output, dependsOn: ['review'] },
    // Nobody ever says anything about it.
    notice: {
      type: 'approval',
      dependsOn: ['draft'],
      timeout: { afterMs: 350, outcome: 'approve' },
    },
    close: { output, dependsOn: ['publish', 'revise', 'notice'], join: 'any' },
  },
});

/** Humans are asked; one decides, and one lets the time lapse. */
export const approvals: Scenario = {
  workflow,
  leadsTo: ['step.waiting_human', 'run.waiting_human', 'decision.made'],
  script: random => ({
    steps: plainSteps(random, ['draft', 'publish', 'revise', 'close']),
    operators: [
      {
        action: 'decide',
        step: 'review',
        decision: random.pick(['approved', 'rejected']),
        once: { step: 'review', status: ['waiting_human'] },
        afterMs: random.integer(50, 600),
        insists: true,
      },
    ],
  }),
  expect: ({ operators: [{ decision }] }) => {
    const isApproved = decision === 'approved';
    return {
      statuses: ['completed'],
      steps: {
        draft: 'completed',
        review: 'completed',
        notice: 'completed',
        close: 'completed',
        publish: isApproved ? 'completed' : 'skipped',
        revise: isApproved ? 'skipped' : 'completed',
      },
    };
  },
};
