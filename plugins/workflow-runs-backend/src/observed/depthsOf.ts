import { ObservedStep } from 'backstage-plugin-workflow-runs-common';

/** How many steps have to be done one after the other before each; what waits for itself waits for nothing. */
export function depthsOf(
  steps: readonly Pick<ObservedStep, 'key' | 'dependsOn'>[],
): Map<string, number> {
  const byKey = new Map(steps.map(step => [step.key, step]));
  const depths = new Map<string, number>();
  for (const { key } of steps) {
    // Without recursion: a chain may be as long as a run has steps.
    const path = [key];
    const onPath = new Set(path);
    while (path.length > 0) {
      const current = path[path.length - 1];
      const before = (byKey.get(current)?.dependsOn ?? []).filter(
        each => byKey.has(each) && !onPath.has(each),
      );
      const next = before.find(each => !depths.has(each));
      if (next !== undefined) {
        path.push(next);
        onPath.add(next);
        continue;
      }
      const known = before.map(each => depths.get(each)! + 1);
      depths.set(current, Math.max(0, ...known));
      path.pop();
      onPath.delete(current);
    }
  }
  return depths;
}
