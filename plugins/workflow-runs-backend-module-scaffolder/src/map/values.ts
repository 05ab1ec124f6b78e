import { Json, RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { Passage } from './passages';
import { Task } from './task';

/** Characters of JSON; a form may have had files in it. */
const MAX_VALUE = 100_000;

/** What the form of the template was filled in with. Secrets are no part of it: the scaffolder keeps them apart. */
export function inputOf({ spec }: Task): Pick<RunSnapshot, 'input'> {
  return Object.keys(spec.parameters).length > 0
    ? { input: shown(spec.parameters) }
    : {};
}

/** What the task has made: links and texts, as its template says. */
export function outputOf(
  passages: readonly Passage[],
): Pick<RunSnapshot, 'output'> {
  const made = passages.flatMap(({ generation, events }) =>
    events.flatMap(({ type, createdAt, body: { output } }) =>
      type === 'completion' && output && Object.keys(output).length > 0
        ? [{ at: createdAt, generation, value: shown(output) }]
        : [],
    ),
  );
  const last = made[made.length - 1];
  return last ? { output: last } : {};
}

function shown(value: Record<string, unknown>): Record<string, Json> {
  const { length } = JSON.stringify(value);
  return length > MAX_VALUE
    ? { tooLarge: `${length} characters are not shown here` }
    : (value as Record<string, Json>);
}
