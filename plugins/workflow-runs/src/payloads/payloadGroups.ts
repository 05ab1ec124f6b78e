import { Payload } from 'backstage-plugin-workflow-runs-common';
import { findInJson, jsonLines } from 'backstage-plugin-workflow-runs-react';

/** Inputs and outputs of the run (`key` null), or of one of its steps. */
export interface PayloadGroup {
  key: string | null;
  payloads: Payload[];
  bytes: number;
}

/** The run's own first, then those of steps in the order of the definition. */
export function payloadGroups(
  items: readonly Payload[],
  stepKeys: readonly string[],
): PayloadGroup[] {
  const groups = new Map<string | null, Payload[]>();
  for (const item of items) {
    const group = groups.get(item.stepKey);
    if (group) group.push(item);
    else groups.set(item.stepKey, [item]);
  }
  const placeOf = new Map(stepKeys.map((key, index) => [key, index]));
  const place = (key: string | null) =>
    key === null ? -1 : placeOf.get(key) ?? stepKeys.length;
  return [...groups]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([key, payloads]) => ({
      key,
      payloads,
      bytes: payloads.reduce((sum, each) => sum + each.bytes, 0),
    }));
}

/** Of one value; a search through more would hold up the page. */
const MOST_LINES_SEARCHED = 100_000;

/** Where a text stands in values: how many lines, in how many values, of which groups. */
export function findInPayloads(
  groups: readonly PayloadGroup[],
  search: string,
): { lines: number; values: number; keys: ReadonlySet<string | null> } {
  const keys = new Set<string | null>();
  let lines = 0;
  let values = 0;
  for (const { key, payloads } of groups) {
    for (const { value } of payloads) {
      const found = findInJson(
        jsonLines(value, MOST_LINES_SEARCHED),
        search,
      ).length;
      if (found === 0) continue;
      lines += found;
      values += 1;
      keys.add(key);
    }
  }
  return { lines, values, keys };
}
