import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matches } from './matches';

/** Up to its end, or as far as it may be one: what is cut off is no less secret. */
const PEM =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\]|(?:Proc-Type|DEK-Info|Version|Comment): ?[^\n\\]{0,100})*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g;

/** Private keys in PEM, also in a string of JSON. */
export const privateKey: Detector = {
  id: 'private_key',
  isSecret: true,
  needs: Has.run10,
  detect: text => (text.includes('-----BEGIN ') ? matches(text, PEM) : []),
};
