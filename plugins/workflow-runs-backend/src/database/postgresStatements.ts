import { ChangeGroup } from './changes';
import { RowsUpdate } from './LaneDatabase';

/** Names of the types that the columns of a table have. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** Gives out the parameters of one statement, in the order of its values. */
export class Parameters {
  #count = 0;

  /** An array for each column, all of the same length: together they are the rows. */
  rows(types: ColumnTypes, columns: readonly string[]): string {
    const arrays = columns.map(column => this.array(types, column));
    return `unnest(${arrays.join(', ')})`;
  }

  array(types: ColumnTypes, column: string): string {
    const type = types.get(column);
    if (!type) throw new Error(`There is no column "${column}"`);
    return `${this.value()}::"${type}"[]`;
  }

  value(): string {
    this.#count += 1;
    return `$${this.#count}`;
  }
}

/** Columns of the rows of a group, in the order in which the statement takes them. */
export function columnsOf(group: {
  keys: readonly string[];
  set: string[];
  add?: string[];
}): string[] {
  return [...group.keys, ...group.set, ...(group.add ?? [])];
}

export function insertOf(
  table: string,
  types: ColumnTypes,
  columns: readonly string[],
  parameters = new Parameters(),
): string {
  const rows = parameters.rows(types, columns);
  return `insert into "${table}" (${list(columns)}) select * from ${rows}`;
}

/** Applies groups of changes, all of them in one statement; values come group by group. */
export function statementOf(
  groups: readonly ChangeGroup[],
  typesOf: (table: string) => ColumnTypes,
): string {
  const parameters = new Parameters();
  const changes = groups.map(group =>
    changeOf(group, typesOf(group.table), parameters),
  );
  if (changes.length === 1) return changes[0];
  const parts = changes.map(
    (change, index) => `change_${index} as (${change})`,
  );
  return `with ${parts.join(', ')} select 1`;
}

/** Columns that a group's rows give values of, in the order in which its statement takes them. */
export function columnsOfGroup(group: ChangeGroup): readonly string[] {
  return group.kind === 'delete' ? group.keys : columnsOf(group);
}

function changeOf(
  group: ChangeGroup,
  types: ColumnTypes,
  parameters: Parameters,
): string {
  const { table, keys, set } = group;
  const insert = () => insertOf(table, types, columnsOf(group), parameters);
  switch (group.kind) {
    case 'insert':
      return insert();
    case 'upsert':
      return `${insert()} on conflict (${list(keys)}) do ${
        set.length === 0
          ? 'nothing'
          : `update set ${set.map(c => `"${c}" = excluded."${c}"`).join(', ')}`
      }`;
    case 'update':
      return updateOf(table, group, parameters.rows(types, columnsOf(group)));
    case 'delete':
      return `delete from "${table}" t using ${parameters.rows(
        types,
        keys,
      )} v(${list(keys)}) where ${matching(keys)}`;
    default:
      throw new Error(`Unknown kind of change: ${group.kind}`);
  }
}

/** @param rows - what gives the values, with the columns in their order */
export function updateOf(
  table: string,
  spec: Omit<RowsUpdate, 'rows'>,
  rows: string,
): string {
  return `update "${table}" t set ${assignments(spec)} from ${rows} v(${list(
    columnsOf(spec),
  )}) where ${matching(spec.keys)}`;
}

/**
 * Appends events and tells where the log has come to, in one statement: the positions are known to
 * it alone, and nobody has to wait for them to go on.
 */
export function appendOf(
  eventColumns: readonly string[],
  heads: readonly ChangeGroup[],
  typesOf: (table: string) => ColumnTypes,
): string {
  const parameters = new Parameters();
  const count = parameters.value();
  const log = `insert into "run_events" (position, ${list(
    eventColumns,
  )}) select head.before + v.place, ${eventColumns
    .map(column => `v."${column}"`)
    .join(', ')} from ${parameters.rows(
    typesOf('run_events'),
    eventColumns,
  )} with ordinality v(${list(eventColumns)}, place), head`;
  const updates = heads.map((group, index) => {
    const columns = columnsOf(group);
    const rows = parameters.rows(typesOf(group.table), columns);
    const set = assignments(group).replace(
      'v."last_position"',
      'head.before + v."last_position"',
    );
    return `, head_${index} as (update "${
      group.table
    }" t set ${set} from ${rows} v(${list(columns)}), head where ${matching(
      group.keys,
    )})`;
  });
  return `with head as (update log_head set position = position + ${count} where id = 1 returning position, position - ${count} as before), log as (${log})${updates.join(
    '',
  )} select position from head`;
}

function assignments({ set, add = [] }: Omit<RowsUpdate, 'rows'>): string {
  return [
    ...set.map(column => `"${column}" = v."${column}"`),
    ...add.map(
      column => `"${column}" = coalesce(t."${column}", 0) + v."${column}"`,
    ),
  ].join(', ');
}

export function list(columns: readonly string[], prefix = ''): string {
  return columns.map(column => `${prefix}"${column}"`).join(', ');
}

export function matching(keys: readonly string[]): string {
  return keys.map(key => `t."${key}" = v."${key}"`).join(' and ');
}
