import { Knex } from 'knex';
import {
  RunFact,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { LedgerCall } from '../outside/ledger';
import { Script } from '../scenarios/Scenario';

/** An event of the log. */
export interface HistoryEvent {
  position: number;
  runId: string;
  number: number;
  key: string;
  fact: RunFact;
}

/** A row as it was read; what differs between databases is made the same. */
export type EvidenceRow = Record<string, string | number | null>;

/** A launch that was asked for, again and again where nobody answered. */
export interface Launch {
  key: string;
  workflow: string;
  script: Script;
  /** What the answer said; undefined where there never was one. */
  runId: string | undefined;
}

/** What was seen in the database while runs went on. */
export interface Observations {
  /** Events as they were first read, as text, by position. */
  events: Map<number, string>;
  /** Results as they were first read after their completion, by place and generation. */
  results: Map<string, string>;
  /** What was wrong already when it was seen. */
  problems: string[];
}

/** Everything that checks look at: what was asked for, and what has come of it inside and outside. */
export interface Evidence {
  launches: Launch[];
  ledger: LedgerCall[];
  observed: Observations;
  events: HistoryEvent[];
  /** Position that the log has given out last. */
  head: number;
  definitions: Map<string, WorkflowDefinition>;
  tables: Record<EvidenceTable, EvidenceRow[]>;
}

const TABLES = [
  'runs',
  'run_live',
  'run_states',
  'steps',
  'attempts',
  'actions',
  'launch_keys',
  'engine_runs',
  'timers',
  'workers',
  'run_io',
  'run_messages',
] as const;
export type EvidenceTable = (typeof TABLES)[number];

/** Reads everything that the database knows. */
export async function readTables(
  knex: Knex,
): Promise<Pick<Evidence, 'events' | 'head' | 'definitions' | 'tables'>> {
  const tables = {} as Record<EvidenceTable, EvidenceRow[]>;
  for (const table of TABLES) {
    tables[table] = (await knex(table)).map(toEvidenceRow);
  }
  const { position } = await knex('log_head').first();
  const definitions = await knex('definitions');
  return {
    tables,
    head: Number(position),
    events: (await knex('run_events').orderBy('position')).map(toEvent),
    definitions: new Map(
      definitions.map(({ hash, content }) => [hash, JSON.parse(content)]),
    ),
  };
}

/** What an event says, as the fact that it was. */
export function toEvent(row: Record<string, any>): HistoryEvent {
  return {
    position: Number(row.position),
    runId: row.run_id,
    number: row.number,
    key: row.event_key,
    fact: {
      ...JSON.parse(row.payload),
      type: row.type,
      at: Number(row.occurred_at),
      generation: row.generation,
    },
  };
}

/** PostgreSQL has big integers as text, and booleans where SQLite has numbers. */
function toEvidenceRow(row: Record<string, any>): EvidenceRow {
  const whole = /^-?\d{1,16}$/;
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (typeof value === 'boolean') return [column, Number(value)];
      // An id may happen to have nothing but digits.
      const isBigInteger =
        typeof value === 'string' &&
        whole.test(value) &&
        !column.endsWith('_id');
      return [column, isBigInteger ? Number(value) : value];
    }),
  );
}

/** Names the place of a step's row, an attempt's, or a result's. */
export function placeOf(row: EvidenceRow): string {
  const item = row.item_index === -1 ? '' : `/${row.item_index}`;
  return `${row.run_id}/${row.step_key}${item}`;
}

/** Rows by what names them, in the order in which they come. */
export function groupBy<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
