import { RunCount } from 'backstage-plugin-workflow-runs-common';

/** A count as people read it: `1000+` where counting was given up. */
export function countWords({ count, isMore }: RunCount): string {
  return isMore ? `${count}+` : String(count);
}
