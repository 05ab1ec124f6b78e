import { RunTrace, TraceOmission } from 'backstage-plugin-workflow-runs-common';

/** Parts of a trace that may be of any size. */
export type TracePartName = Exclude<
  keyof RunTrace,
  'schema' | 'exportedAt' | 'run' | 'states' | 'omitted'
>;

/** What a trace is written from; parts that are `omitted` have no pages. */
export interface TraceSource {
  head: Pick<RunTrace, 'schema' | 'exportedAt' | 'run' | 'states'>;
  parts: [name: TracePartName, pages: AsyncIterable<unknown[]>][];
  omitted: TraceOmission[];
}

/**
 * The JSON of a trace, page by page, so that no part of it ever stands in memory as a whole.
 *
 * @param room - characters that it may have, roughly; a part that would have more ends early, and is
 *   named among what is omitted
 */
export async function* traceText(
  { head, parts, omitted }: TraceSource,
  room: number = Infinity,
): AsyncGenerator<string, void, void> {
  const left = { room, omitted: [...omitted] };
  const beginning = JSON.stringify(head);
  yield beginning.slice(0, -1);
  left.room -= beginning.length;
  for (const [name, pages] of parts) {
    yield `,\n"${name}":[`;
    yield* partText(name, pages, left);
    yield ']';
  }
  yield `,\n"omitted":${JSON.stringify(left.omitted)}}\n`;
}

async function* partText(
  name: TracePartName,
  pages: AsyncIterable<unknown[]>,
  left: { room: number; omitted: TraceOmission[] },
): AsyncGenerator<string, void, void> {
  let separator = '\n';
  for await (const page of pages) {
    if (page.length === 0) continue;
    const text = page.map(item => JSON.stringify(item)).join(',\n');
    if (text.length > left.room) {
      left.omitted.push({
        part: name,
        reason: 'The rest would be too much here: export the run as JSON',
      });
      return;
    }
    left.room -= text.length;
    yield `${separator}${text}`;
    separator = ',\n';
  }
}
