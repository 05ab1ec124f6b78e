import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  LogProvider,
  logProvidersExtensionPoint,
  redactionExtensionPoint,
  RunEngine,
  TextDetector,
  TraceProvider,
  traceProvidersExtensionPoint,
  workflowRunsEnginesExtensionPoint,
  workflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { inertLogger } from './logging/inertLogger';
import { startWorkflowRuns } from './startWorkflowRuns';
import { WorkflowRegistry } from './workflows/WorkflowRegistry';

/**
 * Runs and observes workflows: the embedded engine, the log of all runs, and the API.
 *
 * @public
 */
export const workflowRunsPlugin = createBackendPlugin({
  pluginId: 'workflow-runs',
  register(env) {
    const added: Parameters<WorkflowRegistry['add']>[] = [];
    env.registerExtensionPoint(workflowsExtensionPoint, {
      add: (workflow, handlers) => added.push([workflow, handlers]),
    });
    const traces: TraceProvider[] = [];
    env.registerExtensionPoint(traceProvidersExtensionPoint, {
      add: provider => traces.push(provider),
    });
    const logs: LogProvider[] = [];
    env.registerExtensionPoint(logProvidersExtensionPoint, {
      add: provider => logs.push(provider),
    });
    const engines: RunEngine[] = [];
    env.registerExtensionPoint(workflowRunsEnginesExtensionPoint, {
      addEngine: engine => engines.push(engine),
    });
    const detectors: TextDetector[] = [];
    env.registerExtensionPoint(redactionExtensionPoint, {
      add: detector => detectors.push(detector),
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        discovery: coreServices.discovery,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const logger = inertLogger(services.logger);
        const registry = new WorkflowRegistry(logger);
        for (const [workflow, handlers] of added)
          registry.add(workflow, handlers);
        await startWorkflowRuns({ ...services, logger }, registry, {
          traces,
          logs,
          engines,
          detectors,
        });
      },
    });
  },
});
