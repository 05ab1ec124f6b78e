import { Attempt, LogLine, Run, Step } from '../model/run';

/** What a line says, with its fields. @public */
export function messageOf({ message, fields }: LogLine): string {
  return fields ? `${message} ${JSON.stringify(fields)}` : message;
}

/** Where a line comes from: the step and its attempt; `run` for the engine's own. @public */
export function sourceOf(line: LogLine, run = 'run'): string {
  if (!line.stepKey) return run;
  const item = line.itemIndex >= 0 ? `[${line.itemIndex}]` : '';
  const attempt = line.attempt ? ` · ${line.attempt}` : '';
  return `${line.stepKey}${item}${attempt}`;
}

/** A line with names that other tools know, as files of lines have it. @public */
export interface LogRecord {
  run_id: string;
  step_id: string | null;
  state: string | null;
  msg: string;
  level: string;
  ts: string;
}

/**
 * Makes records of the lines of a run. `state` is what has become of the attempt that has logged it; of what the
 * engine says about the run, it is the status of the run.
 *
 * @public
 */
export function recordsOf({
  run,
  steps,
  attempts,
}: {
  run: Run;
  steps: readonly Step[];
  attempts: readonly Attempt[];
}): (line: LogLine) => LogRecord {
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
  return line => ({
    run_id: run.id,
    step_id: line.stepKey,
    state: stateOf(line),
    msg: messageOf(line),
    level: line.level,
    ts: line.at,
  });
}

/** Attempts of an earlier passage have the same numbers: the latest one counts. */
function idOf(
  { stepKey, itemIndex }: { stepKey: string | null; itemIndex: number },
  attempt: number | null,
): string {
  return JSON.stringify([stepKey, itemIndex, attempt]);
}
