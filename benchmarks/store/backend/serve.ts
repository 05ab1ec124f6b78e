import {
  BackstageCredentials,
  BackstageUserPrincipal,
  coreServices,
  createServiceFactory,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Entity } from '@backstage/catalog-model';
import { Permission } from '@backstage/plugin-permission-common';
import { workflowRunsPlugin } from '../../../plugins/workflow-runs-backend/src/plugin';
import { connect, Place } from '../../connect';
import { makeWorkflows, SeededWorkflow } from '../seed/population';
import { decide } from './decide';

/**
 * Starts the plugin in a backend with the authentication of the test portal and a policy of our own.
 * Nothing is asked of another process but the database.
 *
 * @returns the port
 */
export async function serve(place: Place, runs: number): Promise<number> {
  const knex = connect(place);
  const backend = await startTestBackend({
    features: [
      workflowRunsPlugin,
      mockServices.rootConfig.factory({
        data: {
          workflowRuns: {
            encryption: { keys: [{ id: 'one', secret: 'of the benchmark' }] },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.permissions,
        deps: {},
        factory: () => ({ authorize, authorizeConditional: authorize }),
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      // Owners come from the catalog: what it does not know has none.
      catalogServiceMock.factory({
        entities: makeWorkflows(runs).map(entityOf),
      }),
    ],
  });
  return backend.server.port();
}

function entityOf({ name, owners }: SeededWorkflow): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'workflow-runs.io/workflow': `embedded/${name}` },
    },
    relations: owners.map(targetRef => ({ type: 'ownedBy', targetRef })),
  };
}

const authorize = (async (
  requests: { permission: Permission }[],
  {
    credentials,
  }: { credentials: BackstageCredentials<BackstageUserPrincipal> },
) =>
  requests.map(({ permission }) =>
    decide(permission, credentials.principal.userEntityRef),
  )) as unknown as PermissionsService['authorize'] &
  PermissionsService['authorizeConditional'];
