import { RunStateEntry } from 'backstage-plugin-workflow-runs-common';
import { hasEnded } from 'backstage-plugin-workflow-runs-react';

/** A stretch of time in one state. */
export interface StateSegment {
  status: string;
  ms: number;
  current: boolean;
}

/** The states that a run went through, with how long each one lasted; its end takes no time. */
export function stateSegments(
  states: RunStateEntry[],
  now: number,
): StateSegment[] {
  return states
    .filter(state => !hasEnded(state.status))
    .map(state => ({
      status: state.status,
      ms: Math.max(
        0,
        (state.leftAt ? Date.parse(state.leftAt) : now) -
          Date.parse(state.enteredAt),
      ),
      current: state.leftAt === null,
    }));
}

/** How long a run was in each state, in the order it entered them first. */
export function stateTotals(segments: StateSegment[]): StateSegment[] {
  const totals = new Map<string, StateSegment>();
  for (const segment of segments) {
    const before = totals.get(segment.status);
    totals.set(segment.status, {
      ...segment,
      ms: (before?.ms ?? 0) + segment.ms,
      current: segment.current || (before?.current ?? false),
    });
  }
  return [...totals.values()];
}
