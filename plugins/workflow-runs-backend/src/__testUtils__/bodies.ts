import { RouteId } from 'backstage-plugin-workflow-runs-common';

/** What to ask of routes that want more than their path, where `:runId` is a run. */
export const QUERIES: Partial<Record<RouteId, string>> = {
  compareRuns: '?with=:runId',
  listIngestCommands: '?source=/none',
  purgeRun: '?reason=asked%20for',
  stream: '?run=:runId',
};

/** A policy that is about none of the runs that are asked about. */
const POLICY = {
  name: 'Wages',
  workflow: 'embedded/payroll',
  rules: [{ path: '$.wage', treatment: 'redact' }],
};

/** A rule of which nothing keeps anybody from saving it. */
const RULE = {
  name: 'Greetings fail',
  kind: 'failure_rate',
  scope: { workflows: ['embedded/greet'] },
  threshold: 20,
  windowMs: 3_600_000,
};

/** A webhook that nobody listens to, and that is told of next to nothing. */
const WEBHOOK = {
  name: 'Deployments',
  url: 'http://127.0.0.1:9/',
  eventTypes: ['compensation.failed'],
  owner: 'user:default/admin',
};

/** What to send to routes that want more than an empty object, where `:runId` is a run of `greet`. */
export const BODIES: Partial<Record<RouteId, object>> = {
  launch: { workflow: 'embedded/greet', input: { name: 'Bo' } },
  forceStep: { step: 'greet', to: 'skip', reason: 'not needed' },
  decideStep: { step: 'greet', decision: 'approved' },
  invokeNodeAction: { step: 'greet', action: 'wave' },
  sendEvent: { name: 'waved' },
  updateRun: { name: 'rename', input: { name: 'Cy' } },
  queryRun: { name: 'progress' },
  resolveRun: { note: 'seen to' },
  previewBulkJob: { action: 'cancel', runIds: ['run_none'] },
  startBulkJob: {
    name: 'Look through',
    action: 'tag',
    params: { add: ['seen'] },
    reason: 'to know what is left',
    runIds: [':runId'],
  },
  snoozeFailureGroup: {
    until: new Date(Date.now() + 86_400_000).toISOString(),
    reason: 'it is known',
  },
  setFailureRunbook: { url: 'https://acme.test/runbook' },
  createView: { name: 'Failed', filter: { status: 'failed' } },
  changeView: { name: 'Failed today', version: 1 },
  createPrivacyPolicy: POLICY,
  changePrivacyPolicy: { ...POLICY, name: 'Wages :policyId', revision: 1 },
  previewPrivacyPolicy: { policy: POLICY, runIds: [':runId'] },
  revealValue: { token: 'none-such', reason: 'to see' },
  annotateRun: { note: 'looked at' },
  tagRun: { add: ['seen'] },
  assignRun: { owner: 'user:default/admin' },
  watchRun: { watch: true },
  subscribe: { runs: [':runId'] },
  changeRetention: { policies: [], legalHoldTags: ['audit'], revision: 0 },
  previewRetention: { policies: [], legalHoldTags: [] },
  createAlertRule: RULE,
  previewAlertRule: RULE,
  changeAlertRule: { ...RULE, name: 'Greetings fail often', revision: 1 },
  snoozeAlertRule: { until: new Date(Date.now() + 86_400_000).toISOString() },
  createWebhook: WEBHOOK,
  changeWebhook: { ...WEBHOOK, name: 'Releases', version: 1 },
  rotateWebhookSecret: { replaces: ':secretId' },
  redeliverWebhook: {
    from: '2026-01-01T00:00:00Z',
    to: '2026-01-02T00:00:00Z',
  },
  answerIngestCommand: { outcome: 'completed' },
  ingestEvents: {
    specversion: '1.0',
    id: 'one',
    source: '/nobody',
    type: 'io.workflowruns.run.queued.v1',
    time: new Date().toISOString(),
    data: { run: { id: '1' }, workflow: { name: 'build' } },
  },
  shredKeys: { runId: ':runId', reason: 'its subject has asked for it' },
};

/** What to send to a route about a run of `greet`, or about a policy. */
export function bodyFor(id: RouteId, runId: string, policyId = ''): object {
  const text = JSON.stringify(BODIES[id] ?? {});
  return JSON.parse(
    text.replaceAll(':runId', runId).replaceAll(':policyId', policyId),
  );
}
