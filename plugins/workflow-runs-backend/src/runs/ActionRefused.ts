import { ConflictError } from '@backstage/errors';
import {
  AllowedAction,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';

/** The run's state does not allow what was asked; says which state it is in and what it allows. */
export class ActionRefused extends ConflictError {
  constructor(
    reason: string,
    readonly runStatus: string,
    readonly allowedActions: Record<RunAction, AllowedAction>,
  ) {
    super(reason);
    // The name decides the status of the answer.
    this.name = 'ConflictError';
  }
}

/** The same, where it was found out after the request had been recorded: the action tells of it. */
export class RecordedRefusal extends ActionRefused {}
