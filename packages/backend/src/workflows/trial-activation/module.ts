import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { workflowsExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { trialActivation } from './definition';
import { createHandlers } from './handlers';
import { TrialServices } from './TrialServices';

/** Adds the workflow `trial_activation`. */
export const trialActivationModule = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'trial-activation',
  register(reg) {
    reg.registerInit({
      deps: {
        workflows: workflowsExtensionPoint,
        discovery: coreServices.discovery,
        auth: coreServices.auth,
      },
      async init({ workflows, discovery, auth }) {
        const services = TrialServices.create({ discovery, auth });
        workflows.add(trialActivation, createHandlers(services));
      },
    });
  },
});
