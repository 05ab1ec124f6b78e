import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { createAsk } from '../api/createAsk';
import { createHandlers } from '../api/handlers';
import { createRouter } from '../api/router';
import { SignedUrls } from '../artifacts/SignedUrls';
import { AccessExplainer } from '../audit/AccessExplainer';
import { AuditQueries } from '../audit/auditQueries';
import { AuditTrail } from '../audit/AuditTrail';
import { businessEventLinks } from '../businessEvents/businessEventLinks';
import { ComparisonQueries } from '../comparison/ComparisonQueries';
import { WorkflowRunsConfig } from '../config';
import { RunParts } from '../exports/RunParts';
import { FailureGroups } from '../failures/FailureGroups';
import { FailureQueries } from '../failures/FailureQueries';
import { LineageQueries } from '../lineage/LineageQueries';
import { redactingAuditor } from '../privacy/redactingAuditor';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { Authorizer } from '../queries/Authorizer';
import { AskerCredentials } from '../requests/ActionCall';
import { RequestLimits } from '../requests/RequestLimits';
import { Tombstones } from '../retention/Tombstones';
import { Approvers } from '../runs/Approvers';
import { identify } from '../runs/Identity';
import { KeyDesk } from '../sealing/KeyDesk';
import { Signer } from '../sealing/Signer';
import { StatisticsQueries } from '../statistics/StatisticsQueries';
import { HttpTraceProvider } from '../telemetry/HttpTraceProvider';
import { LokiLogProvider } from '../telemetry/LokiLogProvider';
import { TelemetryReader } from '../telemetry/TelemetryReader';
import { TimelineQueries } from '../timeline/TimelineQueries';
import { EngineParts } from './createEngines';
import { Followers } from './createFollowers';
import { Reading } from './createReading';
import { Core } from './openCore';
import { Providers, Services } from './services';

/** The routes of the API, and a way to them without HTTP. The signal ends what they hold open. */
export function createApi(
  parts: {
    core: Core;
    reading: Reading;
    engineParts: EngineParts;
    followers: Followers;
  },
  options: {
    services: Services;
    config: WorkflowRunsConfig;
    providers: Providers;
    signal: AbortSignal;
  },
) {
  const { core, reading, engineParts, followers } = parts;
  const { services, config, providers, signal } = options;
  const { knex, keys, now, privacy } = core;
  const { ingest, engines, sync, operations } = engineParts;
  const { live, webhooks, instruments } = followers;
  const { capabilities } = engines;
  const limits = new RequestLimits(config.requestLimits);
  const authorizing = {
    ...reading,
    capabilities,
    authorizer: new Authorizer(
      services.permissions,
      services.permissionsRegistry,
      now,
      engines,
    ),
    businessEvents: businessEventLinks(config.businessEvents),
    tombstones: new Tombstones(knex),
  };
  const serving = {
    httpAuth: services.httpAuth,
    authorize: (credentials: BackstageCredentials) =>
      AuthorizedRuns.create(credentials, authorizing),
    handlers: createHandlers({
      ...reading,
      ...operations,
      ...live,
      parts: new RunParts(knex, reading.details),
      timelines: new TimelineQueries(knex, reading.details),
      lineages: new LineageQueries(knex),
      comparisons: new ComparisonQueries(knex),
      approvers: new Approvers(knex),
      bulkJobs: followers.bulk.jobs,
      statistics: new StatisticsQueries(knex, now),
      failures: new FailureGroups({
        knex,
        queries: new FailureQueries(knex, now),
        privacy,
        now,
      }),
      views: followers.views,
      alerts: followers.alerts.desk,
      webhooks: webhooks.webhooks,
      deliveries: webhooks.deliveries,
      privacy: core.createDesk(reading.details),
      remarks: followers.remarks,
      watchers: followers.watchers,
      telemetry: new TelemetryReader({
        traces: [
          ...config.traceProviders.map(each => new HttpTraceProvider(each)),
          ...providers.traces,
        ],
        logs: [
          ...config.logProviders.map(each => new LokiLogProvider(each)),
          ...providers.logs,
        ],
        privacy,
        logger: core.logger,
        now,
        signal,
      }),
      retention: followers.retention.desk,
      ingest: ingest.ingest,
      ingestEngine: ingest.engine,
      commands: ingest.commands,
      engines: sync.desk,
      questions: sync.questions,
      limits,
      delivered: delayMs =>
        instruments.delivery.record(Math.max(0, delayMs) / 1_000),
      urls: new SignedUrls(new Signer(keys, 'artifacts'), now),
      baseUrl: () => services.discovery.getExternalBaseUrl('workflow-runs'),
      auditor: new AuditTrail({
        ...services,
        auditor: redactingAuditor(services.auditor, privacy.withoutRun),
        knex,
        redactor: privacy.withoutRun,
        now,
      }),
      audit: new AuditQueries(knex, reading.cursors),
      access: new AccessExplainer({
        ...services,
        access: services.config.getOptional('workflowRuns.access'),
      }),
      keys: new KeyDesk({
        ...core,
        isGenerated: config.encryptionKeys === undefined,
      }),
      capabilities,
      now,
      signal,
    }),
    identify: (credentials: AskerCredentials) =>
      identify(credentials, services.userInfo),
    limits,
  };
  return { router: createRouter(serving), ask: createAsk(serving) };
}
