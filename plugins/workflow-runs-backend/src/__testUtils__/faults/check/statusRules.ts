import { RunStatus, StepStatus } from 'backstage-plugin-workflow-runs-common';

interface StatusRule<Status> {
  from: readonly Status[];
  to: Status;
}

/**
 * What each fact makes of the status of its run, and where it may happen: the table of
 * docs/concepts/lifecycle.md. Whoever adds a fact adds its row.
 */
export const RUN_RULES: Partial<Record<string, StatusRule<RunStatus>>> = {
  'run.started': { from: ['queued'], to: 'running' },
  'run.paused': { from: ['running'], to: 'paused' },
  'run.waiting_human': { from: ['running'], to: 'waiting_human' },
  'run.resumed': { from: ['paused', 'waiting_human'], to: 'running' },
  'run.canceling': {
    from: ['queued', 'running', 'paused', 'waiting_human'],
    to: 'canceling',
  },
  'run.completed': { from: ['running'], to: 'completed' },
  'run.failed': { from: ['running'], to: 'failed' },
  'run.canceled': { from: ['canceling'], to: 'canceled' },
  'run.reopened': { from: ['failed', 'canceled', 'completed'], to: 'running' },
};

/** The same for steps, for items of fan-outs, and for rollbacks. */
export const STEP_RULES: Partial<Record<string, StatusRule<StepStatus>>> = {
  'step.started': { from: ['pending', 'retrying'], to: 'running' },
  // From failed: an operator has what was held tried again.
  'step.retrying': { from: ['running', 'failed'], to: 'retrying' },
  'step.waiting_human': {
    from: ['pending', 'retrying', 'running', 'waiting_human'],
    to: 'waiting_human',
  },
  'step.completed': { from: ['running', 'waiting_human'], to: 'completed' },
  'step.failed': {
    from: ['running', 'retrying', 'waiting_human', 'failed'],
    to: 'failed',
  },
  'step.canceled': {
    from: ['running', 'retrying', 'waiting_human', 'failed'],
    to: 'canceled',
  },
  'step.skipped': { from: ['pending'], to: 'skipped' },
  'step.compensated': { from: ['completed'], to: 'compensated' },
};

/** What an operator may make of a step that has not settled, wherever it is. */
export const FORCED_FROM: readonly StepStatus[] = [
  'pending',
  'running',
  'retrying',
  'waiting_human',
  'failed',
];
