import type { Run } from 'backstage-plugin-workflow-runs-common';
import {
  formatDuration,
  shortenId,
  toneOf,
} from 'backstage-plugin-workflow-runs-common';
import { type Line, span } from '../terminal/line';
import { oneLine, shareBar, timeTaken } from './facts';
import { statusIcon, statusWord } from './words';

/** What of a run is shown under a title. */
export interface Column {
  title: string;
  width: number;
  align?: 'right';
  show(run: Run, now: number): Line;
}

/** Between two columns. */
export const GAP = 2;
/** The mark of the chosen row. */
export const MARK = 2;

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

/** What there is room for, from that many cells on. The workflow comes second, and has what is left. */
const LAYOUTS: readonly (readonly [
  from: number,
  columns: readonly Column[],
])[] = [
  [120, [status, id, environment, progress, step, started, time]],
  [90, [status, id, progress, started, time]],
  [70, [status, id, percent, started, time]],
  [60, [status, percent, started, time]],
  [0, [status, percent, time]],
];

/** The columns that fit. */
export function columnsFor(width: number): Column[] {
  const [, [first, ...others]] = LAYOUTS.find(([from]) => width >= from)!;
  const fixed = [first, ...others];
  const taken = fixed.reduce((sum, each) => sum + each.width + GAP, MARK);
  const workflow: Column = {
    title: 'WORKFLOW',
    width: Math.max(8, width - taken),
    show: run => [span(oneLine(run.workflow.title))],
  };
  return [first, workflow, ...others];
}

function percentOf(run: Run): string {
  const { totalSteps, percentage } = run.progress;
  return totalSteps === 0 ? '–' : `${percentage} %`;
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
