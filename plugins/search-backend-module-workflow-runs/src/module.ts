import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { callingAsPlugin } from './callWorkflowRuns';
import { readCollatorConfig } from './config';
import { RunCollatorFactory } from './RunCollatorFactory';
import { WorkflowCollatorFactory } from './WorkflowCollatorFactory';

/**
 * Has the search of the portal find workflows and their runs, each by whoever may read it.
 *
 * @public
 */
export const searchModuleWorkflowRuns = createBackendModule({
  pluginId: 'search',
  moduleId: 'workflow-runs',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        index: searchIndexRegistryExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, index, scheduler }) {
        const { schedule, ...limits } = readCollatorConfig(config);
        const call = callingAsPlugin({ auth, discovery });
        const now = () => Date.now();
        for (const factory of [
          new RunCollatorFactory({ call, limits, now }),
          new WorkflowCollatorFactory(call),
        ]) {
          index.addCollator({
            schedule: scheduler.createScheduledTaskRunner(schedule),
            factory,
          });
        }
      },
    });
  },
});
