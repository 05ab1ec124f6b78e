import { actionForReason } from './actionForReason';

export const pauseRun = actionForReason('pauseRun', {
  name: 'pause-run',
  title: 'Pause a workflow run',
  description:
    'Pauses a run once its current steps have settled. resume-run lets it go on.',
  attributes: { readOnly: false, destructive: false, idempotent: true },
});
