import { authServiceFactory } from '@backstage/backend-defaults/auth';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';

/** A service outside the portal, with what it may not do beyond, as the configuration says it. */
export interface ExternalService {
  subject: string;
  accessRestrictions?: {
    plugin: string;
    permission?: string | string[];
    permissionAttribute?: { action: string | string[] };
  }[];
}

/** The token of an external service. */
export function tokenOf(subject: string): string {
  return `token-of-${subject.replace(/\W/g, '-')}`;
}

/** `backend.auth.externalAccess`. */
export function externalAccessConfig(services: ExternalService[]) {
  return services.map(({ subject, accessRestrictions }) => ({
    type: 'static',
    options: { token: tokenOf(subject), subject },
    ...(accessRestrictions ? { accessRestrictions } : {}),
  }));
}

/** Backstage itself says who has the token of an external service; everybody else is as in other tests. */
export function externalAuthFeatures(services: ExternalService[]) {
  const headers = services.map(({ subject }) => `Bearer ${tokenOf(subject)}`);
  const httpAuth = createServiceFactory({
    service: coreServices.httpAuth,
    deps: { auth: coreServices.auth, plugin: coreServices.pluginMetadata },
    factory({ auth, plugin }) {
      const others = mockServices.httpAuth({ pluginId: plugin.getId() });
      const credentials: typeof others.credentials = async (
        request,
        options,
      ) => {
        const header = request.headers.authorization ?? '';
        return headers.includes(header)
          ? auth.authenticate(header.slice('Bearer '.length))
          : (others.credentials(request, options) as any);
      };
      return {
        credentials,
        issueUserCookie: others.issueUserCookie.bind(others),
      };
    },
  });
  return [authServiceFactory, httpAuth];
}
