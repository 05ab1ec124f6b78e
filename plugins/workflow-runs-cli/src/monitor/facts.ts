import type {
  Attempt,
  Forecast,
  Run,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import {
  formatDuration,
  hasEnded,
  type Segment,
  slaWords,
  toneOf,
  wordsOf,
} from 'backstage-plugin-workflow-runs-common';
import { withoutControls } from '../output/withoutControls';
import { type Line, type Look, type Span, span } from '../terminal/line';
import { statusIcon, statusWord, timeOrDay } from './words';

/** What a server says, as one line that obeys nobody. */
export function oneLine(text: string): string {
  return withoutControls(text).replace(/\s+/g, ' ').trim();
}

/** Sign and word of a status, in its colour. */
export function statusSpan(status: string): Span {
  return span(`${statusIcon(status)} ${statusWord(status)}`, toneOf(status));
}

/** How long something has taken, or takes by now; undefined where it has not begun. */
export function timeTaken(
  {
    startedAt,
    completedAt,
    durationMs,
  }: Pick<Run | Step | Attempt, 'startedAt' | 'completedAt' | 'durationMs'>,
  now: number,
): string | undefined {
  if (durationMs !== null) return formatDuration(durationMs);
  if (!startedAt) return undefined;
  const end = completedAt ? Date.parse(completedAt) : now;
  return formatDuration(end - Date.parse(startedAt), 'live');
}

/** When a run is likely to end, or why nobody can say where that is worth a word. */
export function forecastFact(
  forecast: Forecast | undefined,
  now: number,
): Line | undefined {
  if (forecast?.finish) {
    const { likely } = forecast.finish;
    const left = Date.parse(likely) - now;
    return left < 1_000
      ? [span('about to end')]
      : [
          span(`likely done ${timeOrDay(likely, now)}`),
          span(`, ${formatDuration(left, 'live')} left`, 'quiet'),
        ];
  }
  if (forecast?.reason === 'longer_than_ever') {
    return [span('longer than ever', 'waiting')];
  }
  return undefined;
}

const SLA_LOOKS: Record<string, Look> = {
  on_track: 'completed',
  at_risk: 'waiting',
  breached: 'failed',
  met: 'skipped',
};

/** How a run stands to its target; undefined where it has none. */
export function slaFact(run: Run, now: number): Line | undefined {
  const { sla } = run;
  if (!sla) return undefined;
  const words = ['SLA', wordsOf(sla.status).toLowerCase(), slaWords(run, now)]
    .filter(Boolean)
    .join(' ');
  const due =
    sla.dueAt && !hasEnded(run.status)
      ? [span(`, due ${timeOrDay(sla.dueAt, now)}`, 'quiet')]
      : [];
  return [span(words, SLA_LOOKS[sla.status] ?? 'plain'), ...due];
}

const BAR: Record<Segment['tone'], string> = {
  completed: '━',
  failed: '━',
  waiting: '╍',
  running: '╍',
  skipped: '╌',
  pending: '─',
};

/** A bar of stretches, each as long as its share of the width; what is little is seen all the same. */
export function barOf(segments: readonly Segment[], width: number): Line {
  const total = segments.reduce((sum, { steps }) => sum + steps, 0);
  if (total === 0) return [span('─'.repeat(width), 'quiet')];
  let steps = 0;
  let drawn = 0;
  return segments.map(segment => {
    steps += segment.steps;
    const end = Math.round((steps / total) * width);
    const cells = Math.max(0, end - drawn);
    drawn = end;
    const look = segment.tone === 'pending' ? 'quiet' : segment.tone;
    return span(BAR[segment.tone].repeat(cells), look);
  });
}

/** How far something is, of which only the share is known. */
export function shareBar(share: number, width: number, look: Look): Line {
  const done = Math.round(Math.min(1, Math.max(0, share)) * width);
  return [
    span('━'.repeat(done), look),
    span('─'.repeat(width - done), 'quiet'),
  ];
}

/** As the portal says it. */
const SKIPPED: Record<string, string> = {
  condition: 'its condition was not met',
  upstream_skipped: 'a step it depends on was skipped',
  upstream_failed: 'another step failed',
  run_canceled: 'the run was canceled',
  branch_not_taken: 'a decision took another branch',
  forced: 'an operator skipped it',
};

/** What there is to say of a step beside its status. */
export function stepNote(step: Step, now: number): Line {
  const { progress, waitingFor, error, nextAttemptAt, attempts } = step;
  const attempt =
    attempts > 1 ? [span(`attempt ${attempts}  `, 'waiting')] : [];
  switch (step.status) {
    case 'running':
      return [
        ...attempt,
        ...progressNote(progress),
        ...waitNote(waitingFor, now),
      ];
    case 'retrying': {
      const left = nextAttemptAt ? Date.parse(nextAttemptAt) - now : 0;
      const next = `next attempt in ${formatDuration(left, 'live')}`;
      return [span(next, 'waiting'), ...errorNote(error)];
    }
    case 'failed':
      return errorNote(error);
    case 'waiting_human':
      return waitNote(waitingFor, now);
    case 'skipped':
      return step.skipReason
        ? [span(SKIPPED[step.skipReason] ?? wordsOf(step.skipReason), 'quiet')]
        : [];
    default:
      return attempt;
  }
}

function progressNote(progress: Step['progress']): Line {
  if (!progress) return [];
  const { fraction, message } = progress;
  const bar =
    fraction === null
      ? []
      : [
          ...shareBar(fraction, 8, 'running'),
          span(` ${Math.floor(fraction * 100)} %  `),
        ];
  return message ? [...bar, span(oneLine(message), 'quiet')] : bar;
}

function waitNote(waitingFor: Step['waitingFor'], now: number): Line {
  if (!waitingFor) return [];
  const text = () => {
    switch (waitingFor.kind) {
      case 'time':
        return `until ${timeOrDay(waitingFor.until, now)}`;
      case 'event':
        return `for the event ${waitingFor.name}`;
      case 'child':
        return `for ${waitingFor.workflow}`;
      case 'items':
        return `for ${waitingFor.items} items`;
      case 'approval':
        return waitingFor.approvers.length > 0
          ? `for approval by ${waitingFor.approvers.join(', ')}`
          : 'for approval';
      default:
        return 'for approval of its output';
    }
  };
  return [span(oneLine(`waits ${text()}`), 'waiting')];
}

function errorNote(error: Step['error']): Line {
  return error ? [span(` ${oneLine(error.message)}`.trim(), 'failed')] : [];
}
