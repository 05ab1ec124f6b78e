import { RunTally } from './Tally';

/** Workflows, versions and environments that are told, each. */
const MAX_GROUPS = 50;

/** The groups with most runs, those first. */
export function mostRuns<G extends { tally: RunTally }>(groups: G[]): G[] {
  return groups
    .map(group => ({ group, runs: runsOf(group.tally) }))
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.runs - a.runs)
    .slice(0, MAX_GROUPS)
    .map(({ group }) => group);
}

/** How many runs have been counted. */
export function runsOf(tally: RunTally): number {
  return tally.get('completed') + tally.get('failed') + tally.get('canceled');
}
