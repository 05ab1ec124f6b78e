import { chooserOf, randomFrom, zipf } from './random';

/** Everything that is seeded follows from it. */
export const SEED = 20_261_128;

/** Runs were queued in the year before: a fixed one, so that each seeding is the same. */
export const END = Date.UTC(2026, 10, 1);
export const SPAN_MS = 365 * 86_400_000;

const WORKFLOWS = 2_000;
const QUIET = 500;
const FEW = 10;
const MANY = 150;
const BUSIEST = 3;
const TEAMS = 40;
/** Quiet workflows have as many runs as this, or more runs than can be told apart are as quiet. */
const LEAST_RUNS = 10;
const MOST_RUNS = 1_000;
/** With fewer runs altogether, quiet workflows have fewer too. */
const FULL_SIZE = 1_000_000;

/** Groups that own workflows; those who ask belong to one of them. */
export const OWNERS = {
  /** Ten quiet workflows. */
  few: 'group:default/few',
  /** A hundred and fifty quiet ones. */
  many: 'group:default/many',
  /** The three busiest. */
  busy: 'group:default/busy',
} as const;

export interface SeededWorkflow {
  id: string;
  name: string;
  owners: string[];
  isQuiet: boolean;
  /** How many runs it has, about. */
  runs: number;
}

/** Workflows as real ones are: a few of them have most runs, hundreds have hardly any. */
export function makeWorkflows(runs: number): SeededWorkflow[] {
  const random = randomFrom(SEED);
  const share = Math.min(1, runs / FULL_SIZE);
  const quiet = Array.from({ length: QUIET }, () => {
    const count = LEAST_RUNS * (MOST_RUNS / LEAST_RUNS) ** random();
    return Math.max(1, Math.round(count * share));
  });
  const rest = runs - quiet.reduce((sum, count) => sum + count, 0);
  const weights = Array.from({ length: WORKFLOWS - QUIET }, zipf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const busy = weights.map(weight => (rest * weight) / total);
  return [
    ...busy.map((count, rank) => ({
      ...named(rank),
      owners: [teamOf(rank), ...(rank < BUSIEST ? [OWNERS.busy] : [])],
      isQuiet: false,
      runs: count,
    })),
    ...quiet.map((count, index) => ({
      ...named(busy.length + index),
      owners: [ownerOfQuiet(index)],
      isQuiet: true,
      runs: count,
    })),
  ];
}

function named(index: number): { id: string; name: string } {
  const number = String(index).padStart(4, '0');
  return { id: `wfl_${number.padStart(26, '0')}`, name: `workflow_${number}` };
}

function ownerOfQuiet(index: number): string {
  if (index < FEW) return OWNERS.few;
  return index < FEW + MANY ? OWNERS.many : teamOf(index);
}

function teamOf(index: number): string {
  return `group:default/team-${index % TEAMS}`;
}

/** People who launch runs; the first ones do so most. */
export const STARTERS = Array.from(
  { length: 500 },
  (_, index) => `user:default/person-${index}`,
);

/** What runs fail with; the first ones most. */
export const ERRORS = [
  ['http_503', 'external_api'],
  ['timeout', 'timeout'],
  ['http_429', 'transient'],
  ['connection_reset', 'transient'],
  ['schema_mismatch', 'validation_failed'],
  ['type_error', 'bug'],
  ['http_401', 'external_api'],
  ['quota_exceeded', 'policy_denied'],
  ['deadlock', 'transient'],
  ['http_500', 'external_api'],
  ['missing_field', 'validation_failed'],
  ['disk_full', 'bug'],
] as const;

export const chooseStarter = chooserOf(STARTERS, zipf);
export const chooseError = chooserOf(ERRORS, zipf);
export const chooseEnvironment = chooserOf(
  ['production', 'staging', 'development', 'sandbox'] as const,
  (_, index) => [70, 18, 10, 2][index],
);
export const chooseTrigger = chooserOf(
  ['scheduled', 'event', 'manual', 'backfill'] as const,
  (_, index) => [55, 25, 15, 5][index],
);
export const choosePriority = chooserOf(
  ['normal', 'high', 'low'] as const,
  (_, index) => [90, 8, 2][index],
);
