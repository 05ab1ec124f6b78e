const KINDS: [kind: string, name: RegExp][] = [
  ['password', /pass(word|wd|phrase)s?$|^pwd$/i],
  ['token', /(^|[-_.a-z])token$|^jwt$|^bearer$/i],
  ['secret', /secret(s)?$|^credentials?$/i],
  ['key', /(api|access|private|encryption|signing|account)[-_]?keys?$/i],
  ['authorization', /^(proxy-)?authorization$/i],
  ['cookie', /^(set-)?cookie$/i],
  ['connection', /connection[-_]?string$|^dsn$/i],
];

const known = new Map<string, string | undefined>();
const MAX_KNOWN = 10_000;

/** What the value of a key is whose name is that of a secret. Keys are few, and come again and again. */
export function secretKind(key: string): string | undefined {
  if (known.has(key)) return known.get(key);
  const kind = KINDS.find(([, name]) => name.test(key))?.[0];
  if (known.size >= MAX_KNOWN) known.clear();
  if (key.length <= 128) known.set(key, kind);
  return kind;
}
