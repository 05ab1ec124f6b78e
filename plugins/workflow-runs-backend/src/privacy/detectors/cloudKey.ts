import { Detector } from './Detector';
import { matches } from './matches';

/** How tokens begin that say whose they are, and what follows. */
const FORMS = [
  // Amazon Web Services: the id of a key; the key itself is known only by its name.
  '(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|AIPA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  // Google: API keys, OAuth tokens and secrets.
  'AIza[\\w-]{35}',
  'ya29\\.[\\w-]{20,}',
  'GOCSPX-[\\w-]{20,}',
  // GitHub, GitLab.
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_\\w{22,}',
  'gl(?:pat|ptt|rt|dt|cbt|ft|soat|agent)-[\\w-]{20,}',
  // Slack.
  'xox[abeoprs]-[\\w-]{10,}',
  'xapp-[\\w-]{20,}',
  '(?<=hooks\\.slack\\.com/services/)[\\w/]{20,}',
  // Stripe.
  '[rs]k_(?:live|test)_[A-Za-z0-9]{16,}',
  'whsec_[A-Za-z0-9+/=]{24,}',
  // Registries of packages and images.
  'npm_[A-Za-z0-9]{36}',
  'pypi-AgE[\\w-]{50,}',
  'dckr_(?:pat|oat)_[\\w-]{20,}',
  // OpenAI, Anthropic and those that took after them; words with dashes have no digits and capitals.
  'sk-(?=[\\w-]{0,60}\\d)(?=[\\w-]{0,60}[A-Z])[\\w-]{20,}',
  'hf_[A-Za-z0-9]{30,}',
  // Azure: keys of storage accounts, secrets of applications.
  '[A-Za-z0-9+/]{86}==',
  '[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}',
  // Others.
  'SG\\.[\\w-]{20,24}\\.[\\w-]{39,50}',
  'hv[sb]\\.[\\w-]{24,}',
  'dop_v1_[0-9a-f]{64}',
  'dapi[0-9a-f]{32}',
  'shp(?:at|ca|pa|ss)_[0-9a-f]{32}',
  'NRAK-[A-Z0-9]{27}',
  'lin_api_[A-Za-z0-9]{40}',
  'ATATT3[\\w=-]{50,}',
];

const KEY = new RegExp(`(?<![A-Za-z0-9])(?:${FORMS.join('|')})`, 'g');

/** Keys and tokens of well-known providers, by how they begin. */
export const cloudKey: Detector = {
  id: 'cloud_key',
  isSecret: true,
  mayFind: ({ longestRun }) => longestRun >= 15,
  detect: text => matches(text, KEY),
};
