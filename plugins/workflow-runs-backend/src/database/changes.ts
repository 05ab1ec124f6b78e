/** What a column may hold; JSON is passed as text. */
export type SqlValue = string | number | boolean | Buffer | null;
export type Row = Record<string, SqlValue>;

/** The tables that changes are written to, parents first. */
export const TABLES = {
  runs: ['id'],
  run_live: ['run_id'],
  observed_runs: ['run_id'],
  run_tags: ['tag', 'ordered_at', 'run_id'],
  run_states: ['run_id', 'number'],
  steps: ['run_id', 'step_key', 'item_index'],
  attempts: ['run_id', 'step_key', 'item_index', 'generation', 'number'],
  engine_runs: ['run_id'],
  timers: ['run_id', 'kind', 'step_key', 'item_index'],
  actions: ['id'],
  sealed_payloads: ['run_id', 'kind', 'step_key', 'item_index', 'generation'],
  privacy_tokens: ['run_id', 'id'],
  run_io: ['run_id', 'step_key', 'item_index', 'direction', 'generation'],
  artifacts: ['id'],
  decisions: ['run_id', 'step_key', 'item_index', 'generation', 'asked_at'],
  annotations: ['id'],
  run_messages: ['run_id', 'child_run_id', 'generation'],
  ingested_events: ['source', 'event_id'],
} as const;
export type Table = keyof typeof TABLES;

/**
 * A change of one row, named by its primary key. An insert and an upsert tell the whole row; an
 * update is of a row that there is, and does nothing where there is none.
 */
export interface Change {
  table: Table;
  key: Row;
  /** Columns that get a value. */
  set?: Row;
  /** Columns that grow by a number; null counts as 0. */
  add?: Record<string, number>;
  kind: 'insert' | 'upsert' | 'update' | 'delete';
}

/** Rows of one table that one statement can change. */
export interface ChangeGroup {
  /** The same for groups that are alike but for their rows. */
  name: string;
  kind: Change['kind'];
  table: Table;
  keys: readonly string[];
  set: string[];
  add: string[];
  rows: Row[];
}

/**
 * Merges changes of the same row and groups what one statement can do: inserts before updates
 * before deletes, so that the order within a batch is kept for every row.
 */
export function groupChanges(changes: Change[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const change of mergeByRow(changes)) {
    const set = Object.keys(change.set ?? {}).sort();
    const add = Object.keys(change.add ?? {}).sort();
    const name = [change.kind, change.table, ...set, '+', ...add].join(' ');
    let group = groups.get(name);
    if (!group) {
      const { kind, table } = change;
      group = { name, kind, table, keys: TABLES[table], set, add, rows: [] };
      groups.set(name, group);
    }
    group.rows.push({ ...change.key, ...change.set, ...change.add });
  }
  return [...groups.values()].sort(
    (a, b) => rank(a) - rank(b) || tableRank(a) - tableRank(b),
  );
}

const KINDS: Change['kind'][] = ['insert', 'upsert', 'update', 'delete'];

function rank(group: ChangeGroup): number {
  return KINDS.indexOf(group.kind);
}

function tableRank(group: ChangeGroup): number {
  return Object.keys(TABLES).indexOf(group.table);
}

function mergeByRow(changes: Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const change of changes) {
    const name = rowName(change);
    const earlier = merged.get(name);
    merged.set(name, earlier ? merge(earlier, change) : change);
  }
  return [...merged.values()];
}

function rowName({ table, key }: Change): string {
  return [table, ...TABLES[table].map(column => key[column])].join('\0');
}

function merge(earlier: Change, later: Change): Change {
  if (later.kind !== 'update') {
    // A row that is deleted and written again, or written twice: the later word is the last one.
    if (later.kind === 'insert' && earlier.kind === 'delete') {
      return { ...later, kind: 'upsert' };
    }
    return later;
  }
  const set = { ...earlier.set, ...later.set };
  const add = { ...earlier.add };
  for (const [column, n] of Object.entries(later.add ?? {})) {
    // Growth of a value that is written in the same batch can be added up here.
    if (Object.hasOwn(set, column)) {
      set[column] = Number(set[column] ?? 0) + n;
    } else {
      add[column] = (add[column] ?? 0) + n;
    }
  }
  for (const column of Object.keys(later.set ?? {})) delete add[column];
  return { ...earlier, set, add };
}
