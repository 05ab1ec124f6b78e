import { createBackendModule } from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { createExampleUserProvider } from './exampleUserProvider';
import { exampleUsers } from './exampleUsers';

/** One auth provider for each example user; active are those named under `auth.providers`. */
export const exampleUsersAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'example-users',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        for (const user of exampleUsers) {
          providers.registerProvider({
            providerId: user.providerId,
            factory: createExampleUserProvider(user),
          });
        }
      },
    });
  },
});
