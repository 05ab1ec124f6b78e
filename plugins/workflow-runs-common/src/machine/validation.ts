import type { ValidatorDefinition } from '../definition/steps';
import type { ValidatorResult } from '../model/vocabulary';
import type { Draft } from './Draft';
import type { Usage } from './event';
import { placeOf } from './unit';

/** From the gravest to the mildest. */
const GRAVITY = ['fail', 'ask', 'warn'] as const;

/** What follows from what validators found: the gravest of those that did not pass decides. */
export function verdictOf(
  validators: readonly ValidatorDefinition[],
  results: readonly ValidatorResult[],
): (typeof GRAVITY)[number] | 'pass' {
  const wanted = new Set(
    validators
      .filter((_, index) => results[index] && !results[index].passed)
      .map(({ otherwise }) => otherwise),
  );
  return GRAVITY.find(otherwise => wanted.has(otherwise)) ?? 'pass';
}

/**
 * Whether a unit completes in spite of what its validators found. Where a human is to decide, the
 * step waits; where it does not complete and does not wait either, it has failed.
 */
export function isValid(
  draft: Draft,
  unit: string,
  results: ValidatorResult[],
  usage: Usage | undefined,
): boolean {
  const verdict = verdictOf(validatorsOf(draft, unit), results);
  if (verdict === 'pass') return true;
  const { attempt, attemptMs } = draft.times(unit);
  draft.fact({
    type: 'step.validation_failed',
    ...draft.about(unit),
    attempt,
    otherwise: verdict,
    results,
  });
  if (verdict === 'warn') return true;
  // Nobody has to decide about what is thrown away.
  if (verdict === 'fail' || draft.isGivenUp) return false;
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
  return false;
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
