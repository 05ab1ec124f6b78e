import { DiscoveryApi, IdentityApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';

interface Session {
  profile: { email?: string; displayName?: string; picture?: string };
  backstageIdentity: {
    token: string;
    expiresInSeconds?: number;
    identity: {
      type: 'user';
      userEntityRef: string;
      ownershipEntityRefs: string[];
    };
  };
}

const DEFAULT_LIFETIME_S = 300;
/** A token that is about to expire would not survive the request that it is for. */
const MARGIN_S = 60;

/** Somebody who signs in by asking for it; the backend answers only in development. */
export class ExampleIdentity implements IdentityApi {
  private session: Promise<Session> | undefined;
  private freshUntil = 0;

  constructor(
    private readonly options: {
      provider: string;
      discoveryApi: DiscoveryApi;
      onSignOut?: () => void;
    },
  ) {}

  async getBackstageIdentity() {
    return (await this.getSession()).backstageIdentity.identity;
  }

  async getCredentials() {
    return { token: (await this.getSession()).backstageIdentity.token };
  }

  async getProfileInfo() {
    return (await this.getSession()).profile;
  }

  async signOut() {
    this.options.onSignOut?.();
  }

  private getSession(): Promise<Session> {
    if (this.session && Date.now() < this.freshUntil) return this.session;
    // Until it is known how long the session lasts, everybody waits for this one.
    this.freshUntil = Infinity;
    this.session = this.fetchSession().then(
      session => {
        const { expiresInSeconds = DEFAULT_LIFETIME_S } =
          session.backstageIdentity;
        this.freshUntil = Date.now() + (expiresInSeconds - MARGIN_S) * 1_000;
        return session;
      },
      error => {
        this.freshUntil = 0;
        throw error;
      },
    );
    return this.session;
  }

  private async fetchSession(): Promise<Session> {
    const { provider, discoveryApi } = this.options;
    const auth = await discoveryApi.getBaseUrl('auth');
    const response = await fetch(`${auth}/${provider}/refresh`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      credentials: 'include',
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
