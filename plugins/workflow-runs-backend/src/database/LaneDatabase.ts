import { ChangeGroup, Row, SqlValue } from './changes';

/** An update of many rows, each named by its key columns. */
export interface RowsUpdate {
  keys: readonly string[];
  /** Columns that get a value. */
  set: string[];
  /** Columns that grow by a value. */
  add?: string[];
  rows: Row[];
}

/**
 * The few things that the commit lane asks of a database, in one transaction. They are done in the
 * order in which they are asked for. Whoever needs no answer need not wait for it: what is still
 * under way when the transaction's work is done is waited for together with the commit.
 */
export interface LaneTransaction {
  /**
   * Inserts rows whose key is not there yet.
   *
   * @returns the given rows that were inserted
   */
  insertIfAbsent(table: string, keys: string[], rows: Row[]): Promise<Row[]>;
  /**
   * Updates rows by their key columns; columns in `add` grow by the value.
   *
   * @returns the `returning` columns of the rows that there were
   */
  update(table: string, spec: RowsUpdate, returning: string[]): Promise<Row[]>;
  /** Locks rows against other lanes, in the order of the column, and returns them. */
  lock(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]>;
  select(
    table: string,
    column: string,
    values: SqlValue[],
    columns: string[],
  ): Promise<Row[]>;
  /** Finds rows by their key columns, and returns their `columns`. */
  find(
    table: string,
    keys: string[],
    rows: Row[],
    columns: string[],
  ): Promise<Row[]>;
  /** Applies groups of changes of different rows, in whichever order. */
  apply(groups: readonly ChangeGroup[]): Promise<void>;
  insert(table: string, rows: Row[]): Promise<void>;
  /**
   * Puts events at the end of the log: reserves positions for them, for which other lanes wait until
   * this transaction ends.
   *
   * @param events - in their order; the first gets the position behind the log's end
   * @param heads - updates of rows that tell how far the log has come: their `last_position` counts
   *   from the first of the events, which is 1
   * @returns the position of the last event
   */
  append(events: Row[], heads: ChangeGroup[]): Promise<number>;
}

/** Where the commit lane of this process writes. */
export interface LaneDatabase {
  /** Transitions that one transaction may carry; absent where it is for the lane to say. */
  readonly maxBatch?: number;
  transaction<T>(work: (tx: LaneTransaction) => Promise<T>): Promise<T>;
}
