import { Json } from 'backstage-plugin-workflow-runs-common';

/**
 * Takes out of values what must not be stored. The recorder passes everything through one before
 * it opens a transaction, so nothing that was not looked at reaches a table, a stream or a log.
 */
export interface Redactor {
  json(value: Json): Json;
  text(text: string): string;
}

/** Knows more that must not be stored, such as secrets that were handed out. */
export type TextRedactor = Pick<Redactor, 'text'>;

/** What stands in place of a value; the kind says what it was. */
export const redacted = (kind: string) => `[redacted:${kind}]`;

const SECRET_KINDS: [kind: string, name: RegExp][] = [
  ['password', /pass(word|wd|phrase)s?$|^pwd$/i],
  ['token', /(^|[-_.a-z])token$|^jwt$|^bearer$/i],
  ['secret', /secret(s)?$|^credentials?$/i],
  ['key', /(api|access|private|encryption|signing|account)[-_]?keys?$/i],
  ['authorization', /^(proxy-)?authorization$/i],
  ['cookie', /^(set-)?cookie$/i],
  ['connection', /connection[-_]?string$|^dsn$/i],
];

/*
 * Names of secrets in running text: `password=…`, `Authorization: Bearer …`, `https://user:pass@`.
 * Texts have up to a megabyte, so none of these looks again at what it has passed: a name is found
 * by its end, whatever stands before it.
 */

/** Also in JSON, and in JSON that stands in a string. */
const ASSIGNMENT =
  /(password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key)(\\{0,3}["']?\s{0,20}[:=]\s{0,20})(\\{1,3}"[^"\\]*|\\{1,3}'[^'\\]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&"'}\])]+)/gi;
/** A token that stands alone is told from a word by a digit or by its length. */
const AUTHORIZATION =
  /\b(authorization\\{0,3}["']?\s{0,20}[:=]\s{0,20}\\{0,3}["']?|(?=bearer\s{1,20}(?:[\w.~+/=-]{0,15}\d|[\w.~+/=-]{16})))((?:bearer|basic)\s{1,20})[\w.~+/=-]+/gi;
const URL_CREDENTIALS = /([a-z0-9]:\/\/[^\s/:@]{0,500}):[^\s/@]{1,500}@/gi;

/**
 * The first policy: values whose key is named like a secret, at any depth, and the same names in
 * text. Field policies and detectors come beside it, behind the same interface.
 */
export class SecretNameRedactor implements Redactor {
  /** @param others - they come first, for they know values and need no names */
  constructor(private readonly others: readonly TextRedactor[] = []) {}

  json(value: Json): Json {
    return this.#visit(value, undefined);
  }

  text(text: string): string {
    return this.others
      .reduce((rest, other) => other.text(rest), cleanText(text))
      .replace(
        URL_CREDENTIALS,
        (_, before) => `${before}:${redacted('password')}@`,
      )
      .replace(
        AUTHORIZATION,
        (_, name, scheme) => `${name}${scheme}${redacted('token')}`,
      )
      .replace(ASSIGNMENT, (match, name, sign, value: string) => {
        if (value.startsWith('[redacted:')) return match;
        return `${name}${sign}${redacted(secretKind(name) ?? 'secret')}`;
      });
  }

  #visit(value: Json, kind: string | undefined): Json {
    if (value === null) return null;
    if (kind !== undefined && value !== '') return redacted(kind);
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value))
      return value.map(item => this.#visit(item, undefined));
    if (typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        this.text(key),
        this.#visit(item, secretKind(key)),
      ]),
    );
  }
}

function secretKind(key: string): string | undefined {
  return SECRET_KINDS.find(([, name]) => name.test(key))?.[0];
}

/** What both databases can store: no NUL, which PostgreSQL refuses, and no half of a surrogate pair. */
export function cleanText(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
