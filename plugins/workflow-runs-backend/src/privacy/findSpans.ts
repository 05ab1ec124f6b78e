import { Span } from 'backstage-plugin-workflow-runs-node';
import { DetectorRule } from './compilePolicies';
import { DetectorGuard } from './DetectorGuard';
import { Mark, marksIn } from './marks';
import { Has } from './shapeOf';

/** A piece of a text that is to be treated, and on whose word. */
export interface FoundSpan {
  start: number;
  end: number;
  kind: string;
  rule: DetectorRule;
}

/** What is found in a text: pieces that do not overlap, in their order. */
export function findSpans(
  text: string,
  shape: number,
  rules: readonly DetectorRule[],
  guard: DetectorGuard,
): FoundSpan[] {
  let found: FoundSpan[] | undefined;
  for (const rule of rules) {
    const { detector } = rule;
    const { needs = 0 } = detector;
    if ((shape & needs) !== needs) continue;
    const spans = guard.detect(detector, text);
    if (spans.length === 0) continue;
    found ??= [];
    for (const span of spans) found.push(toFound(span, rule));
  }
  if (!found) return [];
  const fresh = shape & Has.bracket ? outsideMarks(found, text) : found;
  if (fresh.length < 2) return fresh;
  const treated = merged(fresh.filter(span => !isKept(span)));
  const kept = fresh.filter(isKept);
  return kept.length > 0 ? withKept(treated, kept) : treated;
}

function isKept({ rule }: FoundSpan): boolean {
  return rule.treatment === 'keep';
}

/** What is kept is told of, but only where nothing else is found. */
function withKept(treated: FoundSpan[], kept: FoundSpan[]): FoundSpan[] {
  const all = [...treated];
  for (const span of kept) {
    const isFree = all.every(
      ({ start, end }) => span.end <= start || span.start >= end,
    );
    if (isFree) all.push(span);
  }
  return all.sort((a, b) => a.start - b.start);
}

function toFound({ start, end, kind }: Span, rule: DetectorRule): FoundSpan {
  return { start, end, kind: kind ?? rule.detector.id, rule };
}

/** What has been treated already stays as it is, also where it looks like more. */
function outsideMarks(found: FoundSpan[], text: string): FoundSpan[] {
  const marks = marksIn(text);
  if (marks.length === 0) return found;
  return found.flatMap(span => {
    let { start, end } = span;
    for (let mark = markAt(marks, start); mark; mark = markAt(marks, start)) {
      start = mark.end;
    }
    for (
      let mark = markAt(marks, end - 1);
      mark;
      mark = markAt(marks, end - 1)
    ) {
      end = mark.start;
    }
    return start < end ? [{ ...span, start, end }] : [];
  });
}

/** The mark that a character is part of; marks are in their order. */
function markAt(marks: readonly Mark[], at: number): Mark | undefined {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle].end <= at) low = middle + 1;
    else high = middle;
  }
  return marks[low]?.start <= at ? marks[low] : undefined;
}

/** Pieces that overlap become one: of a secret where one of them is, else of the longer one. */
function merged(found: FoundSpan[]): FoundSpan[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const apart: FoundSpan[] = [];
  for (const span of found) {
    const last = apart[apart.length - 1];
    if (!last || span.start >= last.end) {
      apart.push(span);
      continue;
    }
    const { kind, rule } = weightOf(span) > weightOf(last) ? span : last;
    const end = Math.max(last.end, span.end);
    apart[apart.length - 1] = { start: last.start, end, kind, rule };
  }
  return apart;
}

function weightOf({ start, end, rule }: FoundSpan): number {
  return end - start + (rule.detector.isSecret ? 1e9 : 0);
}
