import { checkChildren } from './checkChildren';
import { checkHistory } from './checkHistory';
import { checkLaunches } from './checkLaunches';
import { checkLedger } from './checkLedger';
import { checkLeftovers } from './checkLeftovers';
import { checkLog } from './checkLog';
import { checkObservations } from './checkObservations';
import { checkOutcomes } from './checkOutcomes';
import { checkProjections } from './checkProjections';
import { checkResults } from './checkResults';
import { Evidence, groupBy } from './Evidence';

/** What was checked, and what is wrong. */
export interface Verdict {
  check: string;
  problems: string[];
}

const CHECKS: { check: string; find: (evidence: Evidence) => string[] }[] = [
  { check: 'every launch has its one run', find: checkLaunches },
  { check: 'every run has ended as its script says', find: checkOutcomes },
  {
    check: 'every run of a run is the one of its attempt',
    find: checkChildren,
  },
  { check: 'nothing is left of runs that have ended', find: checkLeftovers },
  { check: 'the log has no gaps', find: checkLog },
  { check: 'nothing that was read once has changed', find: checkObservations },
  { check: 'every history is one that the lifecycle allows', find: histories },
  { check: 'tables hold what events say', find: projections },
  {
    check: 'every result is committed once, and is what was seen',
    find: checkResults,
  },
  {
    check: 'everything done outside is known, and done once',
    find: checkLedger,
  },
];

/** Everything that must hold, whatever has happened to backends. */
export function checkAll(evidence: Evidence): Verdict[] {
  return CHECKS.map(({ check, find }) => ({ check, problems: find(evidence) }));
}

function histories(evidence: Evidence): string[] {
  return ofRuns(evidence, (runId, definition, events) =>
    checkHistory(definition, events).map(problem => `${runId}, ${problem}`),
  );
}

function projections(evidence: Evidence): string[] {
  const { tables } = evidence;
  const ofRun = (rows: Evidence['tables']['steps']) =>
    groupBy(rows, row => String(row.run_id ?? row.id));
  const rows = {
    runs: ofRun(tables.runs),
    run_live: ofRun(tables.run_live),
    run_states: ofRun(tables.run_states),
    steps: ofRun(tables.steps),
    attempts: ofRun(tables.attempts),
  };
  return ofRuns(evidence, (runId, definition, events) =>
    checkProjections(runId, definition, events, {
      runs: rows.runs.get(runId) ?? [],
      run_live: rows.run_live.get(runId) ?? [],
      run_states: rows.run_states.get(runId) ?? [],
      steps: rows.steps.get(runId) ?? [],
      attempts: rows.attempts.get(runId) ?? [],
    }).map(problem => `${runId}: ${problem}`),
  );
}

function ofRuns(
  { events, definitions, tables }: Evidence,
  find: (
    runId: string,
    definition: NonNullable<ReturnType<Evidence['definitions']['get']>>,
    events: Evidence['events'],
  ) => string[],
): string[] {
  const eventsOf = groupBy(events, ({ runId }) => runId);
  return tables.runs.flatMap(({ id, definition_hash: hash }) =>
    find(
      String(id),
      definitions.get(String(hash))!,
      eventsOf.get(String(id)) ?? [],
    ),
  );
}
