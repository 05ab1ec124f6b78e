import { Span } from 'backstage-plugin-workflow-runs-node';
import { Has } from '../shapeOf';
import { Detector } from './Detector';

const LOCAL = /[\p{L}\p{M}\p{N}._%+'~-]/u;
const DOMAIN = /[\p{L}\p{M}\p{N}.-]/u;
const SIGN = /@|%40/g;
/** The last label: files, units of systemd and versions of packages look like addresses too. */
const TOP_LEVEL = /^(?:\p{L}{2,24}|xn--[a-z0-9-]{2,59})$/u;
const NO_TOP_LEVEL =
  /^(?:service|socket|timer|mount|automount|target|scope|slice|device|path|png|jpe?g|gif|svg|webp|ico|[cm]?[jt]sx?|css|scss|html?|map|json|ya?ml|md|py|rb|go|rs|java|sh|txt|log|lock|tgz|zip|jar|whl)$/i;
/** `git@github.com:owner/name` is nobody's address. */
const NOBODY = /^(?:git|hg|svn)$/i;

/** E-mail addresses, also with an encoded `@`. */
export const email: Detector = {
  id: 'email',
  needs: Has.atOrPercent | Has.dot,
  detect(text) {
    const spans: Span[] = [];
    // From one @ to the next, so that no character is looked at more than twice.
    let from = 0;
    for (const { 0: sign, index } of text.matchAll(SIGN)) {
      let start = index;
      while (start > from && LOCAL.test(text[start - 1])) start -= 1;
      while (start < index && /[.%+~'-]/.test(text[start])) start += 1;
      let end = index + sign.length;
      from = end;
      while (end < text.length && DOMAIN.test(text[end])) end += 1;
      while (end > from && /[.-]/.test(text[end - 1])) end -= 1;
      if (start < index && isDomain(text.slice(from, end))) {
        if (!NOBODY.test(text.slice(start, index))) spans.push({ start, end });
      }
    }
    return spans;
  },
};

function isDomain(domain: string): boolean {
  const dot = domain.lastIndexOf('.');
  if (dot <= 0 || domain.includes('..')) return false;
  const last = domain.slice(dot + 1);
  return TOP_LEVEL.test(last) && !NO_TOP_LEVEL.test(last);
}
