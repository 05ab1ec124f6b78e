import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { IdentityApi } from '@backstage/core-plugin-api';
import { SignInPage } from './SignInPage';

const session = (lifetime = 3_600) => ({
  profile: { displayName: 'Operator' },
  backstageIdentity: {
    token: 'token',
    expiresInSeconds: lifetime,
    identity: {
      type: 'user',
      userEntityRef: 'user:default/operator',
      ownershipEntityRefs: ['user:default/operator'],
    },
  },
});

const answer = (status: number, body: unknown) =>
  ({
    ok: status < 400,
    status,
    statusText: 'status',
    headers: new Headers({ 'content-type': 'application/json' }),
    json: async () => body,
    text: async () => JSON.stringify(body),
  } as Response);

const original = global.fetch;
let fetchMock: jest.Mock;

beforeEach(() => {
  localStorage.clear();
  fetchMock = jest.fn(async () => answer(200, session()));
  global.fetch = fetchMock;
});
afterEach(() => {
  global.fetch = original;
});

function show() {
  const signedIn: IdentityApi[] = [];
  renderInTestApp(
    <SignInPage onSignInSuccess={identity => signedIn.push(identity)} />,
  );
  return signedIn;
}

describe('SignInPage', () => {
  it('signs in as who was chosen, and remembers it', async () => {
    const user = userEvent.setup();
    const signedIn = show();
    await user.click(
      await screen.findByRole('button', { name: 'Sign in as operator' }),
    );
    await waitFor(() => expect(signedIn).toHaveLength(1));
    expect(fetchMock.mock.calls[0][0]).toMatch(
      /\/api\/auth\/example-operator\/refresh$/,
    );
    const [identity] = signedIn;
    await expect(identity.getCredentials()).resolves.toEqual({
      token: 'token',
    });
    await expect(identity.getProfileInfo()).resolves.toEqual({
      displayName: 'Operator',
    });
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/operator',
    });
    expect(fetchMock).toHaveBeenCalledTimes(1);

    const again = show();
    await waitFor(() => expect(again).toHaveLength(1));
    await again[0].signOut();
    expect(localStorage.getItem('example-portal:signed-in-as')).toBeNull();
  });

  it('fetches a fresh token before the old one expires', async () => {
    const user = userEvent.setup();
    fetchMock.mockImplementation(async () => answer(200, session(30)));
    const signedIn = show();
    await user.click(
      await screen.findByRole('button', { name: 'Sign in as admin' }),
    );
    await waitFor(() => expect(signedIn).toHaveLength(1));
    await signedIn[0].getCredentials();
    expect(fetchMock).toHaveBeenCalledTimes(2);
  });

  it('says why it did not work, and lets choose again', async () => {
    const user = userEvent.setup();
    fetchMock.mockImplementation(async () =>
      answer(404, { error: { name: 'NotFoundError', message: 'no provider' } }),
    );
    show();
    await user.click(
      await screen.findByRole('button', { name: 'Sign in as viewer' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not sign in as viewer',
    );
    expect(localStorage.getItem('example-portal:signed-in-as')).toBeNull();
  });
});
