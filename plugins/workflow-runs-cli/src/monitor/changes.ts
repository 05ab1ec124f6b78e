import type { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  formatDuration,
  progressText,
  type KnownRun,
  stepIdOf,
} from 'backstage-plugin-workflow-runs-common';
import { oneLine } from './facts';

/** Something that has changed, with the names that lines of logs have. */
export interface Change {
  ts: string;
  run_id: string;
  step_id: string | null;
  state: string;
  msg: string;
}

/** A change as a line for people and `grep`; what it does not have is a dash. */
export function lineOf({ ts, run_id, step_id, state, msg }: Change): string {
  return [ts, run_id, step_id ?? '-', state, msg].join(' ').trimEnd();
}

/** What has changed of a run and its steps since; all that is under way or over where it is seen first. */
export function changesOfRun(
  before: KnownRun | undefined,
  after: KnownRun,
): Change[] {
  const known = new Map(
    before?.steps.map(step => [stepIdOf(step), stateOfStep(step)]),
  );
  const steps = after.steps
    .filter(
      step => (known.get(stepIdOf(step)) ?? 'pending') !== stateOfStep(step),
    )
    .sort((a, b) => a.updatedAt.localeCompare(b.updatedAt))
    .map(step => changeOfStep(after.run, step));
  const isSame = before && stateOf(before.run) === stateOf(after.run);
  return isSame ? steps : [...steps, changeOf(after.run)];
}

/** What has changed of runs since; all of them where they are seen first. */
export function changesOfList(
  before: readonly Run[] | undefined,
  after: readonly Run[],
): Change[] {
  const known = new Map(before?.map(run => [run.id, stateOf(run)]));
  return after
    .filter(run => known.get(run.id) !== stateOf(run))
    .sort((a, b) => a.updatedAt.localeCompare(b.updatedAt))
    .map(changeOf);
}

/** What of a run is told where it changes. */
function stateOf({ status, generation, progress }: Run): string {
  return [status, generation, progress.completedSteps].join('/');
}

function stateOfStep({ status, generation, attempts }: Step): string {
  return status === 'pending'
    ? status
    : [status, generation, attempts].join('/');
}

function changeOf(run: Run): Change {
  const reason =
    run.status === 'failed'
      ? run.error?.message
      : run.blockedReason ?? undefined;
  return {
    ts: run.updatedAt,
    run_id: run.id,
    step_id: null,
    state: run.status,
    msg: oneLine(
      [
        run.workflow.ref,
        progressText(run.progress),
        ...(run.durationMs === null ? [] : [formatDuration(run.durationMs)]),
        ...(reason ? [reason] : []),
      ].join(' · '),
    ),
  };
}

function changeOfStep(run: Run, step: Step): Change {
  const { attempts, durationMs, error } = step;
  return {
    ts: step.updatedAt,
    run_id: run.id,
    step_id: stepIdOf(step),
    state: step.status,
    msg: oneLine(
      [
        ...(attempts > 1 ? [`attempt ${attempts}`] : []),
        ...(durationMs === null ? [] : [formatDuration(durationMs)]),
        ...(error ? [error.message] : []),
      ].join(' · '),
    ),
  };
}
