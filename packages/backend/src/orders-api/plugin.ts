import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { sampleOrders } from './orders';
import { createRouter } from './router';
import { createTroubles, readTroubleRates } from './troubles';

/** The API of a shop that does not exist, for the workflow data_sync to read. */
export const ordersApiPlugin = createBackendPlugin({
  pluginId: 'example-orders',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ config, httpAuth, httpRouter }) {
        const nextTrouble = createTroubles(readTroubleRates(config));
        httpRouter.use(
          createRouter({ httpAuth, orders: sampleOrders(), nextTrouble }),
        );
      },
    });
  },
});
