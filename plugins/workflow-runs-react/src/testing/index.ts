/**
 * A fake backend and builders, to test and to show what uses the hooks and components.
 *
 * @packageDocumentation
 */
export * from './FakeStreams';
export * from './FakeWorkflowRuns';
export * from './apiError';
export * from './builders';
export * from './engineBuilders';
export * from './sloBuilders';
export * from './statisticsBuilders';
export type { WorkflowRunsApi } from '../api';
export type { KnownRun } from 'backstage-plugin-workflow-runs-common';
export { aBulkJob } from './FakeBulkJobs';
export type { FakeBulkJobs } from './FakeBulkJobs';
export { aSavedView } from './FakeViews';
export type { FakeViews } from './FakeViews';
export { anAlertEpisode, anAlertPreview, anAlertRule } from './FakeAlerts';
export type { FakeAlerts } from './FakeAlerts';
export { anAuditEntry } from './FakeAudit';
export type { FakeAudit } from './FakeAudit';
export { aRetryPlan, someQuestions } from './FakeQuestions';
export type { FakeQuestions } from './FakeQuestions';
export { aPrivacyPolicy } from './FakePrivacy';
export type { FakePrivacy } from './FakePrivacy';
export { aRetentionJob, aRetentionPreview, aRunKept } from './FakeRetention';
export type { FakeRetention } from './FakeRetention';
export { aWebhook, aWebhookDelivery } from './FakeWebhooks';
export type { FakeWebhooks } from './FakeWebhooks';
export { aFailureGroup } from './FakeFailures';
export type { FakeFailures } from './FakeFailures';
