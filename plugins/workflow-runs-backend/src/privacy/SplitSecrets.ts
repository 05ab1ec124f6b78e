import { redacted } from './marks';
import { Redactor } from './Redactor';

/** Characters of what was said before that are looked at together with what is said next. */
const TAIL = 4_096;
/** Characters that are looked at together at most. */
const WINDOW = 256 * 1_024;

/**
 * Finds secrets that were split over several lines of one speaker: output of programs is logged in the
 * pieces in which it comes. What was written already is written; of a secret that began there, the rest is
 * taken out.
 */
export class SplitSecrets {
  #tail = '';

  /** The next lines without what is a secret only together with other lines. */
  next(lines: readonly string[], redactor: Redactor): string[] {
    const clean: string[] = [];
    for (let from = 0; from < lines.length; ) {
      let to = from;
      let length = 0;
      while (to < lines.length && (to === from || length < WINDOW)) {
        length += lines[to].length;
        to += 1;
      }
      clean.push(...this.#window(lines.slice(from, to), redactor));
      from = to;
    }
    return clean;
  }

  #window(lines: readonly string[], redactor: Redactor): string[] {
    const before = this.#tail;
    const whole = before + lines.join('');
    this.#tail = whole.slice(-TAIL);
    const spans = redactor.secrets(whole);
    if (spans.length === 0) return [...lines];
    let start = before.length;
    let next = 0;
    return lines.map(line => {
      const end = start + line.length;
      const own = redactor.secrets(line);
      const pieces = [];
      while (spans[next] && spans[next].end <= start) next += 1;
      for (let at = next; spans[at] && spans[at].start < end; at += 1) {
        const piece = {
          start: Math.max(0, spans[at].start - start),
          end: Math.min(line.length, spans[at].end - start),
          kind: spans[at].kind,
        };
        const isOwn = own.some(
          each => each.start <= piece.start && each.end >= piece.end,
        );
        if (!isOwn) pieces.push(piece);
      }
      start = end;
      return pieces.reduceRight(
        (rest, piece) =>
          rest.slice(0, piece.start) +
          redacted(piece.kind) +
          rest.slice(piece.end),
        line,
      );
    });
  }
}
