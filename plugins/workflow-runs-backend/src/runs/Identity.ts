import {
  BackstageCredentials,
  BackstagePrincipalTypes,
  UserInfoService,
} from '@backstage/backend-plugin-api';

/** Who calls, and by what they own things. */
export interface Identity {
  /** Entity ref of a user, or subject of a service. */
  ref: string;
  isUser: boolean;
  /** The user's own ref and those of their groups. A service owns nothing. */
  ownershipRefs: string[];
}

/** Tells who has the credentials. */
export async function identify(
  credentials: BackstageCredentials<
    BackstagePrincipalTypes['user'] | BackstagePrincipalTypes['service']
  >,
  userInfo: UserInfoService,
): Promise<Identity> {
  const { principal } = credentials;
  if (principal.type === 'service') {
    return { ref: principal.subject, isUser: false, ownershipRefs: [] };
  }
  const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
  const ref = principal.userEntityRef;
  return {
    ref,
    isUser: true,
    ownershipRefs: [...new Set([ref, ...ownershipEntityRefs])],
  };
}
