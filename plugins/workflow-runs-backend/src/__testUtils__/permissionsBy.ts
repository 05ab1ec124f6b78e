import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { PolicyDecision } from '@backstage/plugin-permission-common';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import { decideByRole } from './decideByRole';

/**
 * The permission framework in front of a policy. What services may do is not for a policy to say:
 * Backstage's own client answers it, by their access restrictions.
 */
export function permissionsBy(decide: typeof decideByRole) {
  const auth = mockServices.auth();
  const ofServices = ServerPermissionClient.fromConfig(
    mockServices.rootConfig(),
    { auth, discovery: mockServices.discovery() },
  );
  const authorize = async (
    requests: { permission: any }[],
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<PolicyDecision[]> =>
    auth.isPrincipal(credentials, 'service')
      ? ofServices.authorizeConditional(requests, { credentials })
      : requests.map(({ permission }) =>
          decide(permission, credentials.principal as any),
        );
  return mockServices.permissions.mock({
    authorizeConditional:
      authorize as unknown as PermissionsService['authorizeConditional'],
    authorize: authorize as unknown as PermissionsService['authorize'],
  });
}
