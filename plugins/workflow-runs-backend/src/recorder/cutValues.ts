import { Json } from 'backstage-plugin-workflow-runs-common';
import { cutTo } from '../engine/payloadLimits';

/** Bytes of one value: who decides reads it, and every stream of the run carries it. */
const MAX_VALUE = 4_000;

/** What is shown to who decides; a value that is too large becomes the beginning of its JSON. */
export function cutValues(
  values: Readonly<Record<string, Json>>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(values).map(([label, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const cut = cutTo(text, MAX_VALUE);
      return [label, cut === text ? value : cut];
    }),
  );
}
