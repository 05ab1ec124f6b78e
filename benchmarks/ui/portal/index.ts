/*
 * The backend of the portal that is measured: the one of the example, with workflows whose size and
 * pace can be chosen in place of its own.
 */
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('../../../packages/backend/src/auth'));

backend.add(import('@backstage/plugin-catalog-backend'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('backstage-plugin-permission-backend-module-workflow-runs'));

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

backend.add(import('backstage-plugin-workflow-runs-backend'));
backend.add(import('./workflows'));

backend.start();
