import { RouteId } from 'backstage-plugin-workflow-runs-common';

/** What to ask of routes that want more than their path, where `:runId` is a run. */
export const QUERIES: Partial<Record<RouteId, string>> = {
  compareRuns: '?with=:runId',
};

/** What to send to routes that want more than an empty object, for a run of `greet`. */
export const BODIES: Partial<Record<RouteId, object>> = {
  launch: { workflow: 'embedded/greet', input: { name: 'Bo' } },
  forceStep: { step: 'greet', to: 'skip', reason: 'not needed' },
  decideStep: { step: 'greet', decision: 'approved' },
  invokeNodeAction: { step: 'greet', action: 'wave' },
  sendEvent: { name: 'waved' },
  resolveRun: { note: 'seen to' },
  previewBulkJob: { action: 'cancel', runIds: ['run_none'] },
  startBulkJob: {
    name: 'Tidy up',
    action: 'cancel',
    reason: 'not needed',
    runIds: ['run_none'],
  },
  createView: { name: 'Failed', filter: { status: 'failed' } },
  changeView: { name: 'Failed today', version: 1 },
  annotateRun: { note: 'looked at' },
  tagRun: { add: ['seen'] },
  assignRun: { owner: 'user:default/admin' },
  watchRun: { watch: true },
};
