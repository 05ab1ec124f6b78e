import {
  defineWorkflow,
  failAfter,
  ref,
} from 'backstage-plugin-workflow-runs-node';
import {
  childScriptSchema,
  EVERY_ATTEMPT,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  StepScript,
} from './Scenario';

const LEGS = 3;

/** What parents launch: it fails where its script says so. */
export const leg = defineWorkflow({
  name: 'leg',
  version: '1',
  input: childScriptSchema,
  steps: {
    load: { output, retry: failAfter(3, { delayMs: 30 }) },
    drive: { output, dependsOn: ['load'] },
  },
});

const workflow = defineWorkflow({
  name: 'parents',
  version: '1',
  input: scriptSchema,
  steps: {
    plan: { output },
    first_leg: {
      type: 'child',
      workflow: 'leg',
      dependsOn: ['plan'],
      input: { steps: ref('/input/children/0/steps') },
      retry: failAfter(2, { delayMs: 40 }),
    },
    other_legs: {
      type: 'map',
      workflow: 'leg',
      dependsOn: ['plan'],
      items: ref('/input/children'),
      input: { steps: ref('/item/steps') },
      concurrency: 2,
      tolerate: { failures: 1 },
    },
    arrive: { output, dependsOn: ['first_leg', 'other_legs'] },
  },
});

/** Runs that launch runs, one by one and for each of a list; some of those fail. */
export const parents: Scenario = {
  workflow,
  launches: [leg],
  script: random => {
    const children = Array.from({ length: LEGS }, () => ({
      steps: plainSteps(random, ['load', 'drive']) as Record<
        string,
        StepScript
      >,
    }));
    for (const { steps } of children)
      steps.load.failures = random.integer(0, 1);
    const failing = random.integer(-2, LEGS - 1);
    if (failing >= 0) children[failing].steps.drive.failures = EVERY_ATTEMPT;
    return {
      steps: plainSteps(random, ['plan', 'arrive']),
      children,
      operators: [],
    };
  },
  expect: ({ children }) => {
    // One leg that fails is tolerated among the others.
    const hasFailed = children![0].steps.drive.failures !== undefined;
    return {
      statuses: [hasFailed ? 'failed' : 'completed'],
      steps: {
        plan: 'completed',
        first_leg: hasFailed ? 'failed' : 'completed',
        other_legs: hasFailed ? ['completed', 'canceled'] : 'completed',
        arrive: hasFailed ? 'skipped' : 'completed',
      },
    };
  },
};
