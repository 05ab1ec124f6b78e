import { Statistics } from 'backstage-plugin-workflow-runs-common';

/** The time of the same length before, which the statistics are compared with. ISO 8601. */
export function timeBefore({ from, to }: Pick<Statistics, 'from' | 'to'>): {
  from: string;
  to: string;
} {
  const start = Date.parse(from);
  const length = Date.parse(to) - start;
  return { from: new Date(start - length).toISOString(), to: from };
}
