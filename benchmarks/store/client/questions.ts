import {
  END,
  ERRORS,
  makeWorkflows,
  OWNERS,
  SPAN_MS,
  STARTERS,
} from '../seed/population';
import { Random } from '../seed/random';

export type Asker = 'admin' | 'few' | 'many';
export type Query = Record<string, string>;

/** A list that somebody asks for; the values differ from one time to the next. */
export interface Question {
  name: string;
  query: (values: Values) => Query;
}

/** Values as the asker would choose them. */
export interface Values {
  random: Random;
  runs: number;
  /** Of a busy one, or of one of the asker's own. */
  workflow: () => string;
  owner: string;
}

const WEEK_MS = 7 * 86_400_000;
/** Workflows and people that an administrator looks at: the first ones have most runs. */
const WELL_KNOWN = 50;

export const QUESTIONS: readonly Question[] = [
  { name: 'no filter', query: () => ({}) },
  {
    name: 'workflow + status',
    query: ({ workflow }) => ({ workflow: workflow(), status: 'failed' }),
  },
  {
    name: 'workflow + time',
    query: ({ workflow, random }) => ({
      workflow: workflow(),
      ...weekOf(random),
    }),
  },
  {
    name: 'status + time',
    query: ({ random }) => ({ status: 'failed', ...weekOf(random) }),
  },
  {
    name: 'frequent tag + status',
    query: () => ({ tag: 'managed', status: 'failed' }),
  },
  {
    name: 'rare tag + status',
    query: () => ({ tag: 'canary', status: 'completed' }),
  },
  {
    name: 'owner + status',
    query: ({ owner }) => ({ owner, status: 'failed' }),
  },
  {
    name: 'error code + time',
    query: ({ random }) => ({
      errorCode: oneOf(ERRORS, random)[0],
      ...weekOf(random),
    }),
  },
  {
    name: 'error category + workflow',
    query: ({ random, workflow }) => ({
      errorCategory: oneOf(ERRORS, random)[1],
      workflow: workflow(),
    }),
  },
  {
    name: 'environment + status',
    query: ({ random }) => ({
      environment: oneOf(['production', 'staging', 'development'], random),
      status: 'failed',
    }),
  },
  {
    name: 'starter + time',
    query: ({ random }) => ({
      startedBy: oneOf(STARTERS.slice(0, WELL_KNOWN), random),
      ...weekOf(random),
    }),
  },
  {
    name: 'business event',
    query: ({ random, runs }) => ({
      businessEventId: `order:${Math.floor((random() * runs) / 2)}`,
    }),
  },
  {
    name: 'decided by a human + time',
    query: ({ random }) => ({ hitl: 'approved', ...weekOf(random) }),
  },
  {
    name: 'SLA + workflow',
    query: ({ workflow }) => ({ sla: 'breached', workflow: workflow() }),
  },
];

/** What an asker chooses from. */
export function valuesFor(asker: Asker, runs: number, random: Random): Values {
  const owner = asker === 'admin' ? OWNERS.busy : OWNERS[asker];
  const workflows = makeWorkflows(runs);
  const own =
    asker === 'admin'
      ? workflows.slice(0, WELL_KNOWN)
      : workflows.filter(({ owners }) => owners.includes(owner));
  return {
    random,
    runs,
    owner,
    workflow: () => `embedded/${oneOf(own, random).name}`,
  };
}

function weekOf(random: Random): { from: string; to: string } {
  const from = END - SPAN_MS + random() * (SPAN_MS - WEEK_MS);
  return {
    from: new Date(from).toISOString(),
    to: new Date(from + WEEK_MS).toISOString(),
  };
}

function oneOf<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)];
}
