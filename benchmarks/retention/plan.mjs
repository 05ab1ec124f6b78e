/**
 * How many runs there are, of which half goes; how many rows of each kind a run has; and how long is deleted and
 * rested in turns.
 */
export const QUICK = {
  runs: { postgres: 200_000, sqlite: 40_000 },
  rowsOfAKind: 3,
  turns: { count: 12, workMs: 10_000, restMs: 10_000 },
};

/** With fewer rows for each run, or it would take a night. */
export const FULL = {
  runs: { sqlite: 200_000, postgres: 2_000_000 },
  rowsOfAKind: 1,
  turns: { count: 1_000, workMs: 60_000, restMs: 20_000 },
};
