import { Span } from 'backstage-plugin-workflow-runs-node';
import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matches } from './matches';

/** How tokens begin that say whose they are, and the whole of them. */
const FORMS: [starts: string[], form: RegExp][] = [
  // Amazon Web Services: the id of a key; the key itself is known only by its name.
  [
    ['AKIA', 'ASIA', 'AGPA', 'AIDA', 'AROA', 'ANPA', 'ANVA', 'AIPA'],
    /.{4}[A-Z0-9]{16}(?![A-Za-z0-9])/y,
  ],
  // Google: API keys, OAuth tokens and secrets.
  [['AIza'], /AIza[\w-]{35}/y],
  [['ya29.'], /ya29\.[\w-]{20,}/y],
  [['GOCSPX-'], /GOCSPX-[\w-]{20,}/y],
  // GitHub, GitLab.
  [['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /gh._[A-Za-z0-9]{30,}/y],
  [['github_pat_'], /github_pat_\w{22,}/y],
  [
    ['glpat-', 'glptt-', 'glrt-', 'gldt-', 'glcbt-', 'glft-', 'glsoat-'],
    /gl\w{2,4}-[\w-]{20,}/y,
  ],
  // Slack.
  [
    ['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'],
    /xox.-[\w-]{10,}/y,
  ],
  [['xapp-'], /xapp-[\w-]{20,}/y],
  // Stripe.
  [
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    /.k_.{4}_[A-Za-z0-9]{16,}/y,
  ],
  [['whsec_'], /whsec_[A-Za-z0-9+/=]{24,}/y],
  // Registries of packages and images.
  [['npm_'], /npm_[A-Za-z0-9]{36}/y],
  [['pypi-AgE'], /pypi-AgE[\w-]{50,}/y],
  [['dckr_pat_', 'dckr_oat_'], /dckr_.at_[\w-]{20,}/y],
  // OpenAI, Anthropic and those that took after them; words with dashes have no digits and capitals.
  [['sk-'], /sk-(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Z])[\w-]{20,}/y],
  [['hf_'], /hf_[A-Za-z0-9]{30,}/y],
  // Others.
  [['SG.'], /SG\.[\w-]{20,24}\.[\w-]{39,50}/y],
  [['hvs.', 'hvb.'], /hv.\.[\w-]{24,}/y],
  [['dop_v1_'], /dop_v1_[0-9a-f]{64}/y],
  [['dapi'], /dapi[0-9a-f]{32}/y],
  [['shpat_', 'shpca_', 'shppa_', 'shpss_'], /shp.._[0-9a-f]{32}/y],
  [['NRAK-'], /NRAK-[A-Z0-9]{27}/y],
  [['lin_api_'], /lin_api_[A-Za-z0-9]{40}/y],
  [['ATATT3'], /ATATT3[\w=-]{50,}/y],
];

/** Those that are found by what is in them, and by what that is called. */
const OTHERS: [mark: string, form: RegExp][] = [
  [
    'hooks.slack.com/services/',
    /(?<=hooks\.slack\.com\/services\/)[\w/]{20,}/g,
  ],
  // Azure: keys of storage accounts, secrets of applications.
  ['==', /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/g],
  ['8Q~', /(?<![\w~.-])[\w~.-]{3}8Q~[\w~.-]{31,34}/g],
];

/** By the first two characters: a table is quicker than a pattern of so many beginnings. */
const PAIRS = new Uint8Array(1 << 14);
const BEGINNINGS = FORMS.flatMap(([starts, form]) =>
  starts.map(start => ({ start, pair: pairAt(start, 0), form })),
);
for (const { pair } of BEGINNINGS) PAIRS[pair] = 1;

/** Keys and tokens of well-known providers, by how they begin. */
export const cloudKey: Detector = {
  id: 'cloud_key',
  isSecret: true,
  needs: Has.run15,
  detect(text) {
    const spans: Span[] = [];
    let wasInWord = false;
    for (let at = 0; at < text.length; at += 1) {
      const isInWord = isAlphanumeric(text.charCodeAt(at));
      if (isInWord && !wasInWord && PAIRS[pairAt(text, at)]) {
        const end = endOfKey(text, at);
        if (end > at) {
          spans.push({ start: at, end });
          at = end - 1;
        }
      }
      wasInWord = isInWord;
    }
    for (const [mark, form] of OTHERS) {
      if (text.includes(mark)) spans.push(...matches(text, form));
    }
    return spans;
  },
};

function endOfKey(text: string, at: number): number {
  for (const { start, form } of BEGINNINGS) {
    if (!text.startsWith(start, at)) continue;
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) return at + found[0].length;
  }
  return at;
}

function pairAt(text: string, at: number): number {
  // A missing or a wide character makes a pair that nothing begins with.
  return (text.charCodeAt(at) << 7) | (text.charCodeAt(at + 1) & 0x7f);
}

function isAlphanumeric(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90)
  );
}
