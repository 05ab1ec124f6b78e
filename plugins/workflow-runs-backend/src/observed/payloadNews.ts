import { createHash } from 'node:crypto';
import {
  Json,
  ObservedStep,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { PayloadRecord, Transition } from '../recorder/Transition';

/** What a step was given and has put out, as it was told. */
type Values = Pick<ObservedStep, 'input' | 'output'>;

/**
 * Takes the values of steps out of what is kept of a run, and leaves by what to know them again: they are in rows of
 * their own, and what is kept is written anew whenever something is added.
 */
export function setAside(snapshot: RunSnapshot): {
  snapshot: RunSnapshot;
  values: Map<string, Values>;
} {
  const values = new Map<string, Values>();
  const steps = snapshot.steps.map(step => {
    const { input, output } = step;
    if (input === undefined && !output) return step;
    values.set(step.key, { input, output });
    return {
      ...step,
      ...(input !== undefined && { input: digestOf(input) }),
      ...(output && { output: { ...output, value: digestOf(output.value) } }),
    };
  });
  return { snapshot: { ...snapshot, steps }, values };
}

function digestOf(value: Json): string {
  return createHash('sha256')
    .update(JSON.stringify(value))
    .digest('base64url')
    .slice(0, 27);
}

/**
 * What a run and its steps were given and have made, where it is news; a passage has outputs of its own.
 *
 * @param values - of steps, as they were told with `next`
 */
export function payloadsOf(
  previous: RunSnapshot | null,
  next: RunSnapshot,
  values: ReadonlyMap<string, Values>,
): PayloadRecord[] {
  const told = new Set(values.keys());
  const before = stepsBy(previous, told);
  return [
    ...newOf(null, previous ?? {}, next, next),
    ...[...stepsBy(next, told)].flatMap(([key, step]) =>
      newOf(key, before.get(key) ?? {}, step, values.get(key)!),
    ),
  ];
}

/** @param values - what is shown; what is compared may only stand for it */
function newOf(
  step: string | null,
  before: Values,
  now: Values,
  values: Values,
): PayloadRecord[] {
  const of = { step, item: -1 };
  const news: PayloadRecord[] = [];
  if (values.input !== undefined && before.input === undefined) {
    const value = values.input;
    news.push({ ...of, direction: 'input', generation: 0, value });
  }
  const { output } = now;
  const isNews = JSON.stringify(before.output) !== JSON.stringify(output);
  // What was told may be older than what is known: then that stays.
  if (output && isNews && values.output) {
    const { value } = values.output;
    const { generation } = output;
    news.push({ ...of, direction: 'output', generation, value });
  }
  return news;
}

/** What steps report, where it is not what they have reported before. */
export function reportsOf(
  previous: RunSnapshot | null,
  next: RunSnapshot,
): Transition['reports'] {
  const reporting = next.steps.filter(({ report }) => report);
  const before = stepsBy(previous, new Set(reporting.map(({ key }) => key)));
  return reporting.flatMap(({ key, report }) =>
    JSON.stringify(before.get(key)?.report) === JSON.stringify(report)
      ? []
      : [{ step: key, item: -1, report: report!.value }],
  );
}

function stepsBy(
  snapshot: RunSnapshot | null,
  keys: ReadonlySet<string>,
): Map<string, ObservedStep> {
  const steps = snapshot?.steps.filter(({ key }) => keys.has(key)) ?? [];
  return new Map(steps.map(step => [step.key, step]));
}
