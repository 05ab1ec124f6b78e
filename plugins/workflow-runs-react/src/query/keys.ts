/** Keys of what is cached; one place, so that an invalidation cannot miss. */
export const keys = {
  runs: (filter: object) => ['runs', filter] as const,
  allRuns: () => ['runs'] as const,
  latest: (filter: object, limit: number) =>
    ['runs', 'latest', limit, filter] as const,
  executions: (tenant: string, workflow: string, limit: number) =>
    ['runs', 'executions', tenant, workflow, limit] as const,
  counts: (filter: object) => ['counts', filter] as const,
  allCounts: () => ['counts'] as const,
  facet: (facet: string, filter: object) => ['facet', facet, filter] as const,
  statistics: <Filter extends object>(filter: Filter, timeZone: string) =>
    ['statistics', timeZone, filter] as const,
  slos: (filter: object) => ['slos', filter] as const,
  workflowSlos: (
    ref: string,
    environment: string[] | undefined,
    timeZone: string,
  ) => ['slos', ref, environment ?? null, timeZone] as const,
  glance: (runId: string) => ['glance', runId] as const,
  privacyPolicies: () => ['privacyPolicies'] as const,
  views: () => ['views'] as const,
  view: (viewId: string) => ['view', viewId] as const,
  run: (runId: string) => ['run', runId] as const,
  logs: (runId: string) => ['logs', runId] as const,
  payloads: (runId: string) => ['payloads', runId] as const,
  artifacts: (runId: string) => ['artifacts', runId] as const,
  actions: (runId: string) => ['actions', runId] as const,
  // Whatever is asked of a run is told by both.
  runAudit: (runId: string) => ['actions', runId, 'audit'] as const,
  audit: (filter: object) => ['audit', filter] as const,
  access: (runId: string, principal: string) =>
    ['access', runId, principal] as const,
  sealingKeys: () => ['sealingKeys'] as const,
  decisions: (runId: string) => ['decisions', runId] as const,
  annotations: (runId: string) => ['annotations', runId] as const,
  business: (runId: string) => ['business', runId] as const,
  traces: (runId: string, traceId: string) =>
    ['traces', runId, traceId] as const,
  externalLogs: (runId: string) => ['external-logs', runId] as const,
  events: (runId: string) => ['events', runId] as const,
  handlers: (runId: string) => ['handlers', runId] as const,
  retryPlan: (runId: string, step: string | undefined) =>
    ['retryPlan', runId, step ?? null] as const,
  nativeHistory: (runId: string) => ['nativeHistory', runId] as const,
  forecast: (runId: string, status: string) =>
    ['forecast', runId, status] as const,
  lineage: (runId: string) => ['lineage', runId] as const,
  comparison: (a: string, b: string) => ['comparison', a, b] as const,
  bulkPreview: (action: string, choice: object) =>
    ['bulkPreview', action, choice] as const,
  bulkJobs: (startedBy: string) => ['bulkJobs', startedBy] as const,
  bulkItems: (jobId: string, outcome: string, count: number) =>
    ['bulkItems', jobId, outcome, count] as const,
  failureGroups: (filter: object, limit: number) =>
    ['failureGroups', filter, limit] as const,
  allFailureGroups: () => ['failureGroups'] as const,
  failureGroup: (groupId: string) => ['failureGroup', groupId] as const,
  engines: () => ['engines'] as const,
  freshness: (runId: string) => ['freshness', runId] as const,
  kept: (runId: string) => ['kept', runId] as const,
  failureOfRun: (runId: string) => ['failureOfRun', runId] as const,
  alertRules: () => ['alertRules'] as const,
  firingAlerts: () => ['firingAlerts'] as const,
  alertEpisodes: (ruleId: string, limit: number) =>
    ['alertEpisodes', ruleId, limit] as const,
  allAlertEpisodes: () => ['alertEpisodes'] as const,
  retention: () => ['retention'] as const,
  retentionJobs: (limit: number) => ['retentionJobs', limit] as const,
  allRetentionJobs: () => ['retentionJobs'] as const,
  webhooks: () => ['webhooks'] as const,
  webhookChoices: () => ['webhooks', 'choices'] as const,
  webhook: (webhookId: string) => ['webhooks', 'one', webhookId] as const,
  webhookDeliveries: (webhookId: string, filter: object) =>
    ['webhooks', 'deliveries', webhookId, filter] as const,
  webhookDelivery: (webhookId: string, messageId: string) =>
    ['webhooks', 'delivery', webhookId, messageId] as const,
  workflows: (entity: string | undefined) =>
    ['workflows', entity ?? null] as const,
  workflow: (ref: string) => ['workflow', ref] as const,
};
