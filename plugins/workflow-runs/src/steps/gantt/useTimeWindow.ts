import { useCallback, useMemo, useState } from 'react';
import {
  hasEnded,
  RunSnapshot,
  useForecast,
  useNow,
} from 'backstage-plugin-workflow-runs-react';
import { domainOf, TimeDomain } from './timeDomain';
import { panned, zoomed, zoomPercent } from './timeWindow';

/** The stretch of a run that is in view, and how to change it. */
export interface TimeWindow {
  /** The run as a whole. */
  full: TimeDomain;
  view: TimeDomain;
  /** The same as `full`. */
  isWhole: boolean;
  /** How much larger than at first. */
  percent: number;
  /** Epoch milliseconds; the end of a run that has ended. */
  now: number;
  /** @param anchor - the instant that stays where it is; the middle where none is given */
  zoom: (factor: number, anchor?: number) => void;
  /** @param share - of what is in view; below 0 goes back */
  pan: (share: number) => void;
  fit: () => void;
}

/** While nobody has zoomed, all of the run is in view, however long it becomes. */
export function useTimeWindow(snapshot: RunSnapshot): TimeWindow {
  const ended = hasEnded(snapshot.run.status);
  const ticking = useNow(ended ? null : 1_000);
  const now = ended
    ? Date.parse(snapshot.run.completedAt ?? snapshot.run.updatedAt)
    : ticking;
  const likely = useForecast(snapshot.run)?.finish?.likely;
  const full = useMemo(
    () => domainOf(snapshot, now, likely && Date.parse(likely)),
    [snapshot, now, likely],
  );
  const [chosen, setChosen] = useState<TimeDomain>();
  const view = chosen ?? full;

  const change = useCallback(
    (next: (view: TimeDomain) => TimeDomain) =>
      setChosen(before => {
        const after = next(before ?? full);
        const whole = after.end - after.start >= full.end - full.start;
        return whole ? undefined : after;
      }),
    [full],
  );
  const zoom = useCallback(
    (factor: number, anchor?: number) =>
      change(before => zoomed(full, before, factor, anchor)),
    [change, full],
  );
  const pan = useCallback(
    (share: number) =>
      change(before =>
        panned(full, before, share * (before.end - before.start)),
      ),
    [change, full],
  );
  const fit = useCallback(() => setChosen(undefined), []);
  return {
    full,
    view,
    isWhole: chosen === undefined,
    percent: zoomPercent(full, view),
    now,
    zoom,
    pan,
    fit,
  };
}
