/**
 * JSON of which a terminal obeys nothing, with the same value: JSON escapes controls below U+0020, and neither those
 * above nor what turns the direction of text around.
 */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    // eslint-disable-next-line no-control-regex
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
