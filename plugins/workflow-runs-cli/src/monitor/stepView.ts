import type { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import {
  stepIdOf,
  toneOf,
  wordsOf,
} from 'backstage-plugin-workflow-runs-common';
import {
  apart,
  cell,
  cutLine,
  flow,
  type Line,
  span,
  wrapText,
} from '../terminal/line';
import { oneLine, statusSpan, stepNote, timeTaken } from './facts';
import {
  connectionSpans,
  footer,
  type Frame,
  framed,
  heading,
  innerWidth,
  roomOf,
} from './frame';
import { logRows } from './logRows';
import { chosenStep, type MonitorState } from './state';
import { statusIcon, statusWord, timeOrDay } from './words';

/** Older attempts than these are left out where a step has many. */
const MOST_ATTEMPTS = 8;

/** One step: what it does, its attempts, and its own lines of the log. */
export function stepView(state: MonitorState, frame: Frame): Line[] {
  const step = chosenStep(state)!;
  const { snapshot, lines, connection } = state.run!;
  const width = innerWidth(frame);
  const id = stepIdOf(step);
  const attempts = snapshot!.attempts.filter(each => stepIdOf(each) === id);
  const above = [
    ...stepHead(step, width, frame.now),
    ...attemptRows(attempts, width, frame.now),
    [],
    heading('Log', width),
  ];
  const log = logRows(
    lines.filter(
      ({ stepKey, itemIndex }) =>
        stepKey !== null && stepIdOf({ stepKey, itemIndex }) === id,
    ),
    {
      width,
      rows: roomOf(frame) - above.length,
      withSource: false,
    },
  );
  return framed(
    [
      ...above,
      ...(log.length > 0 ? log : [[span('No lines of this step', 'quiet')]]),
    ] as Line[],
    apart(
      footer(
        state,
        [
          ['esc', 'back to the run'],
          ['q', 'quit'],
        ],
        width - 16,
      ),
      connectionSpans(connection, frame.now),
      width,
    ),
    frame,
  );
}

function stepHead(step: Step, width: number, now: number): Line[] {
  const quiet = (text: string): Line => [span(oneLine(text), 'quiet')];
  const taken = timeTaken(step, now);
  const note = stepNote(step, now);
  return [
    apart(
      [
        span(oneLine(step.name), 'strong'),
        span(`  ${stepIdOf(step)}`, 'quiet'),
      ],
      [statusSpan(step.status)],
      width,
    ),
    ...flow(
      [
        quiet(`step ${step.stepNumber}`),
        quiet(wordsOf(step.type).toLowerCase()),
        ...(step.handler ? [quiet(step.handler)] : []),
        ...(step.dependsOn.length > 0
          ? [quiet(`after ${step.dependsOn.join(', ')}`)]
          : []),
      ],
      width,
    ),
    ...(taken ? [[], [span(taken)] as Line] : []),
    ...(note.length > 0 && !step.error ? [[], cutLine(note, width)] : []),
    ...(step.error
      ? [
          [],
          ...wrapText(oneLine(`✗ ${step.error.message}`), {
            width,
            most: 3,
            look: 'failed',
          }),
        ]
      : []),
  ];
}

function attemptRows(
  attempts: readonly Attempt[],
  width: number,
  now: number,
): Line[] {
  if (attempts.length === 0) return [];
  return [
    [],
    heading('Attempts', width),
    ...attempts
      .slice(-MOST_ATTEMPTS)
      .map(attempt =>
        cutLine(
          [
            cell(String(attempt.number), 3, 'quiet', 'right'),
            span(` ${statusIcon(attempt.status)} `, toneOf(attempt.status)),
            cell(statusWord(attempt.status), 11, toneOf(attempt.status)),
            cell(timeTaken(attempt, now) ?? '', 9, 'plain', 'right'),
            span(`   ${timeOrDay(attempt.startedAt, now)}`, 'quiet'),
            ...(attempt.expected === false
              ? [span('  unexpected', 'waiting')]
              : []),
            ...(attempt.error
              ? [span(`   ${oneLine(attempt.error.message)}`, 'failed')]
              : []),
          ],
          width,
        ),
      ),
  ];
}
