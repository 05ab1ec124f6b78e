/** What a JSON string says with a backslash: a sign, or what only separates words. */
const ESCAPE = /\\(?:u([0-9a-f]{4})|(.))/gi;

/**
 * What can be searched in a stored payload: its keys and values, in their order.
 *
 * @param content - JSON; of one that was cut, a string that holds its beginning
 */
export function payloadText(content: string, truncated: boolean): string {
  const value: unknown = JSON.parse(content);
  if (!truncated) return [...textsOf(value)].join(' ');
  return String(value).replace(ESCAPE, (_, code, sign) => {
    if (code) return String.fromCharCode(parseInt(code, 16));
    return /["\\/]/.test(sign) ? sign : ' ';
  });
}

function* textsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* textsOf(item);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, held] of Object.entries(value)) {
      yield key;
      yield* textsOf(held);
    }
  } else if (value !== null) {
    yield String(value);
  }
}
