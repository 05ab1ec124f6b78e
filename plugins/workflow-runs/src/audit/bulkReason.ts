/** A reason, and the bulk job that has given it. */
export interface BulkReason {
  job: string | undefined;
  reason: string;
}

const FRONT = /^Bulk job '(.+?)': (.*)$/s;
const WITHIN = /^(.*) \(Bulk job '(.+?)': (.*)\)$/s;

/** Takes the name of a bulk job out of the reason that it gives to each of its runs. */
export function bulkReason(text: string): BulkReason {
  const front = FRONT.exec(text);
  if (front) return { job: front[1], reason: front[2] };
  const within = WITHIN.exec(text);
  if (within) return { job: within[2], reason: `${within[1]} (${within[3]})` };
  return { job: undefined, reason: text };
}
