import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import {
  buildGraph,
  isItem,
  isRollback,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import {
  Change,
  groupChanges,
  Row,
  SqlValue,
  TABLES,
} from '../../../database/changes';
import { describeStep } from '../../../recorder/describeStep';
import { newRunChanges } from '../../../recorder/newRun';
import { newStepChange } from '../../../recorder/stepRows';
import { project } from '../../../recorder/project';
import { newRun } from '../../newRun';
import { EvidenceRow, EvidenceTable, HistoryEvent } from './Evidence';

/** Tables that facts are projected onto. */
const PROJECTED = [
  'runs',
  'run_live',
  'run_states',
  'steps',
  'attempts',
] as const satisfies readonly EvidenceTable[];
type Projected = (typeof PROJECTED)[number];

/** What rows hold beside what facts say: identities, and what is written apart from facts. */
const NOT_PROJECTED: Record<Projected, string[]> = {
  runs: ['updated_at', 'outputs_summary'],
  run_live: ['updated_at', 'log_sequence', 'last_position', 'last_number'],
  run_states: [],
  steps: ['id', 'progress', 'updated_at'],
  attempts: ['worker'],
};

type Rows = Map<string, Row>;

/**
 * Whether the tables hold what the run's events say, no more and no less: the events are projected
 * anew, one at a time, from a run that was just accepted.
 */
export function checkProjections(
  runId: string,
  definition: WorkflowDefinition,
  events: readonly HistoryEvent[],
  rows: Record<Projected, readonly EvidenceRow[]>,
): string[] {
  const expected = replay(runId, definition, events);
  return PROJECTED.flatMap(table => {
    const found = new Map(rows[table].map(row => [nameOf(table, row), row]));
    const missing = [...expected[table].keys()].filter(
      name => !found.has(name),
    );
    const unknown = [...found.keys()].filter(
      name => !expected[table].has(name),
    );
    return [
      ...missing.map(name => `${table} ${name} is missing`),
      ...unknown.map(name => `no event tells of ${table} ${name}`),
      ...[...found].flatMap(([name, row]) =>
        differences(table, name, row, expected[table].get(name) ?? {}),
      ),
    ];
  });
}

function differences(
  table: Projected,
  name: string,
  row: EvidenceRow,
  expected: Row,
): string[] {
  return Object.entries(expected)
    .filter(([column]) => !NOT_PROJECTED[table].includes(column))
    .filter(([column, value]) => plain(value) !== plain(row[column]))
    .map(
      ([column, value]) =>
        `${table} ${name}: ${column} is ${row[column]}, and its events say ${value}`,
    );
}

function replay(
  runId: string,
  definition: WorkflowDefinition,
  events: readonly HistoryEvent[],
): Record<Projected, Rows> {
  const tables = Object.fromEntries(
    PROJECTED.map(table => [table, new Map()]),
  ) as Record<Projected, Rows>;
  const { create } = newRun(runId, { definition, at: events[0]?.fact.at });
  // What a run is launched with is no projection of its events; only its steps are.
  apply(
    tables,
    newRunChanges(runId, create!).filter(({ table }) => table !== 'runs'),
  );
  tables.runs.set(runId, { status: 'queued', generation: 0 });
  const graph = buildGraph(definition);
  for (const { fact, number } of events) {
    if (fact.type === 'step.started' && fact.attempt === 1) {
      const unit = unitId(fact.step, fact.item);
      // Items and rollbacks get their rows when they start for the first time.
      if (isItem(unit) || isRollback(unit)) {
        const step = describeStep(graph, unit);
        apply(tables, [newStepChange(runId, step, fact.generation, fact.at)]);
      }
    }
    apply(tables, project(fact, { runId, number, worker: null }));
  }
  return tables;
}

function apply(tables: Record<Projected, Rows>, changes: Change[]) {
  for (const { kind, table, keys, set, add, rows } of groupChanges(changes)) {
    const held = tables[table as Projected] as Rows | undefined;
    if (!held) continue;
    for (const row of rows) {
      const name = nameOf(table as Projected, row);
      const before = held.get(name);
      if (kind !== 'update') {
        held.set(name, { ...row });
      } else if (before) {
        const after = { ...before };
        for (const column of set) after[column] = row[column];
        for (const column of add) {
          after[column] = Number(before[column] ?? 0) + Number(row[column]);
        }
        for (const key of keys) after[key] = row[key];
        held.set(name, after);
      }
    }
  }
}

function nameOf(table: Projected, row: Row | EvidenceRow): string {
  return TABLES[table].map(column => row[column]).join('/');
}

/** SQLite has numbers for booleans; nothing at all is null. */
function plain(value: SqlValue | undefined): unknown {
  if (typeof value === 'boolean') return Number(value);
  return value ?? null;
}
