import { z } from 'zod';
import { spanToMs, windowToDays } from './spans';

/** What `window` is where nobody says. @public */
export const DEFAULT_SLO_WINDOW_DAYS = 28;
/** The share of runs that have to be as fast as `p95Duration`. @public */
export const P95_SHARE = 0.95;

const RATE_MESSAGE =
  'it must be more than 0 and less than 1: a target of all runs leaves no budget';
const PERCENT_MESSAGE =
  'it must be more than 0 % and less than 100 %, such as 99.5%';
const SPAN_MESSAGE =
  'it must be a duration of 1 ms to 365 days, such as 90s, 10m or 1h30m';
const WINDOW_MESSAGE = 'it must be 1 to 90 whole days, such as 28d or 4w';

/**
 * What is expected of the runs of a workflow, as people write it in a definition and in the configuration.
 *
 * @public
 */
export const sloTargetsSchema = z.strictObject({
  /** The share of runs that have to complete: `0.99`. */
  successRate: z.number().gt(0, RATE_MESSAGE).lt(1, RATE_MESSAGE).optional(),
  /** 95 % of the runs that complete may take no longer: `10m`, `1h30m`. */
  p95Duration: z
    .string()
    .max(40)
    .refine(text => spanToMs(text) !== undefined, SPAN_MESSAGE)
    .optional(),
  /** The time that is looked at, up to now: `28d`, `4w`. 28 days where it is left out, 90 at most. */
  window: z
    .string()
    .max(10)
    .refine(text => windowToDays(text) !== undefined, WINDOW_MESSAGE)
    .optional(),
});
/** @public */
export type SloTargets = z.infer<typeof sloTargetsSchema>;

/** What is wrong with a target, and with which field of it. @public */
export interface SloProblem {
  field: string;
  rule: string;
  message: string;
}

/** Names of fields as an annotation writes them. */
const FIELDS: Record<string, keyof SloTargets> = {
  'success-rate': 'successRate',
  'p95-duration': 'p95Duration',
  window: 'window',
};
const PERCENT = /^(\d{1,2}(?:\.\d{1,5})?)%$/;
const MAX_ANNOTATION = 500;

/**
 * Reads the annotation `workflow-runs.io/slo`: `success-rate=99%; p95-duration=10m; window=28d`, in any
 * order, each at most once.
 *
 * @returns the targets, or all that is wrong with them
 * @public
 */
export function parseSlo(
  annotation: string,
): { targets: SloTargets } | { problems: SloProblem[] } {
  if (annotation.length > MAX_ANNOTATION) {
    const message = `it must have ${MAX_ANNOTATION} characters at most`;
    return { problems: [{ field: 'slo', rule: 'too_long', message }] };
  }
  const targets: Record<string, unknown> = {};
  const problems: SloProblem[] = [];
  const refuse = (field: string, rule: string, message: string) =>
    problems.push({ field, rule, message });
  for (const part of annotation.split(';').map(each => each.trim())) {
    if (part === '') continue;
    const [name, value, ...rest] = part.split('=').map(each => each.trim());
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!field) {
      const names = Object.keys(FIELDS).join(', ');
      refuse(name, 'unknown', `it must be one of ${names}`);
    } else if (value === undefined || rest.length > 0) {
      refuse(name, 'format', `it must be written as ${name}=value`);
    } else if (Object.hasOwn(targets, field)) {
      refuse(name, 'twice', 'it must be there only once');
    } else {
      targets[field] = field === 'successRate' ? toShare(value) : value;
    }
  }
  for (const { path, message } of sloTargetsSchema.safeParse(targets).error
    ?.issues ?? []) {
    const name = Object.keys(FIELDS).find(each => FIELDS[each] === path[0])!;
    refuse(name, 'value', name === 'success-rate' ? PERCENT_MESSAGE : message);
  }
  if (problems.length > 0) return { problems };
  const none = noObjective(targets);
  return none ? { problems: [none] } : { targets };
}

/** Whole parts of a percent, without what a division leaves. */
function toShare(text: string): number | string {
  const percent = PERCENT.exec(text);
  return percent ? Math.round(Number(percent[1]) * 1e7) / 1e9 : text;
}

/** A window alone says nothing. @public */
export function noObjective(targets: SloTargets): SloProblem | undefined {
  if (targets.successRate !== undefined || targets.p95Duration !== undefined) {
    return undefined;
  }
  return {
    field: 'slo',
    rule: 'no_objective',
    message: 'it must say a success rate, a p95 duration, or both',
  };
}
