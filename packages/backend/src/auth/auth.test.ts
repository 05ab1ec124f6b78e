import request from 'supertest';
import { startTestBackend, mockServices } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import exampleUsersAuthModule from '.';
import { createExampleUserProvider } from './exampleUserProvider';
import { exampleUsers } from './exampleUsers';

const operator = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'operator', namespace: 'default' },
  spec: {},
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-data' }],
};

async function start(provider: object) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      exampleUsersAuthModule,
      catalogServiceMock.factory({ entities: [operator] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          auth: { providers: { 'example-operator': provider } },
        },
      }),
    ],
  });
  return request(server);
}

describe('exampleUsersAuthModule', () => {
  it('signs in as the user of the catalog, with its groups', async () => {
    const server = await start({ dangerouslyAllowOutsideDevelopment: true });
    const { body } = await server
      .post('/api/auth/example-operator/refresh')
      .expect(200);
    expect(body).toMatchObject({
      profile: { displayName: 'Example operator' },
      backstageIdentity: {
        token: expect.any(String),
        identity: { userEntityRef: 'user:default/operator' },
      },
    });
  });

  it('refuses outside of development, and says what would allow it', async () => {
    const server = await start({});
    const { body } = await server
      .post('/api/auth/example-operator/refresh')
      .expect(403);
    expect(body.error.message).toContain(
      'auth.providers.example-operator.dangerouslyAllowOutsideDevelopment',
    );
  });

  it('offers only the users that are configured', async () => {
    const server = await start({});
    const { status } = await server.post('/api/auth/example-admin/refresh');
    expect(status).toBe(404);
  });
});

describe('createExampleUserProvider', () => {
  const notFound = Object.assign(new Error('User not found'), {
    name: 'NotFoundError',
  });

  function refresh(signInWithCatalogUser: jest.Mock, catalogWaitMs: number) {
    const provider = createExampleUserProvider(exampleUsers[0], {
      catalogWaitMs,
    })({
      config: mockServices.rootConfig({
        data: { dangerouslyAllowOutsideDevelopment: true },
      }),
      resolverContext: { signInWithCatalogUser },
    } as any);
    return provider.refresh!({} as any, {} as any);
  }

  it('waits for a catalog that is still loading', async () => {
    const signIn = jest
      .fn()
      .mockRejectedValueOnce(notFound)
      .mockRejectedValue(new Error('signed in the second time'));
    await expect(refresh(signIn, 5_000)).rejects.toThrow(
      'signed in the second time',
    );
    expect(signIn).toHaveBeenCalledWith({ entityRef: 'user:default/viewer' });
  });

  it('gives up on a user that the catalog does not know', async () => {
    const signIn = jest.fn().mockRejectedValue(notFound);
    await expect(refresh(signIn, 0)).rejects.toThrow('User not found');
    expect(signIn).toHaveBeenCalledTimes(1);
  });
});
