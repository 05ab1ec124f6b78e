/** What is measured, and for how long. */
export const QUICK = { measureMs: 1_000, engineMs: 4_000, rounds: 1 };

export const FULL = { measureMs: 5_000, engineMs: 20_000, rounds: 3 };
