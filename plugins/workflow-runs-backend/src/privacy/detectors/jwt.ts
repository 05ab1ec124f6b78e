import { Span } from 'backstage-plugin-workflow-runs-node';
import { Has } from '../shapeOf';
import { Detector } from './Detector';

/** `{"` in base64url: how the header of every token begins. */
const START = 'eyJ';
const PART = /[\w-]*/y;
const MIN_HEADER = 10;

/** JSON web tokens, signed (three parts) or encrypted (five). */
export const jwt: Detector = {
  id: 'jwt',
  isSecret: true,
  needs: Has.dot | Has.run10,
  detect(text) {
    const spans: Span[] = [];
    let start = text.indexOf(START);
    while (start >= 0) {
      let parts = 0;
      let end = start - 1;
      // Where it is no token, the search goes on behind what was looked at.
      while (parts < 5 && (parts === 0 || text[end] === '.')) {
        PART.lastIndex = end + 1;
        const { length } = PART.exec(text)![0];
        if (length < MIN_HEADER && parts === 0) break;
        end += 1 + length;
        parts += 1;
      }
      if (parts >= 3) spans.push({ start, end });
      start = text.indexOf(START, Math.max(end, start + START.length));
    }
    return spans;
  },
};
