/** How many runs there are, of which half goes. */
export const QUICK = {
  runs: { postgres: 200_000, sqlite: 40_000 },
  beforeMs: 15_000,
};

export const FULL = {
  runs: { postgres: 2_000_000, sqlite: 200_000 },
  beforeMs: 60_000,
};
