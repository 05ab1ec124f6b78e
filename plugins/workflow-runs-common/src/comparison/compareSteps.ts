import type { ComparedStep, StepComparison } from '../model/comparison';

/** A step of one of two runs; they come in the order of the definition. @public */
export interface StepToCompare extends ComparedStep {
  stepKey: string;
  name: string;
}

/** How much longer the one took must be more than this share of it, and this many milliseconds. */
const NOTABLE_SHARE = 0.1;
const NOTABLE_MS = 100;

/**
 * Puts the steps of two runs side by side, by their keys: those that both have in the order of the
 * first, then those that only the first has, then those that only the other one has.
 *
 * @public
 */
export function compareSteps(
  a: readonly StepToCompare[],
  b: readonly StepToCompare[],
): StepComparison[] {
  const ofB = new Map(b.map(step => [step.stepKey, step]));
  const ofA = new Set(a.map(({ stepKey }) => stepKey));
  const isInBoth = ({ stepKey }: StepToCompare) => ofB.has(stepKey);
  return [
    ...a.filter(isInBoth).map(step => sideBySide(step, ofB.get(step.stepKey)!)),
    ...a.filter(step => !isInBoth(step)).map(step => alone(step, 'a')),
    ...b.filter(({ stepKey }) => !ofA.has(stepKey)).map(s => alone(s, 'b')),
  ];
}

function sideBySide(a: StepToCompare, b: StepToCompare): StepComparison {
  const { stepKey, name } = a;
  return {
    stepKey,
    name,
    a: toCompared(a),
    b: toCompared(b),
    differs: [
      ...(a.status === b.status ? [] : ['status' as const]),
      ...(isNotable(a.durationMs, b.durationMs) ? ['duration' as const] : []),
      ...(a.attempts === b.attempts ? [] : ['attempts' as const]),
      ...(isSameError(a, b) ? [] : ['error' as const]),
    ],
  };
}

function alone(step: StepToCompare, side: 'a' | 'b'): StepComparison {
  const { stepKey, name } = step;
  const sides = { a: null, b: null, [side]: toCompared(step) };
  return { stepKey, name, ...sides, differs: [] };
}

function toCompared(step: StepToCompare): ComparedStep {
  const { status, durationMs, attempts, error } = step;
  return { status, durationMs, attempts, error };
}

/** Nothing takes the same time twice: a difference that nobody would feel is none. */
function isNotable(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a !== b;
  const difference = Math.abs(a - b);
  return difference > NOTABLE_MS && difference > Math.max(a, b) * NOTABLE_SHARE;
}

function isSameError({ error: a }: ComparedStep, { error: b }: ComparedStep) {
  return (
    a?.category === b?.category &&
    a?.code === b?.code &&
    a?.message === b?.message
  );
}
