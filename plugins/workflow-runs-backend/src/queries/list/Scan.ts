import { Knex } from 'knex';
import { Driver, IndexedColumn } from './driver';
import { Check } from './search';
import { Stretch } from './stretch';

const KEYS = { time: 'ordered_at', duration: 'duration_ms' } as const;

/**
 * The statements of a walk along the beginnings of an index. Each beginning is a branch of its own:
 * where they stand in one condition, PostgreSQL walks the time index past all other runs.
 */
export class Scan {
  readonly #isPostgres: boolean;
  readonly #table: 'runs' | 'run_tags';
  readonly #id: 'id' | 'run_id';
  readonly #key: string;
  readonly #direction: 'asc' | 'desc';

  /** @param stretch - `bounds`: what the order itself bounds */
  constructor(
    private readonly knex: Knex,
    private readonly driver: Driver,
    private readonly stretch: Stretch & { bounds: Check[] },
  ) {
    const isTagged = driver.columns.includes('tag');
    this.#isPostgres = !knex.client.config.client.includes('sqlite');
    this.#table = isTagged ? 'run_tags' : 'runs';
    this.#id = isTagged ? 'run_id' : 'id';
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
      return this.#inOrder(rows, `runs.${this.#key}`, 'runs.id').limit(limit);
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
  #walk(begin: Check): Knex.QueryBuilder {
    const { after, bounds, descending } = this.stretch;
    const walk = this.knex(this.#table).select({
      id: this.#id,
      key: this.#key,
    });
    begin(walk);
    for (const bound of bounds) bound(walk);
    if (this.stretch.order === 'duration') walk.whereNotNull(this.#key);
    if (after) {
      walk.whereRaw(`(??, ??) ${descending ? '<' : '>'} (?, ?)`, [
        this.#key,
        this.#id,
        after.key,
        after.id,
      ]);
    }
    return this.#inOrder(walk, this.#key, this.#id);
  }

  /** The rows of `runs` that a walk comes by. */
  #rows(walk: Knex.QueryBuilder): Knex.QueryBuilder {
    const { knex } = this;
    if (this.#table === 'runs') {
      const whole = walk.clearSelect().select('*').as('runs');
      return knex.from(whole).select('runs.id', { key: `runs.${this.#key}` });
    }
    // Row by row: a plan that reads all runs to join them never pays.
    return knex
      .from(walk.as('walked'))
      .joinRaw(
        this.#isPostgres
          ? 'cross join lateral (select * from runs where runs.id = walked.id offset 0) as runs'
          : 'cross join runs on runs.id = walked.id',
      )
      .select('runs.id', { key: `runs.${this.#key}` });
  }

  /** What each branch finds, in order. */
  #merged(
    branch: (begin: Check) => Knex.QueryBuilder,
    limit: number,
  ): Knex.QueryBuilder {
    const { columns, prefixes } = this.driver;
    if (prefixes.length === 1) return branch(beginning(columns, prefixes[0]));

    const merged = this.knex.from(
      this.#isPostgres ? this.#lateral(branch) : this.#union(branch),
    );
    // A run with two of the tags is found along each of them.
    if (this.#table === 'run_tags') merged.distinct('id', 'key');
    else merged.select('id', 'key');
    return this.#inOrder(merged, 'key', 'id').limit(limit);
  }

  #lateral(branch: (begin: Check) => Knex.QueryBuilder): Knex.Raw {
    const { columns, prefixes } = this.driver;
    const names = columns.map((_, index) => `value${index}`);
    const begin: Check = query =>
      columns.forEach((column, index) =>
        query.whereRaw('?? = ??', [column, `chosen.${names[index]}`]),
      );
    return this.knex.raw(
      `unnest(${names
        .map(() => '?::text[]')
        .join(', ')}) as chosen (${names.join(
        ', ',
      )}) cross join lateral (?) as branches`,
      [
        ...names.map((_, index) => prefixes.map(prefix => prefix[index])),
        branch(begin),
      ] as unknown as Knex.RawBinding[],
    );
  }

  #union(branch: (begin: Check) => Knex.QueryBuilder): Knex.Raw {
    const { columns, prefixes } = this.driver;
    const branches = prefixes.map(prefix =>
      this.knex
        .select('*')
        .from(branch(beginning(columns, prefix)).as('branch')),
    );
    return this.knex.raw('(?) as branches', [
      this.knex.unionAll(branches) as unknown as Knex.Value,
    ]);
  }

  #inOrder(
    query: Knex.QueryBuilder,
    key: string,
    id: string,
  ): Knex.QueryBuilder {
    const order = this.#direction;
    return query.orderBy([
      { column: key, order },
      { column: id, order },
    ]);
  }
}

function beginning(
  columns: readonly IndexedColumn[],
  values: readonly string[],
): Check {
  return query =>
    columns.forEach((column, index) => {
      // As its index says it: a database does not see through a parameter that it is the same.
      if (column === 'needs_intervention') query.whereRaw('??', [column]);
      else query.where(column, values[index]);
    });
}
