/** What is measured, and how often. */
export const QUICK = {
  repeats: 2,
  activeRuns: [50],
  steps: [100, 1_000],
  logLines: [10_000],
  live: { updates: 600, everyMs: 20 },
};

export const FULL = {
  repeats: 5,
  activeRuns: [50, 500],
  steps: [100, 1_000, 10_000],
  logLines: [10_000, 100_000],
  /** An hour of one update a second, in a minute and a half. */
  live: { updates: 3_600, everyMs: 20 },
};

/** What each may take, in milliseconds; the source is design and issue of the screens. */
export const BUDGETS = {
  dashboardCold: 2_000,
  runAfterData: 500,
  gantt: { 100: 100, 1_000: 500, 10_000: 500 },
  longTask: 50,
  listChunkKb: 150,
};
