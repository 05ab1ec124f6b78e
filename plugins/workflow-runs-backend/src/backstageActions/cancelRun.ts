import { actionForReason } from './actionForReason';

export const cancelRun = actionForReason('cancelRun', {
  name: 'cancel-run',
  title: 'Cancel a workflow run',
  description:
    'Cancels a run that has not ended, and rolls back what it did as far as the workflow says how. That cannot be undone: ask your user before.',
  attributes: { readOnly: false, destructive: true, idempotent: true },
});
