import type { Run } from 'backstage-plugin-workflow-runs-common';
import { toneOf } from 'backstage-plugin-workflow-runs-common';
import { apart, cell, cutLine, flow, type Line, span } from '../terminal/line';
import { oneLine } from './facts';
import {
  actionHints,
  connectionSpans,
  footer,
  type Frame,
  framed,
  innerWidth,
  roomOf,
  windowOf,
} from './frame';
import { type Column, columnsFor, GAP, MARK } from './listColumns';
import { chosenRun, type ListState, type MonitorState } from './state';
import { statusWord } from './words';

/** The runs that a filter lets through, a row each. */
export function listView(state: MonitorState, frame: Frame): Line[] {
  const list = state.list!;
  const width = innerWidth(frame);
  const bottom = footer(
    state,
    [
      ['↵', 'open'],
      ...actionHints(chosenRun(state)),
      ['↑↓', 'choose'],
      ['q', 'quit'],
    ],
    width,
  );
  const top = apart(
    [
      span('Workflow runs', 'strong'),
      span(list.title && `  ${oneLine(list.title)}`, 'quiet'),
    ],
    connectionSpans(list.connection, frame.now),
    width,
  );
  const { runs } = list;
  if (!runs || runs.length === 0) {
    const text = runs ? 'No runs fit. New ones appear here.' : 'Loading …';
    return framed([top, [], [span(text, 'quiet')]], bottom, frame);
  }
  const columns = columnsFor(width);
  const head = [top, ...countsOf(list, width), [], titles(columns)];
  const rows = Math.max(1, roomOf(frame) - head.length);
  return framed(
    [...head, ...runRows(state, { columns, rows, now: frame.now })],
    bottom,
    frame,
  );
}

/** How many of the rows are in which status; those first that somebody may have to see to. */
function countsOf({ runs, hasMore }: ListState, width: number): Line[] {
  const order = [
    'failed',
    'waiting_human',
    'paused',
    'running',
    'canceling',
    'queued',
    'completed',
    'canceled',
  ];
  const counts = order.flatMap(status => {
    const count = runs!.filter(run => run.status === status).length;
    const text = `${count} ${statusWord(status).toLowerCase()}`;
    return count > 0 ? [[span(text, toneOf(status))] as Line] : [];
  });
  const scope: Line[] = hasMore
    ? [[span(`the newest ${runs!.length}`, 'quiet')]]
    : [];
  return flow([...counts, ...scope], width);
}

function titles(columns: readonly Column[]): Line {
  return [
    span(' '.repeat(MARK)),
    ...columns.flatMap(({ title, width, align }, index) => [
      ...(index > 0 ? [span(' '.repeat(GAP))] : []),
      cell(title, width, 'quiet', align),
    ]),
  ];
}

function runRows(
  state: MonitorState,
  options: { columns: readonly Column[]; rows: number; now: number },
): Line[] {
  const { columns, rows, now } = options;
  const runs = state.list!.runs!;
  const chosen = chosenRun(state);
  const at = runs.findIndex(run => run.id === chosen?.id);
  const start = windowOf(runs.length, at, rows);
  return runs
    .slice(start, start + rows)
    .map((run, index) => [
      span(start + index === at ? '› ' : '  ', 'strong'),
      ...columns.flatMap((column, place) => [
        ...(place > 0 ? [span(' '.repeat(GAP))] : []),
        ...inColumn(column, run, now),
      ]),
    ]);
}

function inColumn({ width, align, show }: Column, run: Run, now: number): Line {
  const line = cutLine(show(run, now), width);
  const text = line.map(each => each.text).join('');
  const blanks = span(cell(text, width).text.slice(text.length));
  return align === 'right' ? [blanks, ...line] : [...line, blanks];
}
