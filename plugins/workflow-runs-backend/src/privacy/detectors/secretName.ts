import { secretKind } from '../secretKind';
import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matches } from './matches';

/** A name of a secret and its value, also in JSON, and in JSON that stands in a string. */
const ASSIGNMENT =
  /(password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|account[-_]?key)(\\{0,3}["']?\s{0,20}[:=]\s{0,20})(\\{1,3}"[^"\\]*|\\{1,3}'[^'\\]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&"'}\])]+)/gi;

/**
 * What is assigned to a name of a secret in running text. A name is found by its end, whatever stands
 * before it: nothing is looked at twice.
 */
export const secretName: Detector = {
  id: 'secret_name',
  isSecret: true,
  needs: Has.colonOrEquals,
  detect: text =>
    matches(text, ASSIGNMENT, ({ 0: found, 1: name, 2: sign, index }) => ({
      start: index + name.length + sign.length,
      end: index + found.length,
      kind: secretKind(name) ?? 'secret',
    })),
};
