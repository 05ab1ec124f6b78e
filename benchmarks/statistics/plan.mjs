/** What is measured, and how often. */
export const QUICK = {
  sizes: { postgres: [20_000], sqlite: [20_000] },
  busy: { runs: { postgres: 20_000, sqlite: 20_000 }, runsPerDay: 500 },
  samples: 15,
  freshness: { eventsPerSecond: 500, warmUpMs: 2_000, measureMs: 10_000 },
};

export const FULL = {
  sizes: { postgres: [1_000_000, 10_000_000], sqlite: [1_000_000] },
  /** As many as the busiest workflow has where there are ten million runs in a year. */
  busy: {
    runs: { postgres: 10_000_000, sqlite: 1_000_000 },
    runsPerDay: 5_500,
  },
  samples: 100,
  freshness: { eventsPerSecond: 500, warmUpMs: 5_000, measureMs: 60_000 },
};
