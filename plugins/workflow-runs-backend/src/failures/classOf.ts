/** Words that mean what they say, although there is a number in them. */
const TERM =
  /^(?:utf-?\d+|ipv\d|https?\d?|sha-?\d+|md\d|oauth\d?|base\d+|u?int\d+|float\d+|h26\d|x509|s3|ec2|k8s|i18n|l10n|log4j|p\d\d|tlsv?[\d.]+|http\/[\d.]+|e2e|b2b|v8|es\d+|latin\d|iso-?\d+(?:-\d+)?|rfc\d+)$/i;
/** Codes of databases, compilers and services. */
const CODE =
  /^(?:ora|sql|sqlstate|ts|cs|err|aadsts|pls|tns|db2|jdbc|hy|p|e|c|f|w|s|grpc|aws|gcp|k8s|svc|cve)-?\d{2,6}[a-z]?$/i;
/** Words before a number that says which problem it is. */
const NUMBERS_MATTER = new Set(
  'status code statuscode http http/1.1 http/1.0 http/2 errno exit error sqlstate signal'.split(
    ' ',
  ),
);
/** Words before a number that is a status where it looks like the one of an error. */
const BEFORE_STATUS = new Set(
  'answered responded returned replied received got with'.split(' '),
);
const VERBS = new Set('get post put patch delete head options'.split(' '));
/** Words before the name of a host. */
const BEFORE_HOST = new Set(
  'enotfound eai_again econnrefused etimedout ehostunreach host hostname server'.split(
    ' ',
  ),
);
/** Names of values that are another one each time. */
const VARIES =
  /(?:^|[_.-])(?:ids?|uuid|guid|key|token|hash|email|ip|host|port|pid|tid|at|time|timestamp|user|account|customer|tenant|session|request|order|invoice|file|path|name|size|length|count|offset|attempt)$/i;
const VARIES_IN_CAMEL = /[a-z](?:Ids?|Uuid|Key|Token|Hash|Email|Name|At)$/;

const UNIT = String.raw`(?:ns|[µu]s|ms|msecs?|millis(?:econds?)?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)`;
const SIZE = String.raw`(?:b|bytes?|[kmgt]i?b|[kmgt]bytes?|%)`;
const NUMBER = String.raw`[-+]?\d[\d.,_']*`;

const DATE = String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}`;
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:z|[ap]m|[-+]\d{2}:?\d{2})?`;
const TOP_LEVEL =
  'com|net|org|io|dev|app|cloud|local|localdomain|internal|intranet|lan|corp|svc|cluster|de|eu|uk|us|fr|at|ch|nl|es|it|co|ai|test|example|invalid';

/** In this order: the first that fits says what a piece is. */
const CLASSES: readonly [string, RegExp][] = [
  ['<id>', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  [
    '<time>',
    new RegExp(`^(?:${DATE})(?:[t_ ]${CLOCK})?$|^${CLOCK}$|^gmt[-+]\\d+$`, 'i'),
  ],
  [
    '<duration>',
    new RegExp(`^(?:${NUMBER}${UNIT})+$|^p(?:t|\\d)[\\dtymwdhs.]{1,30}$`, 'i'),
  ],
  ['<size>', new RegExp(`^${NUMBER}${SIZE}$`, 'i')],
  ['<host>', /^\[?(?:\d{1,3}\.){3}\d{1,3}\]?(?::\d{1,5})?(?:\/\d{1,2})?$/],
  ['<host>', /^(?=.{0,40}::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:.]{2,45}$/i],
  ['<email>', /^[\w.+-]{1,64}@[\w.-]{1,100}$/],
  ['<host>', /^[a-z0-9][a-z0-9.-]{0,150}:\d{2,5}$/i],
  [
    '<host>',
    new RegExp(`^(?:[a-z0-9_-]{1,63}\\.){1,8}(?:${TOP_LEVEL})(?::\\d{1,5})?$`),
  ],
  ['<path>', /^(?:[a-z]:[\\/]|\\\\|~?\/|\.{1,2}[\\/]|file:\/\/).{0,200}$/i],
  [
    '<path>',
    /^[\w@.-]+(?:[\\/][\w@.-]+)*[\\/][\w@.-]+\.[a-z]{1,5}(?::\d+){0,2}$/i,
  ],
  [
    '<n>',
    new RegExp(
      `^[#v]?${NUMBER}$|^0x[0-9a-f]+$|^[-+]?\\d[\\d.]*e[-+]?\\d+$`,
      'i',
    ),
  ],
  ['<n>', /^\d+(?:st|nd|rd|th)$/i],
  ['<n>', /^\d+(?:[/:x×-]\d+)+$/i],
];

const MONTH_OR_DAY =
  /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;
const UNIT_WORD = new RegExp(`^${UNIT}$`, 'i');
const SIZE_WORD = new RegExp(`^${SIZE}$`, 'i');
const URL = /^([a-z][a-z+.-]{1,20}:\/\/)([^/?#]*)([^?#]*)/i;
/** What stands around a piece and says nothing of it. */
const EDGES = /^([#*]*)(.*?)([.:!?…*]*)$/s;

/**
 * A piece of a message as it stands in a pattern: as it is, or what kind of value it is.
 *
 * @param piece - of at most 200 characters, without spaces
 * @param said - what stands before it in the pattern; a unit behind a number changes it
 */
export function classOf(piece: string, said: string[]): string {
  const [, , core, tail] = EDGES.exec(piece)!;
  const end = tail.includes(':') ? ':' : '';
  if (core === '') return '';
  const previous = (said[said.length - 1] ?? '').toLowerCase();
  const before = previous.replace(/:$/, '');
  if (before === '<n>' && !previous.endsWith(':')) {
    const unit = unitOf(core);
    if (unit) {
      said.pop();
      return unit + end;
    }
  }
  if (previous === '=' && isVarying(said)) return `<value>${end}`;
  return valueOf(core, before) + end;
}

function unitOf(word: string): string | undefined {
  if (UNIT_WORD.test(word)) return '<duration>';
  return SIZE_WORD.test(word) ? '<size>' : undefined;
}

/** Behind `order_id =`, and the like. */
function isVarying(said: readonly string[]): boolean {
  const name = said[said.length - 2] ?? '';
  return VARIES.test(name) || VARIES_IN_CAMEL.test(name);
}

function valueOf(core: string, before: string): string {
  const url = URL.exec(core);
  if (url) return urlOf(url);
  if (core.startsWith('/') && VERBS.has(before)) return pathOf(core);
  if (BEFORE_HOST.has(before) && /[.\d]/.test(core)) return '<host>';
  if (MONTH_OR_DAY.test(core)) return '<time>';
  const isPlain = !/\d/.test(core);
  for (const [name, looksSo] of CLASSES) {
    if (!looksSo.test(core)) continue;
    return name === '<n>' && isCode(core, before) ? core : name;
  }
  if (isPlain || TERM.test(core) || CODE.test(core)) return core;
  return idOf(core);
}

/** A number that says which problem it is: a status, a signal, the code of an exit. */
function isCode(core: string, before: string): boolean {
  if (BEFORE_STATUS.has(before)) return /^[45]\d\d$/.test(core);
  return NUMBERS_MATTER.has(before) && /^-?\d{1,5}$/.test(core);
}

/** `run_01JX…` is the id of a run, and `worker-7` one of several workers. */
function idOf(core: string): string {
  const kind = /^([a-z]{2,20})[-_:#@/](?=.{0,198}\d)/i.exec(core)?.[1];
  return kind ? `${kind}_<id>` : '<id>';
}

function urlOf([, scheme, authority, path]: string[]): string {
  const host = authority.replace(/^.*@/, '').replace(/:\d+$/, '');
  const shown = host === '' || /\d/.test(host) ? '<host>' : host;
  return `${scheme}${shown}${pathOf(path)}`;
}

/** A path of an API without what is another one each time. */
function pathOf(path: string): string {
  return path
    .replace(/[?#].*$/, '')
    .split('/')
    .map(part => (isFixed(part) ? part : '<id>'))
    .join('/');
}

function isFixed(part: string): boolean {
  return !/\d/.test(part)
    ? !/[%@:]/.test(part) && part.length <= 40
    : /^v\d{1,2}$/i.test(part);
}
