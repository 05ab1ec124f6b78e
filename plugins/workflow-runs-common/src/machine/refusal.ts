import type { RunAction } from '../model/vocabulary';
import { isEnded } from './settled';

/** What decides whether an action makes sense, of a run as screens and services know it. @public */
export interface ActionableRun {
  status: string;
  pauseRequested: boolean;
  needsIntervention: boolean;
  /** `step_failed`, `poison`, or something for people to read. */
  blockedReason: string | null;
  /** When retention has deleted what it takes to do the run again, ISO 8601; absent or null where it has not. */
  storedInputDeletedAt?: string | null;
}

/**
 * Why the state of a run does not allow an action; undefined where it does. What depends on a single
 * step only the machine can tell.
 *
 * @public
 */
export function refusalOf(
  action: RunAction,
  run: ActionableRun,
): string | undefined {
  const { status } = run;
  const ended = isEnded(status);
  const over = `The run has ended: it is ${status}`;
  switch (action) {
    case 'pause':
      if (status === 'running') {
        return run.pauseRequested ? 'The run is pausing already' : undefined;
      }
      return ended ? over : `Only a running run can pause: it is ${status}`;
    case 'resume':
      return refusalToResume(run) ?? (ended ? over : undefined);
    case 'cancel':
      if (status === 'canceling') return 'The run is being canceled already';
      return ended ? over : undefined;
    case 'retry':
      if (run.storedInputDeletedAt)
        return inputIsGone(run.storedInputDeletedAt);
      if (ended || run.needsIntervention) return undefined;
      if (['paused', 'running'].includes(status)) return undefined;
      return `Nothing of the run has failed: it is ${status}`;
    case 'rerun':
      if (run.storedInputDeletedAt)
        return inputIsGone(run.storedInputDeletedAt);
      return ended ? undefined : `The run has not ended: it is ${status}`;
    case 'clone':
      return run.storedInputDeletedAt
        ? inputIsGone(run.storedInputDeletedAt)
        : undefined;
    case 'annotate':
    case 'tag':
    case 'assign':
      return undefined;
    case 'resolve':
      return ended || run.needsIntervention
        ? undefined
        : `There is nothing to resolve: the run is ${status}`;
    case 'send_event':
    case 'terminate':
    case 'update':
      return ended ? over : undefined;
    case 'decide':
    case 'force':
    case 'node_action':
      if (status === 'queued') return 'The run has not started';
      return ended ? over : undefined;
    default:
      return `The action '${action as string}' is not known here`;
  }
}

function inputIsGone(at: string): string {
  return `Its stored input was deleted on ${at.slice(
    0,
    10,
  )}: launch a new run instead`;
}

function refusalToResume(run: ActionableRun): string | undefined {
  if (run.status === 'running' && run.pauseRequested) return undefined;
  if (run.status !== 'paused') {
    return `The run is not paused: it is ${run.status}`;
  }
  return run.blockedReason === 'step_failed'
    ? 'A step has failed: retry, skip, complete or fail it'
    : undefined;
}
