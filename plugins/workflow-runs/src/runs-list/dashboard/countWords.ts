import { RunCount } from 'backstage-plugin-workflow-runs-common';
import { formatNumber } from 'backstage-plugin-workflow-runs-react';

/** A count as people read it: `1,000+` where counting was given up. */
export function countWords(
  { count, isMore }: RunCount,
  locale: string,
): string {
  const words = formatNumber(count, locale);
  return isMore ? `${words}+` : words;
}
