import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { useNow } from 'backstage-plugin-workflow-runs-react';
import {
  Narrowing,
  readStatisticsAddress,
  timeAsked,
  TimeChoice,
  writeStatisticsAddress,
} from './statisticsAddress';

const MINUTE_MS = 60_000;

/** What the statistics are asked for, as the address says it; each change is an entry of the browser’s history. */
export function useStatisticsAddress() {
  const [params, setParams] = useSearchParams();
  const { pathname } = useLocation();
  const now = useNow(MINUTE_MS);
  const address = useMemo(
    () => readStatisticsAddress(params, now),
    [params, now],
  );
  return {
    ...address,
    /** Which time that is, as the API is asked for it. */
    asked: timeAsked(address.time, now),
    chooseTime: (time: TimeChoice) =>
      setParams(before => writeStatisticsAddress(before, { time })),
    narrow: (narrowed: Partial<Record<Narrowing, string | null>>) =>
      setParams(before => writeStatisticsAddress(before, { narrowed })),
    /** Where the same is shown, narrowed further. */
    hrefWith: (narrowed: Partial<Record<Narrowing, string | null>>) =>
      `${pathname}?${writeStatisticsAddress(params, { narrowed })}`,
    /** Writes the address as it was understood. */
    dismissProblems: () =>
      setParams(before =>
        writeStatisticsAddress(before, {
          time: address.time,
          narrowed: {
            owner: null,
            workflow: null,
            environment: null,
            version: null,
            ...address.narrowed,
          },
        }),
      ),
  };
}

/** The address of the statistics, and how to change it. */
export type StatisticsAddressing = ReturnType<typeof useStatisticsAddress>;
