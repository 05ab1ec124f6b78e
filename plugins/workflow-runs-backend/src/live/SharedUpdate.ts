import { RunUpdate } from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { RunRecord } from '../queries/runToWire';

/** An update before it is made for one reader. */
export type SharedUpdate = Omit<RunUpdate, 'run'> & { run: RunRecord };

/** Rows as JSON by what their reader may do to the run: whoever may do the same is told the same. */
const rows = new WeakMap<RunRecord, Map<string, string>>();
/** What comes after the row, which is the same for all who may see the run. */
const rests = new WeakMap<SharedUpdate, string>();

/** The row of a run as JSON; undefined where the reader may not see it. Made once for all who see the same. */
export function rowFor(
  runs: AuthorizedRuns,
  run: RunRecord,
): string | undefined {
  if (!runs.maySee(run)) return undefined;
  let made = rows.get(run);
  if (!made) {
    made = new Map();
    rows.set(run, made);
  }
  const rights = runs.rightsOnRun(run).join();
  let row = made.get(rights);
  if (row === undefined) {
    row = JSON.stringify(runs.toWire(run));
    made.set(rights, row);
  }
  return row;
}

/** An update as JSON; undefined where the reader may not see the run. */
export function updateFor(
  runs: AuthorizedRuns,
  update: SharedUpdate,
): string | undefined {
  const row = rowFor(runs, update.run);
  if (row === undefined) return undefined;
  let rest = rests.get(update);
  if (rest === undefined) {
    const { run: _, ...others } = update;
    rest = JSON.stringify(others).slice(1);
    rests.set(update, rest);
  }
  return `{"run":${row},${rest}`;
}
