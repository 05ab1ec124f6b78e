import type { Connection } from 'backstage-plugin-workflow-runs-common/live';
import { formatDuration } from 'backstage-plugin-workflow-runs-common/wording';
import {
  apart,
  cutLine,
  type Line,
  lineWidth,
  type Look,
  span,
} from '../terminal/line';
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

const CONFIRMATIONS: Record<MonitorAction, string> = {
  pause: 'Pause once its current steps have settled?',
  resume: 'Resume?',
  cancel: 'Cancel, and roll back what it did?',
  retry: 'Repeat what failed?',
};

/** The line at the bottom: a question, news, or else what keys do. */
export function footer(
  { question, notice }: MonitorState,
  hints: readonly KeyHint[],
  width: number,
): Line {
  if (question) {
    const { action, run } = question;
    return apart(
      [
        span(`${CONFIRMATIONS[action]} `, 'waiting'),
        span(run.workflow.title, 'quiet'),
      ],
      [span('y'), span(' yes  ', 'quiet'), span('n'), span(' no', 'quiet')],
      width,
    );
  }
  if (notice) return cutLine([span(notice.text, notice.look)], width);
  const shown = hints.map(([key, does]) => [
    span(key),
    span(` ${does}`, 'quiet'),
  ]);
  let line: Line = [];
  for (const hint of shown) {
    const longer = line.length > 0 ? [...line, span('   '), ...hint] : hint;
    if (lineWidth(longer) > width) break;
    line = longer;
  }
  return line;
}

/** Exactly as many lines as there is room for, the footer at the bottom, and a margin of one cell at the left. */
export function framed(
  body: readonly Line[],
  bottom: Line,
  { width, height }: Frame,
): Line[] {
  const room = Math.max(0, height - 1);
  const shown = body.slice(0, room);
  const blanks = Array.from<Line>({ length: room - shown.length }).fill([]);
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
