import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('./auth'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('backstage-plugin-catalog-backend-module-workflow-runs'));
backend.add(import('./api-entity'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./policy'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('backstage-plugin-search-backend-module-workflow-runs'));

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

// What agents connect to: each plugin among backend.actions.pluginSources offers them its actions
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('./template-actions'));

backend.add(import('backstage-plugin-workflow-runs-backend'));
backend.add(import('./workflows/catalog-health'));
backend.add(import('./workflows/data-sync'));
backend.add(import('./workflows/invoice-extraction'));
backend.add(import('./workflows/trial-activation'));
backend.add(import('backstage-plugin-workflow-runs-backend-module-scaffolder'));
backend.add(import('backstage-plugin-workflow-runs-backend-module-temporal'));
backend.add(import('./orders-api'));
backend.add(import('./trial-services'));

backend.start();
