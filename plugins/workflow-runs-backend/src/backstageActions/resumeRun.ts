import { actionForReason } from './actionForReason';

export const resumeRun = actionForReason('resumeRun', {
  name: 'resume-run',
  title: 'Resume a workflow run',
  description:
    'Lets a paused run go on. Somebody may have paused it for a reason: look at it with get-run and ask your user before.',
  attributes: { readOnly: false, destructive: true, idempotent: true },
});
