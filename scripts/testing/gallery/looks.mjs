const DESK = { width: 1440, height: 900 };
const NARROW = { width: 1024, height: 768 };

/**
 * How the states are looked at: all of them in both themes, on a large and on a small window.
 *
 * @typedef {object} Look
 * @property {string} name part of the file names of its pictures
 * @property {'light' | 'dark'} theme
 * @property {{ width: number, height: number }} viewport
 * @property {number} [zoom] how much larger than usual everything is
 * @property {boolean} [still] whether its reader has asked for less motion
 * @property {boolean} [mainOnly] whether only the main states are looked at
 */

/** @type {Look[]} */
export const LOOKS = [
  { name: 'light-1440', theme: 'light', viewport: DESK },
  { name: 'dark-1440', theme: 'dark', viewport: DESK },
  { name: 'light-1024', theme: 'light', viewport: NARROW },
  { name: 'dark-1024', theme: 'dark', viewport: NARROW },
  {
    name: 'zoomed-1440',
    theme: 'light',
    viewport: { width: 720, height: 450 },
    zoom: 2,
    mainOnly: true,
  },
  {
    name: 'still-1440',
    theme: 'light',
    viewport: DESK,
    still: true,
    mainOnly: true,
  },
];

/** What `npm test` has time for: each theme and each window once. `npm run gallery` looks in all ways. */
export const TESTED_LOOKS = LOOKS.filter(({ name }) =>
  ['light-1440', 'dark-1024'].includes(name),
);

/** The states that are looked at zoomed, and with less motion. */
export const MAIN_STATES = [
  'runs-list/all',
  'runs-list/loading',
  'runs-list/selection',
  'launch/form',
  'run-page/running',
  'run-page/failed-and-rolled-back',
  'run-page/waiting-for-approval',
  'run-page/loading',
  'dialogs/cancel',
  'dialogs/rerun-edited',
  'steps/graph-7-steps',
  'steps/table-7-steps',
  'step-panel/failed',
  'run-tabs/io-big',
  'compare/different',
  'entity-tabs/runs',
  'statistics/workflow',
  'statistics/page',
  'monitor/running',
];
