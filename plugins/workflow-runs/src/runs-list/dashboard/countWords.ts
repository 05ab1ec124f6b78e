import { RunCount } from 'backstage-plugin-workflow-runs-common';

/** A count as people read it: `1,000+` where counting was given up. */
export function countWords({ count, isMore }: RunCount): string {
  return isMore ? `${count.toLocaleString()}+` : count.toLocaleString();
}
