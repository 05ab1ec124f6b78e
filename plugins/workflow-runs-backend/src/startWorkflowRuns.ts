import {
  AuditorService,
  AuthService,
  DatabaseService,
  DiscoveryService,
  HttpAuthService,
  HttpRouterService,
  LifecycleService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  RootLifecycleService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  LogProvider,
  RunEngine,
  TextDetector,
  TraceProvider,
} from 'backstage-plugin-workflow-runs-node';
import { createAlerts } from './alerts/createAlerts';
import { createHandlers } from './api/handlers';
import { createRouter } from './api/router';
import { AccessExplainer } from './audit/AccessExplainer';
import { AuditQueries } from './audit/auditQueries';
import { AuditTrail } from './audit/AuditTrail';
import { ArtifactStores } from './artifacts/ArtifactStores';
import { ElsewhereStore } from './artifacts/ElsewhereStore';
import { DatabaseArtifactStore } from './artifacts/DatabaseArtifactStore';
import { FolderArtifactStore } from './artifacts/FolderArtifactStore';
import { SignedUrls } from './artifacts/SignedUrls';
import { businessEventLinks } from './businessEvents/businessEventLinks';
import { ComparisonQueries } from './comparison/ComparisonQueries';
import { createBulkJobs } from './bulk/createBulkJobs';
import { checkRole, readConfig } from './config';
import { leaseClock } from './database/clock';
import { newId } from './database/ids';
import { openDatabase } from './database/open';
import { EmbeddedEngine } from './engine/EmbeddedEngine';
import { HandlerSecrets } from './engine/HandlerSecrets';
import { becomeSoleOwner } from './engine/soleOwner';
import { lockSqliteFile } from './engine/sqliteLock';
import { RunParts } from './exports/RunParts';
import { ForecastQueries } from './forecast/ForecastQueries';
import { FailureGroups } from './failures/FailureGroups';
import { FailureQueries } from './failures/FailureQueries';
import { FailureReader } from './failures/FailureReader';
import { createIngest } from './ingest/createIngest';
import { LineageQueries } from './lineage/LineageQueries';
import { createLive } from './live/createLive';
import { ObservedRuns } from './observed/ObservedRuns';
import { createPrivacy } from './privacy/createPrivacy';
import { redactingAuditor } from './privacy/redactingAuditor';
import { createNotifications } from './notifications/createNotifications';
import { AuthorizedRuns } from './queries/AuthorizedRuns';
import { Authorizer } from './queries/Authorizer';
import { Cursors } from './queries/cursor';
import { registerPermissions } from './queries/registerPermissions';
import { RunDetailQueries } from './queries/RunDetailQueries';
import { RunCounts } from './queries/RunCounts';
import { RunQueries } from './queries/RunQueries';
import { LogReader } from './readers/LogReader';
import { LiveWriter } from './recorder/LiveWriter';
import { Recorder } from './recorder/Recorder';
import { Remarks } from './remarks/Remarks';
import {
  createRetention,
  scheduleRetention,
} from './retention/createRetention';
import { Tombstones } from './retention/Tombstones';
import { RequestLimits } from './requests/RequestLimits';
import { Approvers } from './runs/Approvers';
import { identify } from './runs/Identity';
import { createOperations } from './runs/operations';
import { SearchReader } from './search/SearchReader';
import { KeyDesk } from './sealing/KeyDesk';
import { KeyRotation } from './sealing/KeyRotation';
import { resolveKeys } from './sealing/keys';
import { Sealer } from './sealing/Sealer';
import { Signer } from './sealing/Signer';
import { BreachWatch } from './slas/BreachWatch';
import { SloQueries } from './slos/SloQueries';
import { StatisticsQueries } from './statistics/StatisticsQueries';
import { StatisticsReader } from './statistics/StatisticsReader';
import { createInstruments } from './metrics/instruments';
import { MetricsReader } from './metrics/MetricsReader';
import { measureDeliveries } from './metrics/measureDeliveries';
import { observe } from './metrics/observe';
import { HttpTraceProvider } from './telemetry/HttpTraceProvider';
import { LokiLogProvider } from './telemetry/LokiLogProvider';
import { TelemetryReader } from './telemetry/TelemetryReader';
import { SavedViews } from './views/SavedViews';
import { SavedViewStore } from './views/SavedViewStore';
import { Watchers } from './watching/Watchers';
import { TimelineQueries } from './timeline/TimelineQueries';
import { createSync } from './sync/createSync';
import { Engines } from './sync/Engines';
import { CatalogLinker } from './workflows/CatalogLinker';
import { DefinitionStore } from './workflows/DefinitionStore';
import { WorkflowQueries } from './workflows/WorkflowQueries';
import { WorkflowRegistry } from './workflows/WorkflowRegistry';
import { WorkflowStore } from './workflows/WorkflowStore';
import { createWebhooks } from './webhooks/createWebhooks';

/** Puts the parts together and starts them. */
export async function startWorkflowRuns(
  services: {
    auditor: AuditorService;
    auth: AuthService;
    catalog: CatalogService;
    config: RootConfigService;
    database: DatabaseService;
    discovery: DiscoveryService;
    httpAuth: HttpAuthService;
    httpRouter: HttpRouterService;
    lifecycle: LifecycleService;
    logger: LoggerService;
    metrics: MetricsService;
    notifications: NotificationService;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    rootLifecycle: RootLifecycleService;
    scheduler: SchedulerService;
    signals: SignalsService;
    userInfo: UserInfoService;
  },
  registry: WorkflowRegistry,
  providers: {
    traces: TraceProvider[];
    logs: LogProvider[];
    engines: RunEngine[];
    detectors: TextDetector[];
  },
): Promise<void> {
  const { permissionsRegistry, lifecycle } = services;
  const now = () => Date.now();
  const config = readConfig(services.config);
  const unlock = await lockSqliteFile(await services.database.getClient());
  const { knex, lane, isSqlite, sqliteDirectory } = await openDatabase(
    services.database,
    services.logger,
  );
  checkRole(config.role, sqliteDirectory);
  const clock = leaseClock(knex, now);
  if (isSqlite) await becomeSoleOwner(knex, clock);

  const keys = resolveKeys({
    configured: config.encryptionKeys,
    production: process.env.NODE_ENV === 'production',
    sqliteDirectory,
    logger: services.logger,
  });
  const sealer = new Sealer(keys);
  const secrets = new HandlerSecrets(() =>
    services.config.getOptional('workflowRuns.secrets'),
  );
  const { privacy, policies, redaction, logger, createDesk } =
    await createPrivacy({
      knex,
      config: config.privacy,
      sealer,
      secrets,
      detectors: providers.detectors,
      logger: services.logger,
      now,
    });
  const recorder = new Recorder({ database: lane, redaction, now });
  const live = new LiveWriter({
    database: lane,
    redaction,
    now,
    onError: error => logger.warn(`Log lines of runs are lost: ${error}`),
  });
  const definitions = new DefinitionStore(knex);
  const workflows = new WorkflowQueries(knex);
  const cursors = new Cursors(new Signer(keys, 'cursors'));
  const runs = new RunQueries(knex, cursors);
  const counts = new RunCounts(knex);
  const details = new RunDetailQueries(knex, workflows);
  const inDatabase = new DatabaseArtifactStore(knex);
  const stores = new ArtifactStores(
    config.artifactFolder === undefined
      ? [inDatabase, new ElsewhereStore()]
      : [
          new FolderArtifactStore(config.artifactFolder),
          inDatabase,
          new ElsewhereStore(),
        ],
  );

  const store = new WorkflowStore(knex, definitions);
  for (const workflow of registry.workflows) {
    await store.save(
      { engine: 'embedded', engineInstance: 'embedded', namespace: 'default' },
      workflow,
      now(),
    );
  }
  const observed = new ObservedRuns({
    knex,
    recorder,
    redaction,
    workflows: store,
    now,
  });
  const {
    ingest,
    engine: ingestEngine,
    commands,
    commandSender,
  } = createIngest({
    knex,
    config: config.ingest,
    outgoing: config.webhooks,
    logger,
    recorder,
    observed,
    live,
    now,
  });
  const engines = new Engines([ingestEngine, ...providers.engines], logger);
  const { capabilities } = engines;
  const sync = createSync({
    knex,
    engines,
    config: config.sync,
    clock,
    observed,
    live,
    recorder,
    now,
    logger,
    redact: text => privacy.withoutRun.text(text),
  });
  const linker = new CatalogLinker({
    ...services,
    logger,
    workflows: store,
    now,
  });

  registerPermissions(permissionsRegistry, { runs, workflows });

  let engine: EmbeddedEngine | undefined;
  const { service, desk, children } = createOperations({
    knex,
    recorder,
    workflows,
    definitions,
    sealer,
    now,
    slas: config.slas,
    // A hint: the engine's poll finds what it did not hear of.
    notify: runId =>
      void engine
        ?.notify(runId)
        .catch(error => logger.warn(`A run waits for the next poll: ${error}`)),
    guests: sync.commands,
    reserve: launch => engine?.reserve(launch),
  });
  if (config.role !== 'api') {
    engine = new EmbeddedEngine({
      knex,
      recorder,
      live,
      artifacts: stores.newest,
      registry,
      children,
      definitions,
      sealer,
      clock,
      now,
      logger,
      limits: config.limits,
      secrets,
      redact: text => privacy.withoutRun.text(text),
    });
  }
  const rotation =
    engine &&
    new KeyRotation({ knex, sealer, clock, owner: engine.workerId, logger });
  const forecasts = new ForecastQueries(knex, workflows, now);
  const breaches = new BreachWatch({
    knex,
    recorder,
    forecasts,
    clock,
    owner: newId('breaches'),
    now,
    logger,
  });
  const slos = new SloQueries({ knex, rules: config.slos, now });
  const instruments = createInstruments(services.metrics);
  const { hub, streams, notices, subscriptions, greet, signalReaders } =
    createLive({
      knex,
      now,
      signals: services.signals,
      runs,
      details,
      recorder,
      lines: live,
      instruments,
      logger,
      config: config.live,
    });
  const watched = sync.follow(() => hub.watched);
  const watchers = new Watchers(knex, now);
  const notifications = createNotifications({
    knex,
    clock,
    now,
    logger,
    watchers,
    config: config.notifications,
    service: services.notifications,
  });
  const views = new SavedViews({
    store: new SavedViewStore(knex),
    redactor: privacy.withoutRun,
    now,
  });
  const webhooks = createWebhooks({
    knex,
    clock,
    now,
    logger,
    views,
    sealer,
    redactor: privacy.withoutRun,
    config: config.webhooks,
    notifications: config.notifications.enabled
      ? services.notifications
      : undefined,
    onAttempt: measureDeliveries(instruments, now),
  });
  const readers = [
    new SearchReader(knex),
    new FailureReader(knex),
    new StatisticsReader(knex),
    new MetricsReader(knex, instruments),
    ...notifications.readers,
    ...signalReaders,
    webhooks.reader,
  ].map(
    handler =>
      new LogReader(handler, { knex, clock, owner: newId('reader'), logger }),
  );
  for (const reader of readers) reader.listenTo(recorder);
  const stopObserving = observe(instruments, {
    knex,
    now,
    logger,
    readers,
    slos,
  });

  const remarks = new Remarks({ knex, recorder, now });
  const bulk = createBulkJobs({
    knex,
    clock,
    now,
    redactor: privacy.withoutRun,
    logger,
    runs,
    workflows,
    desk,
    service,
    remarks,
    capabilities,
  });

  const retention = createRetention({
    knex,
    config: config.retention,
    clock,
    now,
    stores,
    redactor: privacy.withoutRun,
    logger,
  });
  const tombstones = new Tombstones(knex);
  const alerts = createAlerts({
    knex,
    clock,
    now,
    logger,
    views,
    config: config.alerts,
    notifications: config.notifications,
    hooks: {
      enqueue: message => webhooks.queue.enqueue(message),
      has: async id =>
        (await webhooks.webhooks.choices()).some(each => each.id === id),
    },
    directory: services,
    redactor: privacy.withoutRun,
    evaluated: ms => instruments.evaluation.record(ms / 1_000),
  });

  const stopping = new AbortController();
  const authorizer = new Authorizer(
    services.permissions,
    permissionsRegistry,
    now,
    engines,
  );
  const limits = new RequestLimits(config.requestLimits);
  const businessEvents = businessEventLinks(config.businessEvents);
  const router = createRouter({
    httpAuth: services.httpAuth,
    authorize: credentials =>
      AuthorizedRuns.create(credentials, {
        authorizer,
        runs,
        counts,
        workflows,
        capabilities,
        businessEvents,
        tombstones,
      }),
    handlers: createHandlers({
      details,
      parts: new RunParts(knex, details),
      timelines: new TimelineQueries(knex, details),
      lineages: new LineageQueries(knex),
      comparisons: new ComparisonQueries(knex),
      workflows,
      service,
      desk,
      approvers: new Approvers(knex),
      bulkJobs: bulk.jobs,
      statistics: new StatisticsQueries(knex, now),
      slos,
      forecasts,
      failures: new FailureGroups({
        knex,
        queries: new FailureQueries(knex, now),
        privacy,
        now,
      }),
      views,
      alerts: alerts.desk,
      webhooks: webhooks.webhooks,
      deliveries: webhooks.deliveries,
      privacy: createDesk(details),
      remarks,
      watchers,
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
        logger,
        now,
        signal: stopping.signal,
      }),
      retention: retention.desk,
      ingest,
      ingestEngine,
      commands,
      engines: sync.desk,
      hub,
      streams,
      subscriptions,
      greet,
      limits,
      delivered: delayMs =>
        instruments.delivery.record(Math.max(0, delayMs) / 1_000),
      stores,
      urls: new SignedUrls(new Signer(keys, 'artifacts'), now),
      baseUrl: () => services.discovery.getExternalBaseUrl('workflow-runs'),
      auditor: new AuditTrail({
        ...services,
        auditor: redactingAuditor(services.auditor, privacy.withoutRun),
        knex,
        redactor: privacy.withoutRun,
        now,
      }),
      audit: new AuditQueries(knex, cursors),
      access: new AccessExplainer({
        ...services,
        access: services.config.getOptional('workflowRuns.access'),
      }),
      keys: new KeyDesk({
        knex,
        sealer,
        clock,
        now,
        isGenerated: config.encryptionKeys === undefined,
      }),
      capabilities,
      now,
      signal: stopping.signal,
    }),
    identify: credentials => identify(credentials, services.userInfo),
    limits,
  });
  if (config.role !== 'worker') {
    services.httpRouter.use(router);
    // Links to artifacts are signed instead.
    services.httpRouter.addAuthPolicy({
      path: '/v1/artifacts',
      allow: 'unauthenticated',
    });
  }

  lifecycle.addStartupHook(async () => {
    notices?.start();
    await engine?.start();
    rotation?.start();
    for (const reader of readers) reader.start();
    notifications.sender?.start();
    if (config.webhooks.enabled) webhooks.sender.start();
    if (config.role !== 'worker') commandSender.start();
    bulk.runner.start();
    sync.coordinator.start();
    watched.start();
    // It is left to backends that do not serve screens, where there are such.
    if (config.role !== 'api') {
      retention.runner.start();
      alerts.evaluator?.start();
      breaches.start();
      await scheduleRetention(
        services.scheduler,
        retention.desk,
        config.retention,
      );
    }
    linker.start();
    policies.start();
  });
  // Open streams would keep the server from closing.
  services.rootLifecycle.addBeforeShutdownHook(() => stopping.abort());
  lifecycle.addShutdownHook(async () => {
    linker.stop();
    policies.stop();
    hub.stop();
    await notices?.stop();
    await rotation?.stop();
    stopObserving();
    await Promise.all(readers.map(reader => reader.stop()));
    await notifications.sender?.stop();
    await webhooks.sender.stop();
    await webhooks.close();
    await commandSender.stop();
    // It asks things of the engine.
    await bulk.runner.stop();
    await watched.stop();
    await sync.commands.stop();
    await sync.coordinator.stop();
    await retention.runner.stop();
    await alerts.evaluator?.stop();
    await breaches.stop();
    await engine?.stop();
    await live.flush();
    await recorder.idle();
    unlock();
  });
}
