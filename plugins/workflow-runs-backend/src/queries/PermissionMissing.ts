import { NotAllowedError } from '@backstage/errors';
import { missingPermission } from '../runs/allowedActions';

/** The caller lacks a permission; says which. */
export class PermissionMissing extends NotAllowedError {
  constructor(readonly permission: string) {
    super(missingPermission(permission));
    // The name decides the status of the answer.
    this.name = 'NotAllowedError';
  }
}
