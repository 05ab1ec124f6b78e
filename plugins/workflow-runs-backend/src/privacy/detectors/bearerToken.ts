import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matches } from './matches';

/** A token that stands alone is told from a word by a digit or by its length. */
const CREDENTIALS =
  /\b(authorization\\{0,3}["']?\s{0,20}[:=]\s{0,20}\\{0,3}["']?|(?=bearer\s{1,20}(?:[\w.~+/=-]{0,15}\d|[\w.~+/=-]{16})))((?:bearer|basic)\s{1,20})[\w.~+/=-]+/gi;

/** What HTTP calls credentials: `Bearer …`, `Authorization: Basic …`. */
export const bearerToken: Detector = {
  id: 'bearer_token',
  isSecret: true,
  needs: Has.run5,
  detect: text =>
    matches(text, CREDENTIALS, ({ 0: found, 1: name, 2: scheme, index }) => ({
      start: index + name.length + scheme.length,
      end: index + found.length,
      kind: 'token',
    })),
};
