import { Change, ChangeGroup, groupChanges, Row, TABLES } from './changes';

const run = (id: string, set: Row, kind: Change['kind'] = 'update') =>
  ({ kind, table: 'runs', key: { id }, set } as Change);
const live = (id: string, change: Partial<Change>) =>
  ({
    kind: 'update',
    table: 'run_live',
    key: { run_id: id },
    ...change,
  } as Change);

/** A database as small as can be: rows by table and key. */
type Tables = Map<string, Row>;

function nameOf(table: Change['table'], row: Row): string {
  return [table, ...TABLES[table].map(column => row[column])].join('/');
}

function write(tables: Tables, change: Change): void {
  const { table, key, set = {}, add = {}, kind } = change;
  const name = nameOf(table, key);
  const row = tables.get(name);
  if (kind === 'delete') tables.delete(name);
  else if (kind === 'insert' || kind === 'upsert') {
    if (kind === 'insert' && row) throw new Error(`There is a row ${name}`);
    tables.set(name, { ...key, ...set, ...add });
  } else if (row) {
    const grown = Object.entries(add).map(([column, n]) => [
      column,
      Number(row[column] ?? 0) + n,
    ]);
    tables.set(name, { ...row, ...set, ...Object.fromEntries(grown) });
  }
}

function writeGroup(tables: Tables, group: ChangeGroup): void {
  for (const row of group.rows) {
    const pick = (columns: readonly string[]) =>
      Object.fromEntries(columns.map(column => [column, row[column]]));
    write(tables, {
      kind: group.kind,
      table: group.table,
      key: pick(group.keys),
      set: pick(group.set),
      add: pick(group.add) as Record<string, number>,
    });
  }
}

const oneByOne = (changes: Change[]) => {
  const tables: Tables = new Map();
  for (const change of changes) write(tables, change);
  return tables;
};
const grouped = (changes: Change[]) => {
  const tables: Tables = new Map();
  for (const group of groupChanges(changes)) writeGroup(tables, group);
  return tables;
};

/** Mulberry32: the same seed gives the same changes. */
function randomOf(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Changes as the recorder makes them: what is updated is there, and inserts are of what is not. */
function randomChanges(seed: number): Change[] {
  const random = randomOf(seed);
  const there = new Set<string>();
  return Array.from({ length: 1 + random(40) }, (): Change => {
    const [table, column] = (
      [
        ['runs', 'id'],
        ['run_live', 'run_id'],
      ] as const
    )[random(2)];
    const id = String(random(4));
    const name = `${table}/${id}`;
    const key = { [column]: id };
    const whole = { a: random(9), b: random(9), count: random(9) };
    if (!there.has(name)) {
      there.add(name);
      return { kind: random(2) ? 'insert' : 'upsert', table, key, set: whole };
    }
    switch (random(6)) {
      case 0:
        there.delete(name);
        return { kind: 'delete', table, key };
      case 1:
        return { kind: 'upsert', table, key, set: whole };
      case 2:
        return { kind: 'update', table, key, set: { count: random(9) } };
      case 3:
        return { kind: 'update', table, key, add: { count: 1 + random(5) } };
      default:
        return {
          kind: 'update',
          table,
          key,
          set: random(2) ? { a: random(9) } : { b: random(9) },
          add: random(2) ? { count: 1 } : undefined,
        };
    }
  });
}

describe('groupChanges', () => {
  it.each<[string, Change[], Partial<ChangeGroup>[]]>([
    [
      'makes one statement of what sets the same columns',
      [run('1', { status: 'running' }), run('2', { status: 'failed' })],
      [
        {
          kind: 'update',
          rows: [
            { id: '1', status: 'running' },
            { id: '2', status: 'failed' },
          ],
        },
      ],
    ],
    [
      'lets the later value win',
      [run('1', { status: 'running' }), run('1', { status: 'paused' })],
      [{ rows: [{ id: '1', status: 'paused' }] }],
    ],
    [
      'merges what is set apart',
      [run('1', { status: 'running' }), run('1', { partial: true })],
      [
        {
          set: ['partial', 'status'],
          rows: [{ id: '1', status: 'running', partial: true }],
        },
      ],
    ],
    [
      'adds growth up',
      [live('1', { add: { n: 1 } }), live('1', { add: { n: 2 } })],
      [{ add: ['n'], rows: [{ run_id: '1', n: 3 }] }],
    ],
    [
      'grows what is set in the same batch, and assigns it once',
      [live('1', { set: { n: 5 } }), live('1', { add: { n: 2 } })],
      [{ set: ['n'], add: [], rows: [{ run_id: '1', n: 7 }] }],
    ],
    [
      'forgets growth of what is set afterwards',
      [live('1', { add: { n: 2 } }), live('1', { set: { n: 5 } })],
      [{ set: ['n'], add: [], rows: [{ run_id: '1', n: 5 }] }],
    ],
    [
      'writes a new row as it is in the end',
      [
        live('1', { kind: 'insert', set: { n: null, a: 1 } }),
        live('1', { set: { a: 2 }, add: { n: 1 } }),
      ],
      [{ kind: 'insert', rows: [{ run_id: '1', n: 1, a: 2 }] }],
    ],
    [
      'leaves a row away that is gone in the end',
      [run('1', { status: 'queued' }, 'insert'), run('1', {}, 'delete')],
      [{ kind: 'delete', rows: [{ id: '1' }] }],
    ],
    [
      'replaces a row that is deleted and written again',
      [run('1', {}, 'delete'), run('1', { status: 'queued' }, 'insert')],
      [{ kind: 'upsert', rows: [{ id: '1', status: 'queued' }] }],
    ],
    [
      'inserts, then updates, then deletes, parents first',
      [
        run('1', {}, 'delete'),
        live('2', { set: { a: 1 } }),
        run('2', { status: 'failed' }),
        live('3', { kind: 'upsert', set: { a: 1 } }),
        live('4', { kind: 'insert', set: { a: 1 } }),
        run('4', { status: 'queued' }, 'insert'),
      ],
      [
        { kind: 'insert', table: 'runs' },
        { kind: 'insert', table: 'run_live' },
        { kind: 'upsert', table: 'run_live' },
        { kind: 'update', table: 'runs' },
        { kind: 'update', table: 'run_live' },
        { kind: 'delete', table: 'runs' },
      ],
    ],
    ['makes nothing of nothing', [], []],
  ])('%s', (_, changes, expected) => {
    expect(groupChanges(changes)).toMatchObject(expected);
    expect(groupChanges(changes)).toHaveLength(expected.length);
  });

  it('never changes a row twice, which one statement could not', () => {
    const changes = randomChanges(7);
    const names = groupChanges(changes).flatMap(({ table, rows }) =>
      rows.map(row => nameOf(table, row)),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('comes to the same as one change after the other', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const changes = randomChanges(seed);
      expect({ seed, rows: grouped(changes) }).toEqual({
        seed,
        rows: oneByOne(changes),
      });
    }
  });
});
