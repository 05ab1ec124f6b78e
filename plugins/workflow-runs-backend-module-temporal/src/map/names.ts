import { createHash } from 'node:crypto';

const MAX_KEY = 128;

/** What identities begin with that the portal tells Temporal: who has asked it follows. */
export const PORTAL = 'workflow-runs/';

/** A name that fits where no more characters are allowed, and still is another than those that begin like it. */
export function fitting(name: string, limit: number = MAX_KEY): string {
  if (name.length <= limit) return name || 'unnamed';
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, limit - hash.length - 1)}~${hash}`;
}

/** The id of a run of Temporal in the portal: the run id is the part behind the last slash. */
export function nativeIdOf(workflowId: string, runId: string): string {
  return `${workflowId}/${runId}`;
}

/** A text of Temporal that may be empty: a field that is left out then. */
export function field<K extends string>(
  name: K,
  text: string | null | undefined,
  limit: number,
): { [key in K]?: string } {
  return text
    ? ({ [name]: text.slice(0, limit) } as { [key in K]: string })
    : {};
}
