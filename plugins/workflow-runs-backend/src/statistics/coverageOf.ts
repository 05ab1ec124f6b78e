import { Statistics } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { Scan } from './scanRuns';

/** How much was counted of what has to be looked at one by one. */
export function coverageOf({
  runs,
  searchedBackTo,
}: Scan): Statistics['coverage'] {
  const skipped =
    searchedBackTo === null
      ? null
      : `Runs that ended before ${toIso(
          searchedBackTo,
        )}, of those that have to be looked at one by one`;
  return { exact: skipped === null, scannedRuns: runs.length, skipped };
}
