import { Json } from 'backstage-plugin-workflow-runs-common';

/** Levels of a value that is shown; whoever walks through it by recursion has to come back. */
const MAX_DEPTH = 100;

/** Whether a value has more levels than anybody reads. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(each =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  }
  return false;
}

/** What a converter has made, as JSON says it; undefined where it cannot. */
export function plainJson(value: unknown): Json | undefined {
  if (value === undefined) return null;
  if (isTooDeep(value)) return undefined;
  const text = JSON.stringify(value, (_, each) =>
    typeof each === 'bigint' ? each.toString() : each,
  );
  return text === undefined ? undefined : JSON.parse(text);
}
