import { registerActions } from './backstageActions/registerActions';
import { readConfig } from './config';
import { registerPermissions } from './queries/registerPermissions';
import { scheduleRetention } from './retention/createRetention';
import { createApi } from './start/createApi';
import { createEngines } from './start/createEngines';
import { createFollowers } from './start/createFollowers';
import { createReading } from './start/createReading';
import { openCore } from './start/openCore';
import { Providers, Services } from './start/services';
import { CatalogLinker } from './workflows/CatalogLinker';
import { WorkflowRegistry } from './workflows/WorkflowRegistry';

/** Puts the parts together and starts them. */
export async function startWorkflowRuns(
  services: Services,
  registry: WorkflowRegistry,
  providers: Providers,
): Promise<void> {
  const config = readConfig(services.config);
  const core = await openCore(services, config, providers);
  const reading = createReading(core, config);
  registerPermissions(services.permissionsRegistry, reading);
  const engineParts = await createEngines(core, reading, {
    config,
    registry,
    added: providers.engines,
  });
  const followers = createFollowers(core, reading, engineParts, {
    services,
    config,
  });
  const linker = new CatalogLinker({
    ...services,
    ...core,
    workflows: engineParts.store,
  });

  const stopping = new AbortController();
  const { router, ask } = createApi(
    { core, reading, engineParts, followers },
    { services, config, providers, signal: stopping.signal },
  );
  if (config.role !== 'worker') {
    services.httpRouter.use(router);
    const portal = services.config.getOptionalString('app.baseUrl') ?? '';
    registerActions(services.actionsRegistry, {
      ask,
      urlOf: runId =>
        `${portal}/workflow-runs/runs/${encodeURIComponent(runId)}`,
    });
    // Links to artifacts are signed instead.
    services.httpRouter.addAuthPolicy({
      path: '/v1/artifacts',
      allow: 'unauthenticated',
    });
  }

  const { embedded, rotation, sync, ingest } = engineParts;
  const { live, readers, notifications, webhooks, bulk } = followers;
  const { retention, alerts, breaches, watched } = followers;
  services.lifecycle.addStartupHook(async () => {
    live.notices?.start();
    await embedded?.start();
    rotation?.start();
    for (const reader of readers) reader.start();
    notifications.sender?.start();
    if (config.webhooks.enabled) webhooks.sender.start();
    if (config.role !== 'worker') ingest.commandSender.start();
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
    core.policies.start();
  });
  // Open streams would keep the server from closing.
  services.rootLifecycle.addBeforeShutdownHook(() => stopping.abort());
  services.lifecycle.addShutdownHook(async () => {
    linker.stop();
    core.policies.stop();
    live.hub.stop();
    await live.notices?.stop();
    await rotation?.stop();
    followers.stopObserving();
    await Promise.all(readers.map(reader => reader.stop()));
    await notifications.sender?.stop();
    await webhooks.sender.stop();
    await webhooks.close();
    await ingest.commandSender.stop();
    // It asks things of the engine.
    await bulk.runner.stop();
    await watched.stop();
    await sync.commands.stop();
    await sync.coordinator.stop();
    await retention.runner.stop();
    await alerts.evaluator?.stop();
    await breaches.stop();
    await embedded?.stop();
    await core.live.flush();
    await core.recorder.idle();
    core.unlock();
  });
}
