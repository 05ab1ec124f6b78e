import { NOTEBOOK_CODE } from './notebookCode';
import { TraceSource, traceText } from './traceText';

/** Characters of a trace that a notebook holds: more, and editors of notebooks stand still. */
export const MAX_TRACE = 8_000_000;

const METADATA = {
  metadata: {
    kernelspec: {
      display_name: 'Python 3',
      language: 'python',
      name: 'python3',
    },
    language_info: { name: 'python', file_extension: '.py' },
  },
  nbformat: 4,
  nbformat_minor: 5,
};

/**
 * A Jupyter notebook of format 4.5: the story of a run, its trace as data, and Python that reads it. It
 * is written as the trace comes. Nothing in it gives access to anything.
 */
export async function* notebookText(
  story: string,
  trace: TraceSource,
  room: number = MAX_TRACE,
): AsyncGenerator<string, void, void> {
  yield `{"cells":[\n${JSON.stringify(markdownCell('story', story))}`;
  yield* traceCell(traceText(trace, room));
  for (const { id, title, source } of NOTEBOOK_CODE) {
    yield `,\n${JSON.stringify(markdownCell(`${id}-title`, `## ${title}`))}`;
    yield `,\n${JSON.stringify(codeCell(id, source))}`;
  }
  yield `\n],${JSON.stringify(METADATA).slice(1)}\n`;
}

function markdownCell(id: string, source: string) {
  return { id, cell_type: 'markdown', metadata: {}, source };
}

function codeCell(id: string, source: string) {
  return {
    id,
    cell_type: 'code',
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  };
}

/**
 * The trace as lines of Python: each is a text in a list. What JSON writes for a text is what Python
 * reads as the same text, so it is escaped once for Python, and once more for the notebook.
 */
async function* traceCell(
  chunks: AsyncIterable<string>,
): AsyncGenerator<string, void, void> {
  const { source: _, ...cell } = codeCell('trace', '');
  const hidden = { ...cell, metadata: { jupyter: { source_hidden: true } } };
  yield `,\n${JSON.stringify(hidden).slice(0, -1)},"source":[\n`;
  yield JSON.stringify('import json\n\nTRACE = json.loads("".join([\n');
  for await (const chunk of chunks)
    yield `,\n${JSON.stringify(`    ${JSON.stringify(chunk)},\n`)}`;
  yield `,\n${JSON.stringify(']))')}]}`;
}
