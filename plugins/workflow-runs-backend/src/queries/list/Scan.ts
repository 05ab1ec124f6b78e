import { Knex } from 'knex';
import { isSqlite } from '../../database/isSqlite';
import { Driver, IndexedColumn } from './driver';
import { Check } from './search';
import { Stretch } from './stretch';

/** What the first columns of an index hold: SQL of the value, and what it is bound to. */
type Beginning = { column: string; value: string; parameters: string[] }[];

/** Within what a bigint holds and a double tells apart. */
const LEAST = -Number.MAX_SAFE_INTEGER;
const MOST = Number.MAX_SAFE_INTEGER;

const KEYS = { time: 'ordered_at', duration: 'duration_ms' } as const;

/**
 * The statements of a walk along the beginnings of an index. Each beginning is a branch of its own:
 * where they stand in one condition, PostgreSQL walks the time index past all other runs.
 */
export class Scan {
  readonly #isPostgres: boolean;
  readonly #table: 'runs' | 'run_tags' | 'run_failures';
  readonly #id: 'id' | 'run_id';
  readonly #key: string;
  readonly #direction: 'asc' | 'desc';

  constructor(
    private readonly knex: Knex,
    private readonly driver: Driver,
    private readonly stretch: Stretch,
  ) {
    this.#isPostgres = !isSqlite(knex);
    this.#table = tableOf(driver);
    this.#id = this.#table === 'runs' ? 'id' : 'run_id';
    this.#key = KEYS[stretch.order];
    this.#direction = stretch.descending ? 'desc' : 'asc';
  }

  /** The first places of all branches together. */
  first(limit: number): Knex.QueryBuilder {
    return this.#merged(begin => this.#walk(begin).limit(limit), limit);
  }

  /** The first places whose rows pass the checks, of as many rows as a branch may look at. */
  passing(checks: Check[], limit: number, budget: number): Knex.QueryBuilder {
    return this.#merged(begin => {
      const rows = this.#rows(this.#walk(begin).limit(budget));
      for (const check of checks) check(rows);
      // In the order of the walk, or all of it would be sorted before the first row comes out.
      const order = this.#orderOf(begin).map(
        column => `${this.#table}.${column}`,
      );
      return this.#inOrder(rows, order).limit(limit);
    }, limit);
  }

  /** The first of the places at which a branch comes to the end of its budget. */
  horizon(budget: number): Knex.QueryBuilder {
    return this.#merged(
      begin =>
        this.#walk(begin)
          .offset(budget - 1)
          .limit(1),
      1,
    );
  }

  /** Ids and keys along the index, from one of its beginnings. */
  #walk(begin: Beginning): Knex.QueryBuilder {
    const walk = this.knex(this.#table).select({
      id: this.#id,
      key: this.#key,
    });
    if (this.stretch.order === 'duration') walk.whereNotNull(this.#key);
    if (this.#isRange(begin)) this.#asRange(walk, begin);
    else this.#asEquality(walk, begin);
    return this.#inOrder(walk, this.#orderOf(begin));
  }

  #isRange(begin: Beginning): boolean {
    return this.#isPostgres && begin.length > 0;
  }

  #orderOf(begin: Beginning): string[] {
    const ranged = this.#isRange(begin) ? this.driver.columns.slice(-1) : [];
    return [...ranged, this.#key, this.#id];
  }

  #asEquality(walk: Knex.QueryBuilder, begin: Beginning): void {
    const { after, from, to } = this.#bounds;
    for (const { column, value, parameters } of begin) {
      walk.whereRaw(`?? = ${value}`, [column, ...parameters]);
    }
    if (from !== undefined) walk.where(this.#key, '>=', from);
    if (to !== undefined) walk.where(this.#key, '<', to);
    if (after) {
      walk.whereRaw(`(??, ??) ${this.#behind} (?, ?)`, [
        this.#key,
        this.#id,
        after.key,
        after.id,
      ]);
    }
  }

  /**
   * Where a column is equal to something, PostgreSQL knows that the order by time alone is the same,
   * and may walk all runs from the newest on, to find the few that are equal. Said as a range, only
   * the index meant has the order. One range is enough, of the last column: of those before it, how
   * few rows there are is told by an equality alone, and without that a shorter index looks as good.
   */
  #asRange(walk: Knex.QueryBuilder, begin: Beginning): void {
    const { after, from = LEAST, to = MOST } = this.#bounds;
    const descending = this.#direction === 'desc';
    const equal = begin.slice(0, -1);
    const [last] = begin.slice(-1);
    const key = this.#key;
    for (const { column, value, parameters } of equal) {
      walk.whereRaw(`?? = ${value}`, [column, ...parameters]);
    }
    // A partial index has to see that it is enough.
    walk.whereNotNull(last.column);
    const first = { key: descending ? to : LEAST, id: '' };
    const start = after && (!descending || after.key < to) ? after : first;
    walk.whereRaw(
      `(??, ??, ??) ${this.#behind} (${last.value}, ?::bigint, ?)`,
      [last.column, key, this.#id, ...last.parameters, start.key, start.id],
    );
    walk.whereRaw(
      `(??, ??) ${descending ? '>=' : '<='} (${last.value}, ?::bigint)`,
      [last.column, key, ...last.parameters, descending ? from : MOST],
    );
  }

  get #behind(): '<' | '>' {
    return this.stretch.descending ? '<' : '>';
  }

  /** Times bound what is ordered by them. */
  get #bounds(): Pick<Stretch, 'after' | 'from' | 'to'> {
    const { order, after, from, to } = this.stretch;
    return order === 'time' ? { after, from, to } : { after };
  }

  /** The rows of `runs` that a walk comes by. */
  #rows(walk: Knex.QueryBuilder): Knex.QueryBuilder {
    const rows = this.knex
      .from(walk.clearSelect().select('*').as(this.#table))
      .select({
        id: `${this.#table}.${this.#id}`,
        key: `${this.#table}.${this.#key}`,
      });
    if (this.#table === 'runs') return rows;
    // Row by row: a plan that reads all runs to join them never pays.
    return rows.joinRaw(
      this.#isPostgres
        ? `cross join lateral (select * from runs where runs.id = ${
            this.#table
          }.run_id offset 0) as runs`
        : `cross join runs on runs.id = ${this.#table}.run_id`,
    );
  }

  /** What each branch finds, in order. */
  #merged(
    branch: (begin: Beginning) => Knex.QueryBuilder,
    limit: number,
  ): Knex.QueryBuilder {
    const { columns, prefixes } = this.driver;
    if (prefixes.length === 1) return branch(beginningOf(columns, prefixes[0]));

    const merged = this.knex.from(
      this.#isPostgres ? this.#lateral(branch) : this.#union(branch),
    );
    // A run with two of the tags is found along each of them.
    if (this.#table === 'run_tags') merged.distinct('id', 'key');
    else merged.select('id', 'key');
    return this.#inOrder(merged, ['key', 'id']).limit(limit);
  }

  #lateral(branch: (begin: Beginning) => Knex.QueryBuilder): Knex.Raw {
    const { columns, prefixes } = this.driver;
    const begin = columns.map((column, index) => ({
      column,
      value: `chosen.value${index}`,
      parameters: [],
    }));
    const names = columns.map((_, index) => `value${index}`).join(', ');
    const lists = columns.map(() => '?::text[]').join(', ');
    return this.knex.raw(
      `unnest(${lists}) as chosen (${names}) cross join lateral (?) as branches`,
      [
        ...columns.map((_, index) => prefixes.map(prefix => prefix[index])),
        branch(begin),
      ] as unknown as Knex.RawBinding[],
    );
  }

  #union(branch: (begin: Beginning) => Knex.QueryBuilder): Knex.Raw {
    const { columns, prefixes } = this.driver;
    const branches = prefixes.map(prefix =>
      this.knex
        .select('*')
        .from(branch(beginningOf(columns, prefix)).as('branch')),
    );
    return this.knex.raw('(?) as branches', [
      this.knex.unionAll(branches) as unknown as Knex.Value,
    ]);
  }

  #inOrder(query: Knex.QueryBuilder, columns: string[]): Knex.QueryBuilder {
    const order = this.#direction;
    return query.orderBy(columns.map(column => ({ column, order })));
  }
}

/** A run has several tags, and no more than one group that it is failed in. */
function tableOf({ columns }: Driver) {
  if (columns.includes('tag')) return 'run_tags';
  return columns.includes('failed_group_id') ? 'run_failures' : 'runs';
}

function beginningOf(
  columns: readonly IndexedColumn[],
  values: readonly string[],
): Beginning {
  return columns.map((column, index) => ({
    column,
    value: '?',
    parameters: [values[index]],
  }));
}
