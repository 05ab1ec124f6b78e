import { LogLine } from 'backstage-plugin-workflow-runs-common';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-react';
import { messageOf } from './filterLogs';

/**
 * Lines as a file: a JSON object each, with names that other tools know. `state` is what has become of
 * the attempt that has logged it; of what the engine says about the run, it is the status of the run.
 */
export function logFileOf(
  { run, steps, attempts }: Pick<RunSnapshot, 'run' | 'steps' | 'attempts'>,
  lines: readonly LogLine[],
): string {
  const ofAttempts = new Map(
    attempts.map(each => [idOf(each, each.number), each.status]),
  );
  const ofSteps = new Map(steps.map(each => [idOf(each, null), each.status]));
  const stateOf = (line: LogLine) =>
    line.stepKey === null
      ? run.status
      : ofAttempts.get(idOf(line, line.attempt)) ??
        ofSteps.get(idOf(line, null)) ??
        null;
  return lines
    .map(line =>
      JSON.stringify({
        run_id: run.id,
        step_id: line.stepKey,
        state: stateOf(line),
        msg: messageOf(line),
        level: line.level,
        ts: line.at,
      }),
    )
    .map(text => `${text}\n`)
    .join('');
}

/** Attempts of an earlier passage have the same numbers: the latest one counts. */
function idOf(
  { stepKey, itemIndex }: { stepKey: string | null; itemIndex: number },
  attempt: number | null,
): string {
  return JSON.stringify([stepKey, itemIndex, attempt]);
}
