import { attemptRows, stateRows, stepRows } from './makeSteps';
import { Row, SeededRun } from './SeededRun';

/** Tables that have a row for each run, or several. */
export const LARGE_TABLES = ['runs', 'run_live', 'run_tags'] as const;
/** All that are filled. */
export const TABLES = [
  ...LARGE_TABLES,
  'run_states',
  'steps',
  'attempts',
] as const;
export type Table = (typeof TABLES)[number];

/** What a run adds to each table. */
export function rowsOf(
  run: SeededRun,
  { index, runs }: { index: number; runs: number },
): Record<Table, Row[]> {
  const steps = stepRows(run, { index, runs });
  const done = steps.filter(({ status }) => status === 'completed').length;
  return {
    runs: [run.row],
    run_live: [
      {
        run_id: run.id,
        steps_total: steps.length || 5,
        steps_done: steps.length ? done : 5,
        last_number: 12,
        last_position: 0,
        updated_at: run.row.updated_at,
      },
    ],
    run_tags: run.tags.map(tag => ({
      tag,
      ordered_at: run.orderedAt,
      run_id: run.id,
    })),
    run_states: steps.length ? stateRows(run) : [],
    steps,
    attempts: steps.flatMap(attemptRows),
  };
}
