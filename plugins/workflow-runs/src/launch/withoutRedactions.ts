import { Json } from 'backstage-plugin-workflow-runs-common';
import { hasRedactions } from 'backstage-plugin-workflow-runs-react';

/** An input to start from, and whether something of it has to be filled in. */
export interface Prefill {
  input: Record<string, Json>;
  redacted: boolean;
}

/** The stored input of a run without what was removed from it: a marker is no value. */
export function withoutRedactions(value: Json | undefined): Prefill {
  const kept = keep(value ?? {});
  const input =
    kept !== null && typeof kept === 'object' && !Array.isArray(kept)
      ? kept
      : {};
  return { input, redacted: hasRedactions(value) };
}

function keep(value: Json): Json | undefined {
  if (typeof value === 'string') {
    return hasRedactions(value) ? undefined : value;
  }
  // A list with a hole would be another list.
  if (Array.isArray(value)) return hasRedactions(value) ? undefined : value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): [string, Json][] => {
      const kept = keep(each);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}
