import type { ValidatorDefinition } from '../definition/steps';
import type { StepError, ValidatorResult } from '../model/vocabulary';
import type { Draft } from './Draft';
import type { Usage } from './event';
import { stepError } from './stepError';
import { placeOf } from './unit';

type Otherwise = ValidatorDefinition['otherwise'];

/** From the gravest to the mildest. */
const GRAVITY: readonly Otherwise[] = ['fail', 'ask', 'warn'];

/** The gravest of what validators found that did not pass; undefined where all did. */
export function gravestOf(
  validators: readonly ValidatorDefinition[],
  results: readonly ValidatorResult[],
): { otherwise: Otherwise; result: ValidatorResult } | undefined {
  const failed = validators.flatMap(({ otherwise }, index) => {
    const result = results[index];
    return result && !result.passed ? [{ otherwise, result }] : [];
  });
  for (const otherwise of GRAVITY) {
    const found = failed.find(one => one.otherwise === otherwise);
    if (found) return found;
  }
  return undefined;
}

/**
 * Judges the output of a unit by what its validators found.
 *
 * @returns whether it passes, a human is asked, or what it fails with
 */
export function judge(
  draft: Draft,
  unit: string,
  results: ValidatorResult[],
  usage: Usage | undefined,
): 'passed' | 'asked' | StepError {
  const gravest = gravestOf(validatorsOf(draft, unit), results);
  if (!gravest) return 'passed';
  const { otherwise } = gravest;
  const { attempt, attemptMs } = draft.times(unit);
  draft.fact({
    type: 'step.validation_failed',
    ...draft.about(unit),
    attempt,
    otherwise,
    results,
  });
  if (otherwise === 'warn') return 'passed';
  // Nobody has to decide about what is thrown away.
  if (otherwise === 'fail' || draft.isGivenUp) return errorOf(gravest.result);
  const waitingFor = { kind: 'validation', since: draft.at, results } as const;
  draft.fact({
    type: 'step.waiting_human',
    ...draft.move(unit, { status: 'waiting_human', waitingFor }),
    attempt,
    attemptMs,
    notice: 'asked',
    waitingFor,
    ...(usage ? { usage } : {}),
  });
  return 'asked';
}

function validatorsOf(draft: Draft, unit: string): ValidatorDefinition[] {
  const step = draft.graph.node(placeOf(unit).step);
  switch (step.type) {
    case 'map':
      return ('validators' in step.each && step.each.validators) || [];
    case 'tool':
    case 'model':
    case 'decision':
    case 'io':
      return step.validators ?? [];
    default:
      return [];
  }
}

function errorOf({ validator, reasons }: ValidatorResult): StepError {
  const found = [
    `The output did not pass ${validator}`,
    ...reasons.slice(0, 5),
  ];
  return stepError('validation_failed', 'VALIDATION', found.join(': '));
}
