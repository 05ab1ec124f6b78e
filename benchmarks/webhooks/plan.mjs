/** How many events there are to deliver, and how long that may take. */
export const QUICK = { events: 1_000, deadlineMs: 120_000 };

export const FULL = { events: 10_000, deadlineMs: 1_200_000 };
