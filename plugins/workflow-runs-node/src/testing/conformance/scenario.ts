import {
  ErrorCategory,
  Json,
  RunFact,
  RunStatus,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';

/** What a handler does in one attempt, after `takesMs` milliseconds; at once by default. */
export type Outcome = { takesMs?: number } & (
  | { does: 'complete'; output: Json }
  | { does: 'fail'; category: ErrorCategory }
  /** Its worker dies. */
  | { does: 'die' }
  /** It works until its signal aborts; then it completes all the same, fails, or lets go. */
  | { does: 'wait'; then: 'complete' | 'fail' | 'let go' }
);

/**
 * A definition, what its handlers and operators do, and what has to come of it: the same on every
 * executor. An executor gives back the facts of the run; `historyOf` makes of them what a scenario
 * expects.
 */
export interface Scenario {
  /** A sentence. */
  name: string;
  definition: WorkflowDefinition;
  input: Json;
  /** What the attempts of a step do, in order. One that is not mentioned completes with null. */
  outcomes: Readonly<Record<string, readonly Outcome[]>>;
  /** When an operator cancels: as soon as the run, or a step, is where this says. */
  cancel?:
    | { whileRun: RunStatus }
    | { whileStep: string; is: 'running' | 'retrying' };
  expected: History;
}

/**
 * What has become of a run, apart from times. Steps are told apart from one another, for nothing
 * orders the events of branches that run side by side.
 */
export interface History {
  status: RunStatus;
  /** Events of the run itself: `started, completed`. */
  run: string;
  /** Events of each step: `started, retrying (failed, expected), started, completed`. */
  steps: Readonly<Record<string, string>>;
}

/** Tells a run's facts, in the order in which they were recorded, as scenarios do. */
export function historyOf(facts: readonly RunFact[]): History {
  let status: RunStatus = 'queued';
  const run: string[] = [];
  const steps = new Map<string, string[]>();
  for (const fact of facts) {
    const verb = fact.type.split('.')[1];
    if ('item' in fact) {
      const told = steps.get(fact.step) ?? [];
      steps.set(fact.step, [...told, verb + detailOf(fact)]);
    } else if ('from' in fact) {
      status = verb === 'started' ? 'running' : (verb as RunStatus);
      run.push(verb + detailOf(fact));
    }
  }
  return {
    status,
    run: run.join(', '),
    steps: Object.fromEntries(
      [...steps].map(([key, told]) => [key, told.join(', ')]),
    ),
  };
}

function detailOf(fact: RunFact): string {
  switch (fact.type) {
    case 'step.skipped':
      return ` (${fact.reason})`;
    case 'step.retrying':
      return ` (${fact.outcome}, ${fact.expected ? 'expected' : 'unexpected'})`;
    case 'step.failed':
    case 'run.failed':
      return ` (${fact.error.category})`;
    case 'run.paused':
      return ` (${fact.blockedReason})`;
    default:
      return '';
  }
}
