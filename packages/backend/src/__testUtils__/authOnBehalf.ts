import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/** As real backends do: the token with which a plugin asks on behalf of a user says which plugin. */
export const authOnBehalf = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const service = mockServices.auth({ pluginId: plugin.getId() });
    const issue = service.getPluginRequestToken.bind(service);
    service.getPluginRequestToken = async options => {
      const { onBehalfOf } = options;
      if (!service.isPrincipal(onBehalfOf, 'user')) return issue(options);
      const { userEntityRef } = onBehalfOf.principal;
      const actor = { subject: `plugin:${plugin.getId()}` };
      return { token: mockCredentials.user.token(userEntityRef, { actor }) };
    };
    return service;
  },
});
