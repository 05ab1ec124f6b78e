import type { Connection, Run } from 'backstage-plugin-workflow-runs-common';
import { formatDuration } from 'backstage-plugin-workflow-runs-common';
import {
  apart,
  cutLine,
  type Line,
  lineWidth,
  type Look,
  span,
} from '../terminal/line';
import { oneLine } from './facts';
import type { MonitorAction, MonitorState } from './state';

/** How much room there is, and which moment it is. */
export interface Frame {
  /** In cells. */
  width: number;
  height: number;
  /** Epoch milliseconds. */
  now: number;
}

/** What a key does, for the line at the bottom. */
export type KeyHint = readonly [key: string, does: string];

const CONNECTIONS: Record<Connection['status'], readonly [string, Look]> = {
  connecting: ['Connecting', 'quiet'],
  live: ['Live', 'completed'],
  delayed: ['Delayed', 'waiting'],
  polling: ['Delayed', 'waiting'],
  reconnecting: ['Reconnecting', 'waiting'],
  disconnected: ['Disconnected', 'failed'],
  paused: ['Paused', 'quiet'],
  ended: ['Ended', 'quiet'],
};

/** How fresh what is shown is; where it is not, for how long nothing was heard. */
export function connectionSpans(
  { status, heardAt }: Connection,
  now: number,
): Line {
  const [word, look] = CONNECTIONS[status];
  const isLate = look === 'waiting' || look === 'failed';
  const age =
    isLate && heardAt !== null
      ? ` ${formatDuration(now - heardAt, 'live')}`
      : '';
  return [span(`● ${word}${age}`, look)];
}

/** The keys by which something is asked of a run, as far as it may be asked now. */
export function actionHints(run: Run | undefined): KeyHint[] {
  const hints: [MonitorAction, KeyHint][] = [
    // The same key: where both can be, a run that is paused goes on.
    can('resume') ? ['resume', ['p', 'resume']] : ['pause', ['p', 'pause']],
    ['cancel', ['c', 'cancel']],
    ['retry', ['r', 'retry']],
  ];
  return hints.filter(([action]) => can(action)).map(([, hint]) => hint);

  function can(action: MonitorAction): boolean {
    return run?.allowedActions[action]?.allowed ?? false;
  }
}

const CONFIRMATIONS: Record<MonitorAction, string> = {
  pause: 'Pause once its current steps have settled?',
  resume: 'Resume?',
  cancel: 'Cancel, and roll back what it did?',
  retry: 'Repeat what failed?',
};

/** The line at the bottom: a question, news, or else what keys do. */
export function footer(
  { view, question, notice }: MonitorState,
  hints: readonly KeyHint[],
  width: number,
): Line {
  if (question) {
    const { action, run } = question;
    // Of the one run that is open, everybody knows which it is.
    const which = view === 'list' ? oneLine(run.workflow.title) : '';
    return apart(
      [span(`${CONFIRMATIONS[action]} `, 'waiting'), span(which, 'quiet')],
      [span('y'), span(' yes  ', 'quiet'), span('n'), span(' no', 'quiet')],
      width,
    );
  }
  if (notice) return cutLine([span(notice.text, notice.look)], width);
  return hintsLine(hints, width);
}

/** As many as there is room for; how to leave is always among them. */
function hintsLine(hints: readonly KeyHint[], width: number): Line {
  const shown = hints.map(
    ([key, does]): Line => [span(key), span(` ${does}`, 'quiet')],
  );
  const last = shown.pop() ?? [];
  let line: Line = [];
  for (const hint of shown) {
    const longer = [...line, ...hint, span('   ')];
    if (lineWidth(longer) + lineWidth(last) > width) break;
    line = longer;
  }
  return [...line, ...last];
}

/** Fewer lines than that leave none blank. */
const CALM_HEIGHT = 16;

/** How many lines there are above the one at the bottom. */
export function roomOf({ height }: Frame): number {
  return Math.max(0, height - (height < CALM_HEIGHT ? 1 : 2));
}

/** Exactly as many lines as there are, the footer at the bottom, and a margin of one cell at the left. */
export function framed(
  body: readonly Line[],
  bottom: Line,
  frame: Frame,
): Line[] {
  const { width, height } = frame;
  const shown = body.slice(0, roomOf(frame));
  const blanks = Array.from<Line>({
    length: Math.max(0, height - 1 - shown.length),
  }).fill([]);
  return [...shown, ...blanks, bottom]
    .slice(0, height)
    .map(line =>
      line.length === 0 ? line : cutLine([span(' '), ...line], width),
    );
}

/** Within the margins. */
export function innerWidth({ width }: Frame): number {
  return Math.max(1, width - 2);
}

/** A title over what belongs together. */
export function heading(text: string, width: number): Line {
  const rule = '─'.repeat(Math.max(0, width - text.length - 1));
  return [span(`${text} `, 'strong'), span(rule, 'quiet')];
}

/** Which of many rows are shown: those around the chosen one. */
export function windowOf(count: number, chosen: number, rows: number): number {
  if (count <= rows) return 0;
  const middle = chosen - Math.floor(rows / 2);
  return Math.min(count - rows, Math.max(0, middle));
}
