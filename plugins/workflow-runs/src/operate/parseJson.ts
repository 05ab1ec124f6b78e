import { Json } from 'backstage-plugin-workflow-runs-common';

/** What somebody has typed, as a value, or what is wrong with it. */
export type ParsedJson =
  | { ok: true; value: Json }
  | { ok: false; message: string };

/** Parses JSON; nothing typed is null. */
export function parseJson(text: string): ParsedJson {
  if (text.trim() === '') return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}

/** Parses a JSON object; nothing typed is an empty one, and anything else is refused. */
export function parseJsonObject(
  text: string,
): { ok: true; value: Record<string, Json> } | { ok: false; message?: string } {
  if (text.trim() === '') return { ok: true, value: {} };
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? { ok: true, value }
    : { ok: false };
}
