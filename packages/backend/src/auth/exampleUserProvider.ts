import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthProviderFactory,
  AuthResolverContext,
  BackstageSignInResult,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { isError, NotAllowedError } from '@backstage/errors';
import { ExampleUser } from './exampleUsers';

/** How long a sign-in waits for the catalog, which loads its files after the portal is up. */
const CATALOG_WAIT_MS = 10_000;
const CATALOG_POLL_MS = 500;

/** Signs everybody who asks in as one example user: no password, hence only while developing. */
export function createExampleUserProvider(
  user: ExampleUser,
  options: { catalogWaitMs?: number } = {},
): AuthProviderFactory {
  const { providerId, entityRef, displayName } = user;
  return createProxyAuthProviderFactory({
    authenticator: createProxyAuthenticator({
      defaultProfileTransform: async () => ({ profile: { displayName } }),
      initialize: ({ config }) => ({
        allowed:
          process.env.NODE_ENV === 'development' ||
          config.getOptionalBoolean('dangerouslyAllowOutsideDevelopment') ===
            true,
      }),
      async authenticate(_, { allowed }) {
        if (!allowed) {
          throw new NotAllowedError(
            `'${providerId}' signs in without a password and works only where NODE_ENV is 'development', or where 'auth.providers.${providerId}.dangerouslyAllowOutsideDevelopment' is true`,
          );
        }
        return { result: {} };
      },
    }),
    signInResolver: (_, context) =>
      signIn(context, entityRef, options.catalogWaitMs ?? CATALOG_WAIT_MS),
  });
}

async function signIn(
  context: AuthResolverContext,
  entityRef: string,
  waitMs: number,
): Promise<BackstageSignInResult> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      return await context.signInWithCatalogUser({ entityRef });
    } catch (error) {
      const isMissing = isError(error) && error.name === 'NotFoundError';
      if (!isMissing || Date.now() >= deadline) throw error;
      await sleep(CATALOG_POLL_MS);
    }
  }
}
