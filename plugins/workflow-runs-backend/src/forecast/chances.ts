import { StepNow, StepPast } from './foresee';

/** Chances that add up to no more leave room for one another; they are counted, and so not exact. */
const EITHER_OR = 1.05;

/** With which luck, from 0 to 1, a step begins once what it depends on is done. */
export interface Choice {
  /** Of the luck; steps that exclude one another have the same. */
  seed: number;
  from: number;
  to: number;
}

/** How likely each step begins. What no run has come to does not; without any run, everything does. */
export function chancesOf(
  steps: readonly StepNow[],
  past: ReadonlyMap<string, StepPast>,
  runs: number,
): Map<string, number> {
  const succeeded = (key: string) => {
    const { begun = 0, failed = 0 } = past.get(key) ?? {};
    return begun - failed;
  };
  return new Map(
    steps.map(({ key, dependsOn, join }) => {
      const pick = join === 'any' ? Math.max : Math.min;
      const base =
        dependsOn.length === 0 ? runs : pick(...dependsOn.map(succeeded));
      const begun = past.get(key)?.begun ?? 0;
      return [key, base > 0 ? Math.min(1, begun / base) : 1];
    }),
  );
}

/** The steps behind a decision share one luck where they leave room for one another: it takes one of them. */
export function choicesOf(
  steps: readonly StepNow[],
  chances: ReadonlyMap<string, number>,
): Map<string, Choice> {
  const places = new Map(steps.map(({ key }, index) => [key, index]));
  const decisionOf = ({ dependsOn }: StepNow) =>
    dependsOn.find(key => steps[places.get(key) ?? -1]?.isDecision);
  const total = new Map<string, number>();
  for (const step of steps) {
    const decision = decisionOf(step);
    if (decision === undefined) continue;
    total.set(decision, (total.get(decision) ?? 0) + chances.get(step.key)!);
  }
  const taken = new Map<string, number>();
  return new Map(
    steps.map((step, index): [string, Choice] => {
      const chance = chances.get(step.key)!;
      const decision = decisionOf(step);
      if (decision === undefined || total.get(decision)! > EITHER_OR) {
        return [step.key, { seed: index, from: 0, to: chance }];
      }
      const from = taken.get(decision) ?? 0;
      taken.set(decision, from + chance);
      const seed = steps.length + places.get(decision)!;
      return [step.key, { seed, from, to: from + chance }];
    }),
  );
}
