/**
 * Runs that go on, each with so many events a second; how many viewers watch, each one of them; how many watch the
 * list; and for how long it is looked at.
 */
export const QUICK = {
  runs: 100,
  eventsPerSecond: 1,
  viewers: [20, 100],
  lists: 10,
  measureMs: 8_000,
};

export const FULL = {
  runs: 500,
  eventsPerSecond: 1,
  viewers: [200, 1_000],
  lists: 50,
  measureMs: 30_000,
};
