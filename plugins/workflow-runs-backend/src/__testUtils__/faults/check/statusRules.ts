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
  'run.canceling': {
    from: ['queued', 'running', 'paused', 'waiting_human'],
    to: 'canceling',
  },
  'run.completed': { from: ['running'], to: 'completed' },
  'run.failed': { from: ['running'], to: 'failed' },
  'run.canceled': { from: ['canceling'], to: 'canceled' },
};

/** The same for steps. */
export const STEP_RULES: Partial<Record<string, StatusRule<StepStatus>>> = {
  'step.started': { from: ['pending', 'retrying'], to: 'running' },
  'step.retrying': { from: ['running'], to: 'retrying' },
  'step.completed': { from: ['running'], to: 'completed' },
  'step.failed': { from: ['running', 'retrying'], to: 'failed' },
  'step.canceled': { from: ['running', 'retrying'], to: 'canceled' },
  'step.skipped': { from: ['pending'], to: 'skipped' },
};
