import { AuditOutcome } from 'backstage-plugin-workflow-runs-common';
import { PermissionMissing } from '../queries/PermissionMissing';
import { ActionRefused } from '../runs/ActionRefused';

/** What an entry says of an attempt that did not succeed. */
export interface Failure {
  outcome: Extract<AuditOutcome, 'refused' | 'failed'>;
  message: string;
  permission: string | null;
  runStatus: string | null;
}

/** Errors by which the API says no; all others are failures of its own. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
]);

/** Tells a refusal from a failure; of one that nobody has foreseen only its name is told. */
export function outcomeOf(error: unknown): Failure {
  const { name, message } =
    error instanceof Error ? error : { name: 'Error', message: '' };
  const isRefusal = REFUSALS.has(name);
  return {
    outcome: isRefusal ? 'refused' : 'failed',
    message: isRefusal ? message : name,
    permission: error instanceof PermissionMissing ? error.permission : null,
    runStatus: error instanceof ActionRefused ? error.runStatus : null,
  };
}
