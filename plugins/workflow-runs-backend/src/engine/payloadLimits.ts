/** How large a run may be made, by people and by handlers. Sizes are bytes of UTF-8. */
export interface PayloadLimits {
  /** An input, an output or a report, as JSON. Files belong into artifacts. */
  payloadBytes: number;
  artifactBytes: number;
  /** One log line with its fields; what is longer is cut. */
  logLineBytes: number;
  /** Lines of one attempt; what comes after them is dropped. */
  logLinesPerAttempt: number;
  /** The message of a progress; what is longer is cut. */
  progressBytes: number;
}

const KIB = 1024;

/** What a backend without configuration uses. */
export const DEFAULT_PAYLOAD_LIMITS: PayloadLimits = {
  payloadBytes: 1_024 * KIB,
  artifactBytes: 50 * 1_024 * KIB,
  logLineBytes: 16_000,
  logLinesPerAttempt: 10_000,
  progressBytes: 500,
};

/** The most that a configuration may allow: what the tables, and one transaction, can take. */
export const MAX_PAYLOAD_LIMITS: PayloadLimits = {
  payloadBytes: 8 * 1_024 * KIB,
  artifactBytes: 512 * 1_024 * KIB,
  logLineBytes: 16_000,
  logLinesPerAttempt: 10_000,
  progressBytes: 500,
};

/**
 * Says that something is too large, where it is.
 *
 * @returns the field, the limit by its name in the configuration, and the size
 */
export function tooLarge(
  field: string,
  bytes: number,
  limits: PayloadLimits,
  limit: 'payloadBytes' | 'artifactBytes',
): string | undefined {
  if (bytes <= limits[limit]) return undefined;
  return `${field} has ${bytes} bytes, and workflowRuns.limits.${limit} allows ${limits[limit]}`;
}

/** A text that fits, with a mark where it was cut: between characters, never in the middle of one. */
export function cutTo(text: string, limit: number): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= limit) return text;
  const mark = ` … [cut: it has ${bytes} bytes]`;
  const kept = Buffer.from(text.slice(0, limit))
    .subarray(0, Math.max(0, limit - Buffer.byteLength(mark)))
    .toString()
    .replace(/\uFFFD+$/, '');
  return `${kept}${mark}`;
}
