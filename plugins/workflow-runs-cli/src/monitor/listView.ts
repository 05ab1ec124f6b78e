import type { Run } from 'backstage-plugin-workflow-runs-common';
import {
  formatDuration,
  shortenId,
  toneOf,
} from 'backstage-plugin-workflow-runs-common/wording';
import { apart, cell, cutLine, flow, type Line, span } from '../terminal/line';
import { oneLine, shareBar, timeTaken } from './facts';
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
import { chosenRun, type ListState, type MonitorState } from './state';
import { statusIcon, statusWord } from './words';

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

interface Column {
  title: string;
  width: number;
  align?: 'right';
  show(run: Run, now: number): Line;
}

const GAP = 2;
/** The mark of the chosen row. */
const MARK = 2;

function columnsFor(width: number): Column[] {
  const status: Column = {
    title: 'STATUS',
    width: 11,
    show: ({ status: of }) => [
      span(`${statusIcon(of)} ${statusWord(of)}`, toneOf(of)),
    ],
  };
  const id: Column = {
    title: 'RUN',
    width: 13,
    show: run => [span(shortenId(run.id), 'quiet')],
  };
  const environment: Column = {
    title: 'ENV',
    width: 8,
    show: run => [span(oneLine(run.environment), 'quiet')],
  };
  const percent: Column = {
    title: 'DONE',
    width: 5,
    align: 'right',
    show: run => [span(percentOf(run))],
  };
  const progress: Column = {
    title: 'PROGRESS',
    width: 18,
    show: run => [
      ...shareBar(run.progress.percentage / 100, 10, toneOf(run.status)),
      span(percentOf(run).padStart(7)),
    ],
  };
  const step: Column = {
    title: 'STEP',
    width: 26,
    show: run => [
      span(whatOf(run), run.status === 'failed' ? 'failed' : 'quiet'),
    ],
  };
  const started: Column = {
    title: 'QUEUED',
    width: 8,
    align: 'right',
    show: (run, now) => [span(ageOf(run.queuedAt, now), 'quiet')],
  };
  const time: Column = {
    title: 'TIME',
    width: 9,
    align: 'right',
    show: (run, now) => [span(timeTaken(run, now) ?? '')],
  };
  const chosen =
    width >= 120
      ? [status, id, environment, progress, step, started, time]
      : width >= 90
      ? [status, id, progress, started, time]
      : width >= 70
      ? [status, id, percent, started, time]
      : width >= 60
      ? [status, percent, started, time]
      : [status, percent, time];
  const taken = chosen.reduce((sum, each) => sum + each.width + GAP, MARK);
  const workflow: Column = {
    title: 'WORKFLOW',
    width: Math.max(8, width - taken),
    show: run => [span(oneLine(run.workflow.title))],
  };
  return [chosen[0], workflow, ...chosen.slice(1)];
}

function percentOf({ progress }: Run): string {
  return progress.totalSteps === 0 ? '–' : `${progress.percentage} %`;
}

function whatOf(run: Run): string {
  if (run.status === 'failed' && run.error) return oneLine(run.error.message);
  const [first, ...others] = run.currentSteps;
  if (!first) return '';
  const more = others.length > 0 ? ` +${others.length}` : '';
  return `${oneLine(first.name)}${more}`;
}

/** `12 s`, `4 m`: how long ago, in its largest unit. */
function ageOf(iso: string, now: number): string {
  return formatDuration(now - Date.parse(iso), 'coarse');
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
