import type { Step } from 'backstage-plugin-workflow-runs-common';
import { stepIdOf, toneOf } from 'backstage-plugin-workflow-runs-common';
import {
  apart,
  cell,
  cutLine,
  type Line,
  lineWidth,
  span,
} from '../terminal/line';
import { oneLine, stepNote, timeTaken } from './facts';
import {
  actionHints,
  connectionSpans,
  footer,
  type Frame,
  framed,
  heading,
  innerWidth,
  type KeyHint,
  roomOf,
  windowOf,
} from './frame';
import { logRows } from './logRows';
import { runHead } from './runHead';
import {
  chosenStep,
  type MonitorState,
  runInHand,
  type RunState,
} from './state';
import { statusIcon, statusWord } from './words';

/** At least as many lines of the log are shown, where there is room for any. */
const LOG_ROWS = 4;
/** Title, and a blank line above it. */
const LOG_HEAD = 2;
/** Fewer rows than that are for the steps alone. */
const STEP_ROWS = 3;

/** One run: its head, its steps, and the end of its log. */
export function runView(state: MonitorState, frame: Frame): Line[] {
  const run = state.run!;
  const width = innerWidth(frame);
  const bottom = apart(
    footer(state, hintsOf(state), width - 16),
    connectionSpans(run.connection, frame.now),
    width,
  );
  if (!run.snapshot) {
    const text = run.problem ?? 'Loading the run …';
    return framed(
      [[span(text, run.problem ? 'failed' : 'quiet')]],
      bottom,
      frame,
    );
  }
  const head = [...runHead(run, width, frame.now), []];
  const left = roomOf(frame) - head.length;
  const rows = shareRows(run.snapshot.steps.length, left);
  return framed(
    [
      ...head,
      ...stepRows(state, { width, rows: rows.steps, now: frame.now }),
      ...logOf(run, width, rows.log),
    ],
    bottom,
    frame,
  );
}

function hintsOf(state: MonitorState): KeyHint[] {
  return [
    ['↵', 'open'],
    ...actionHints(runInHand(state)),
    ...(state.list ? [['esc', 'back'] as const] : []),
    ['↑↓', 'choose'],
    ['q', 'quit'],
  ];
}

/** How many rows steps and log get: all steps, as long as the log has a few lines. */
export function shareRows(
  steps: number,
  left: number,
): { steps: number; log: number } {
  const forSteps = left - LOG_HEAD - LOG_ROWS;
  if (forSteps < STEP_ROWS) return { steps: Math.max(0, left), log: 0 };
  const shown = Math.min(steps, forSteps);
  return { steps: shown, log: left - shown - LOG_HEAD };
}

function logOf(run: RunState, width: number, rows: number): Line[] {
  if (rows <= 0) return [];
  const lines = logRows(run.lines, { width, rows, withSource: true });
  return [
    [],
    heading('Log', width),
    ...(lines.length > 0 ? lines : [[span('No lines yet', 'quiet')] as Line]),
  ];
}

function stepRows(
  state: MonitorState,
  options: { width: number; rows: number; now: number },
): Line[] {
  const { rows } = options;
  const steps = state.run!.snapshot!.steps;
  if (steps.length === 0) return [[span('No steps yet', 'quiet')]];
  const chosen = chosenStep(state);
  const at = steps.findIndex(
    step => chosen && stepIdOf(step) === stepIdOf(chosen),
  );
  const start = windowOf(steps.length, at, rows);
  const shown = steps.slice(start, start + rows);
  const widths = widthsOf(steps, options.width);
  return shown.map((step, index) =>
    stepRow(step, {
      ...options,
      widths,
      isChosen: start + index === at,
      isMore:
        (index === 0 && start > 0) ||
        (index === rows - 1 && start + rows < steps.length),
    }),
  );
}

interface StepWidths {
  name: number;
  /** 0: there is no room for it. */
  note: number;
}

const STATUS = 11;
const TIME = 10;
/** The mark of the chosen step, and the sign of the status. */
const SIGNS = 4;
const GAP = 2;
const NOTE_GAP = 3;
/** A note of fewer cells says nothing. */
const LEAST_NOTE = 16;

function widthsOf(steps: readonly Step[], width: number): StepWidths {
  const fixed = SIGNS + GAP + STATUS + TIME;
  const longest = Math.max(
    ...steps.map(step => lineWidth([span(nameOf(step))])),
  );
  const name = Math.max(8, Math.min(longest, 40, width - fixed));
  const note = width - fixed - name - NOTE_GAP;
  return { name, note: note >= LEAST_NOTE ? note : 0 };
}

function nameOf(step: Step): string {
  return step.itemIndex < 0
    ? oneLine(step.name)
    : `  ${oneLine(step.name)} [${step.itemIndex}]`;
}

function stepRow(
  step: Step,
  options: {
    width: number;
    now: number;
    widths: StepWidths;
    isChosen: boolean;
    isMore: boolean;
  },
): Line {
  const { widths, isChosen, isMore, now } = options;
  const tone = toneOf(step.status);
  const isToCome = step.status === 'pending' || step.status === 'skipped';
  const look = isToCome ? 'quiet' : 'plain';
  const mark = isMore ? '┆ ' : '  ';
  return cutLine(
    [
      span(isChosen ? '› ' : mark, isChosen ? 'strong' : 'quiet'),
      span(`${statusIcon(step.status)} `, tone),
      cell(nameOf(step), widths.name, isChosen ? 'strong' : look),
      span(' '.repeat(GAP)),
      cell(statusWord(step.status), STATUS, tone),
      cell(timeTaken(step, now) ?? '', TIME, look, 'right'),
      ...(widths.note > 0
        ? [
            span(' '.repeat(NOTE_GAP)),
            ...cutLine(stepNote(step, now), widths.note),
          ]
        : []),
    ],
    options.width,
  );
}
