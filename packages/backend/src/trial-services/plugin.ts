import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Agents } from './agents';
import { readTrialConfig } from './config';
import { createRouter } from './router';
import { createTroubles } from './stories';

/** Accounts, billing, agents and mail of a company that does not exist, for trial_activation to call. */
export const trialServicesPlugin = createBackendPlugin({
  pluginId: 'example-trials',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ config, httpAuth, httpRouter }) {
        const { latencyMs, startUpMs } = readTrialConfig(config);
        httpRouter.use(
          createRouter({
            httpAuth,
            agents: new Agents({ startUpMs, now: Date.now }),
            troubleOf: createTroubles(),
            latencyMs,
          }),
        );
      },
    });
  },
});
