import { Span } from 'backstage-plugin-workflow-runs-node';
import { Has } from '../shapeOf';
import { Detector } from './Detector';

/** What ends the part of a URL that says who asks whom. */
const AUTHORITY = /[^\s/?#"'`<>\\]*/y;
/** A token that stands alone, as users of Git have it. */
const TOKEN = /^(?=.*\d)[\w~.-]{20,}$/;

/** Passwords in URLs and connection strings: `postgres://user:password@host`. */
export const urlCredentials: Detector = {
  id: 'url_credentials',
  isSecret: true,
  needs: Has.at | Has.colon,
  detect(text) {
    const spans: Span[] = [];
    for (
      let at = text.indexOf('://');
      at >= 0;
      at = text.indexOf('://', at + 3)
    ) {
      const start = at + 3;
      AUTHORITY.lastIndex = start;
      const authority = AUTHORITY.exec(text)![0];
      const sign = authority.lastIndexOf('@');
      if (sign < 0) continue;
      const user = authority.slice(0, sign);
      const colon = user.indexOf(':');
      if (colon >= 0 && colon < sign - 1) {
        spans.push({
          start: start + colon + 1,
          end: start + sign,
          kind: 'password',
        });
      } else if (TOKEN.test(user)) {
        spans.push({ start, end: start + sign, kind: 'token' });
      }
    }
    return spans;
  },
};
