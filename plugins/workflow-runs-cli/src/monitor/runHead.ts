import type { Run } from 'backstage-plugin-workflow-runs-common';
import {
  hasEnded,
  progressText,
  segmentsOf,
  shortenId,
} from 'backstage-plugin-workflow-runs-common';
import {
  apart,
  flow,
  type Line,
  lineWidth,
  span,
  wrapText,
} from '../terminal/line';
import {
  barOf,
  forecastFact,
  oneLine,
  slaFact,
  statusSpan,
  timeTaken,
} from './facts';
import type { RunState } from './state';
import { timeOrDay } from './words';

/** What a run is, how far it has come, and when it is likely to end. */
export function runHead(
  { snapshot, forecast }: RunState,
  width: number,
  now: number,
): Line[] {
  const { run, steps } = snapshot!;
  return [
    apart(
      [
        span(oneLine(run.workflow.title), 'strong'),
        span(`  ${shortenId(run.id)}`, 'quiet'),
      ],
      [statusSpan(run.status)],
      width,
    ),
    ...flow(originOf(run), width),
    [],
    progressLine(run, steps, width),
    ...flow(timesOf(run, forecast, now), width),
    ...troubleOf(run, width),
  ];
}

function originOf(run: Run): Line[] {
  const quiet = (text: string): Line => [span(oneLine(text), 'quiet')];
  return [
    quiet(run.environment),
    ...(run.workflowVersion ? [quiet(`v${run.workflowVersion}`)] : []),
    ...(run.priority === 'normal' ? [] : [quiet(`${run.priority} priority`)]),
    quiet(`${run.triggerType}${by(run)}`),
    ...(run.parentRunId
      ? [quiet(`child of ${shortenId(run.parentRunId)}`)]
      : []),
    ...(run.tags.length > 0 ? [quiet(run.tags.join(', '))] : []),
  ];
}

/** `user:default/jane` is `jane` to whoever reads. */
function by({ startedBy }: Run): string {
  return startedBy ? ` by ${startedBy.split('/').at(-1)}` : '';
}

function progressLine(
  run: Run,
  steps: Parameters<typeof segmentsOf>[0],
  width: number,
): Line {
  const text = span(`  ${progressText(run.progress)}`);
  const ofRun = steps.filter(
    step => step.itemIndex < 0 && step.type !== 'compensation',
  );
  const bar = barOf(segmentsOf(ofRun), Math.max(4, width - lineWidth([text])));
  return [...bar, text];
}

function timesOf(
  run: Run,
  forecast: RunState['forecast'],
  now: number,
): Line[] {
  const taken = timeTaken(run, now);
  const sla = slaFact(run, now);
  const likely = hasEnded(run.status) ? undefined : forecastFact(forecast, now);
  return [
    taken
      ? [span(hasEnded(run.status) ? `took ${taken}` : `${taken} so far`)]
      : [span(`queued ${timeOrDay(run.queuedAt, now)}`)],
    ...(run.startedAt
      ? [[span(`started ${timeOrDay(run.startedAt, now)}`, 'quiet' as const)]]
      : []),
    ...(likely ? [likely] : []),
    ...(sla ? [sla] : []),
    ...(run.pauseRequested && run.status === 'running'
      ? [[span('pausing', 'waiting' as const)]]
      : []),
  ];
}

function troubleOf(run: Run, width: number): Line[] {
  const { error, blockedReason } = run;
  if (error && run.status === 'failed') {
    const where = error.stepKey ? `Step ${error.stepKey} failed: ` : '';
    return [
      [],
      ...wrapText(oneLine(`✗ ${where}${error.message}`), {
        width,
        most: 2,
        look: 'failed',
      }),
    ];
  }
  if (!blockedReason || hasEnded(run.status)) return [];
  return wrapText(oneLine(`Waiting: ${blockedReason}`), {
    width,
    most: 2,
    look: 'waiting',
  });
}
