/** How many runs there are, of which half goes, and for how many rounds of deleting and of resting. */
export const QUICK = {
  runs: { postgres: 200_000, sqlite: 40_000 },
  rounds: 12,
  roundMs: 10_000,
};

export const FULL = {
  runs: { postgres: 2_000_000, sqlite: 200_000 },
  rounds: 1_000,
  roundMs: 60_000,
};
