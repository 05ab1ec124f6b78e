/** Where the business events of one system are shown. */
export interface BusinessEventRule {
  /** What their ids begin with. */
  prefix: string;
  /** `{id}` stands for the whole id, `{rest}` for what follows the prefix. */
  url: string;
}

/** Tells where a business event is shown; null where nobody has said. */
export type BusinessEventLinks = (id: string | null) => string | null;

const PLACEHOLDERS = /\{(id|rest)\}/g;

/** Of several prefixes that fit an id, the longest says most. */
export function businessEventLinks(
  rules: readonly BusinessEventRule[],
): BusinessEventLinks {
  const byLength = [...rules].sort((a, b) => b.prefix.length - a.prefix.length);
  return id => {
    if (id === null) return null;
    const rule = byLength.find(({ prefix }) => id.startsWith(prefix));
    if (!rule) return null;
    const parts = { id, rest: id.slice(rule.prefix.length) };
    // At once, so that an id that looks like a placeholder is none.
    return rule.url.replace(PLACEHOLDERS, (_, name: keyof typeof parts) =>
      encodeURIComponent(parts[name].replace(/\p{Surrogate}/gu, '\ufffd')),
    );
  };
}

/**
 * Why a URL cannot be a link to a business event; undefined where it can. The host must be fixed, or
 * whoever names an event says where a click leads.
 */
export function problemOfUrl(url: string): string | undefined {
  if (/^[^/]*\/\/[^/?#]*\{/.test(url)) {
    return 'must have no placeholder in its host';
  }
  if (!URL.canParse(url)) return 'must be an absolute URL';
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    return 'must be an http or https URL';
  }
  const unknown = /\{(?!id\}|rest\})[^{}]*\}?/.exec(url);
  return unknown
    ? `has no placeholder ${unknown[0]}: there are {id} and {rest}`
    : undefined;
}
