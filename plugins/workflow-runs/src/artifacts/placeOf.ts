/** A place on the web. */
export interface WebPlace {
  href: string;
  host: string;
}

/**
 * Where a browser may be led to by an address that an engine has told: http and https alone. What scripts, or files of
 * the reader's machine, would do is not for an engine to say.
 */
export function placeOf(url: string): WebPlace | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href, host, username, password } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && !username && !password ? { href, host } : undefined;
}
