import { bearerToken } from './bearerToken';
import { cloudKey } from './cloudKey';
import { Detector } from './Detector';
import { email } from './email';
import { iban } from './iban';
import { ipAddress } from './ipAddress';
import { jwt } from './jwt';
import { nationalId } from './nationalId';
import { paymentCard } from './paymentCard';
import { phone } from './phone';
import { privateKey } from './privateKey';
import { secretName } from './secretName';
import { urlCredentials } from './urlCredentials';

export type { Detector } from './Detector';

/** What is looked for without anybody having to ask for it. */
export const BUILT_IN_DETECTORS: readonly Detector[] = [
  privateKey,
  jwt,
  cloudKey,
  bearerToken,
  urlCredentials,
  secretName,
  email,
  phone,
  iban,
  paymentCard,
  nationalId,
  ipAddress,
];
