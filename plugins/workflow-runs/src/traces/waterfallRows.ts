import { TraceSpan } from 'backstage-plugin-workflow-runs-common';

/** A span where it is drawn. */
export interface WaterfallRow {
  span: TraceSpan;
  /** How many of its ancestors are drawn. */
  depth: number;
  /** Where its bar begins and how long it is, as parts of the whole: 0 to 1. */
  offset: number;
  width: number;
}

/**
 * Spans as a tree, each below the one that it is a child of, in the order in which they started. What has a
 * parent that is not known stands on its own. Nanoseconds stay whole until they are parts of the whole.
 */
export function waterfallOf(spans: readonly TraceSpan[]): WaterfallRow[] {
  if (spans.length === 0) return [];
  const known = new Set(spans.map(({ id }) => id));
  const children = new Map<string | null, TraceSpan[]>();
  for (const span of spans) {
    const hasParent =
      span.parentId !== null &&
      span.parentId !== span.id &&
      known.has(span.parentId);
    const parent = hasParent ? span.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const scale = scaleOf(spans);
  const rows: WaterfallRow[] = [];
  const drawn = new Set<TraceSpan>();
  const draw = (roots: readonly TraceSpan[]) => {
    const open = roots.map(span => ({ span, depth: 0 })).reverse();
    for (let next = open.pop(); next; next = open.pop()) {
      const { span, depth } = next;
      if (drawn.has(span)) continue;
      drawn.add(span);
      rows.push({ span, depth, ...scale(span) });
      const below = children.get(span.id) ?? [];
      open.push(
        ...below.map(each => ({ span: each, depth: depth + 1 })).reverse(),
      );
    }
  };
  draw(children.get(null) ?? []);
  // Spans that are each other's ancestors have no root.
  draw(spans.filter(span => !drawn.has(span)));
  return rows;
}

function scaleOf(spans: readonly TraceSpan[]) {
  let start = BigInt(spans[0].startNs);
  let end = start;
  for (const span of spans) {
    const from = BigInt(span.startNs);
    const to = from + BigInt(span.durationNs);
    if (from < start) start = from;
    if (to > end) end = to;
  }
  const whole = Number(end - start) || 1;
  return (span: TraceSpan) => ({
    offset: Number(BigInt(span.startNs) - start) / whole,
    width: Number(span.durationNs) / whole,
  });
}

/** How long a span took: `87 µs`, `12.4 ms`, `3.21 s`. */
export function formatSpanDuration(durationNs: string): string {
  const microseconds = Number(BigInt(durationNs) / 1_000n);
  if (microseconds < 1_000) return `${microseconds} µs`;
  if (microseconds < 1_000_000)
    return `${Math.round(microseconds / 100) / 10} ms`;
  return `${(microseconds / 1_000_000).toFixed(2)} s`;
}
