import { performance } from 'node:perf_hooks';
import { Span } from 'backstage-plugin-workflow-runs-node';
import { Detector } from './detectors';

/** A detector that was added may take this long for any text, and this much longer for each character. */
const PATIENCE_MS = 100;
const PATIENCE_MS_PER_CHARACTER = 0.002;
/** One that was too slow is not asked for so long: it would stop everything else. */
const REST_MS = 60_000;

const KIND = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * Asks detectors, and does not trust those that others have written: where one fails, all of the text
 * counts as found. It is said once for each detector, and never which text it was.
 */
export class DetectorGuard {
  readonly #restingUntil = new Map<string, number>();
  readonly #reported = new Set<string>();

  /**
   * @param options - `trusted`: ids of those that are known to be quick
   */
  constructor(
    private readonly options: {
      trusted: ReadonlySet<string>;
      onFailure: (message: string) => void;
      now: () => number;
    },
  ) {}

  detect(detector: Detector, text: string): Span[] {
    const { trusted, now } = this.options;
    const isTrusted = trusted.has(detector.id);
    if (!isTrusted && (this.#restingUntil.get(detector.id) ?? 0) > now()) {
      return closed(detector, text);
    }
    const before = isTrusted ? 0 : performance.now();
    try {
      const spans = detector.detect(text);
      if (isTrusted) return spans;
      const took = performance.now() - before;
      if (took > PATIENCE_MS + text.length * PATIENCE_MS_PER_CHARACTER) {
        this.#restingUntil.set(detector.id, now() + REST_MS);
        this.#report(detector, `took ${Math.round(took)} ms`);
        return closed(detector, text);
      }
      return spans.map(span => checked(span, text));
    } catch (error) {
      // Its message could quote the text.
      this.#report(detector, `failed (${nameOf(error)})`);
      return closed(detector, text);
    }
  }

  #report({ id }: Detector, what: string) {
    if (this.#reported.has(id)) return;
    this.#reported.add(id);
    this.options.onFailure(
      `Detector '${id}' ${what}: texts that it should look at are replaced as a whole`,
    );
  }
}

function closed({ id }: Detector, text: string): Span[] {
  return [
    { start: 0, end: text.length, kind: `unchecked_by_${id}`.slice(0, 40) },
  ];
}

function checked(span: Span, text: string): Span {
  const { start, end, kind } = span;
  const isInside =
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    start >= 0 &&
    start < end &&
    end <= text.length;
  if (!isInside || (kind !== undefined && !KIND.test(kind))) {
    throw new RangeError('A span that is none');
  }
  return span;
}

function nameOf(error: unknown): string {
  return error instanceof Error && /^\w{1,40}$/.test(error.name)
    ? error.name
    : typeof error;
}
