import { Tone } from 'backstage-plugin-workflow-runs-common';

/**
 * The one place with literal colours and sizes. Surfaces, text and focus come from the portal's own
 * theme; what a status looks like is ours, because a reader learns it once for every engine.
 */

/** Colours of one tone: bars and icons, words, backgrounds behind words, outlines. @public */
export interface ToneColors {
  fill: string;
  text: string;
  wash: string;
  line: string;
}

/** Colours of every tone, and the neutral ones that go with them. @public */
export interface StatusColors extends Record<Tone, ToneColors> {
  /** Words of less weight; read well on paper, page and wells alike. */
  quiet: string;
  /** What is not done yet: the rest of a bar. At least 3:1 where it carries meaning. */
  track: string;
  /** Outlines of controls, 3:1 against paper. */
  control: string;
  /** Background of logs and JSON. */
  well: string;
  /** Words on a filled bar. */
  onFill: string;
  /** Background of a selected row. */
  selected: string;
}

/** @public */
export const statusColors: Record<'light' | 'dark', StatusColors> = {
  light: {
    completed: {
      fill: '#2B8A4B',
      text: '#1C6B38',
      wash: '#E7F4EB',
      line: '#A9D5B7',
    },
    running: {
      fill: '#2273D8',
      text: '#1A5DB3',
      wash: '#E6F0FC',
      line: '#A8C9F2',
    },
    failed: {
      fill: '#CF352E',
      text: '#B3261E',
      wash: '#FDECEA',
      line: '#F0B9B5',
    },
    waiting: {
      fill: '#C77D05',
      text: '#8A5300',
      wash: '#FDF3E0',
      line: '#EFCF93',
    },
    skipped: {
      fill: '#858E99',
      text: '#57606B',
      wash: '#EFF1F4',
      line: '#CDD2D9',
    },
    quiet: '#5F646B',
    track: '#DDE1E6',
    control: '#868E99',
    well: '#F3F4F6',
    onFill: '#FFFFFF',
    selected: '#EBF2FB',
  },
  dark: {
    completed: {
      fill: '#4FB477',
      text: '#86D9A5',
      wash: '#2F4538',
      line: '#4C7A5E',
    },
    running: {
      fill: '#5BA0F2',
      text: '#9CC9FF',
      wash: '#31445B',
      line: '#4F719A',
    },
    failed: {
      fill: '#F2786F',
      text: '#FFB4AE',
      wash: '#503A3C',
      line: '#87585A',
    },
    waiting: {
      fill: '#E3A63C',
      text: '#F6CA77',
      wash: '#4A402D',
      line: '#80683A',
    },
    skipped: {
      fill: '#98A0AB',
      text: '#BCC3CC',
      wash: '#44484F',
      line: '#5F656E',
    },
    quiet: '#C0C4CA',
    track: '#565B64',
    control: '#8A919C',
    well: '#2B2E33',
    onFill: '#1A1D21',
    selected: '#33445A',
  },
};

/** Sizes in pixels, on a 4 px grid. @public */
export const sizes = {
  gutter: 24,
  cardGap: 12,
  cardPaddingY: 16,
  cardPaddingX: 20,
  chipGap: 8,
  runRow: 48,
  tableHead: 36,
  stepRow: 28,
  groupRow: 24,
  bar: 14,
  hatch: 10,
  band: 8,
  progress: 6,
  chip: 24,
  chipSmall: 20,
  control: 32,
  icon: 16,
  stepName: 288,
  stepPanel: 344,
  logRow: 20,
  radius: { card: 6, control: 4, bar: 3, pill: 999 },
} as const;

/** @public */
export const monospace =
  'ui-monospace, "Roboto Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';
