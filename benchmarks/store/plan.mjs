/** What is measured, and how often. */
export const QUICK = {
  sizes: { postgres: [10_000, 100_000], sqlite: [10_000, 100_000] },
  samples: { alone: 60, together: 160 },
  cellMs: 600,
  scaffolderTasks: [100_000],
  recorder: { warmUpMs: 1_000, measureMs: 3_000 },
};

export const FULL = {
  sizes: {
    postgres: [10_000, 1_000_000, 10_000_000],
    sqlite: [10_000, 1_000_000],
  },
  samples: { alone: 80, together: 160 },
  cellMs: 800,
  scaffolderTasks: [100_000, 1_000_000],
  recorder: { warmUpMs: 3_000, measureMs: 10_000 },
};

/** Clients that ask at the same time. */
export const CLIENTS = 8;
/** The other page that is looked at, besides the first. */
export const LATER_PAGE = 20;
export const PAGE = 50;
/** So many sets of values each query is asked with: always the same one would be in every cache. */
export const VARIANTS = { first: 40, later: 3 };

/** Who asks. Names of users, and what they see. */
export const ASKERS = {
  admin: 'everything',
  few: '10 quiet workflows of theirs',
  many: '150 quiet workflows of theirs',
};

/** Of the scaffolder’s list; a few will do, where each takes long. */
export const SCAFFOLDER_SAMPLES = 60;
