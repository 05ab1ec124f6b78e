import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change } from '../database/changes';
import { projectRun } from './projectRun';
import { projectStep } from './projectStep';

/** What a projection must know beside the fact. */
export interface FactContext {
  runId: string;
  /** Number of the event that the fact becomes. */
  number: number;
  worker: string | null;
}

/**
 * What a fact changes in the tables that screens, queries and a resuming engine read. One function
 * for the facts of every engine; whoever adds a fact adds its case to one of these two.
 */
export function project(fact: RunFact, context: FactContext): Change[] {
  switch (fact.type) {
    case 'action.requested':
    case 'action.completed':
    case 'action.failed':
    case 'artifact.added':
      // Their rows come with the transition: they hold more than the fact tells everybody.
      return [];
    case 'step.started':
    case 'step.retrying':
    case 'step.waiting_human':
    case 'step.validation_failed':
    case 'step.completed':
    case 'step.failed':
    case 'step.skipped':
    case 'step.canceled':
    case 'step.compensated':
    case 'compensation.started':
    case 'compensation.failed':
    case 'decision.made':
      return projectStep(fact, context);
    default:
      return projectRun(fact, context);
  }
}
