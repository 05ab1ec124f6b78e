import { Knex } from 'knex';
import { LogEvent } from './LogEvent';

/** Writes something in a transaction that is the reader's only while it holds its cursor. */
export type Write = (trx: Knex.Transaction) => Promise<void>;

/** What a reader of the log does with it. */
export interface LogHandler {
  /** Names its cursor. */
  readonly name: string;
  /** Where one begins that has never read. */
  readonly startsAt: 'beginning' | 'head';
  /**
   * What is to be written for some events, in one portion or several. Each is a transaction, the last
   * one together with the position. One that must happen once is a single portion; several are for what
   * can be written again, and would hold up others for too long at once.
   */
  handle(events: LogEvent[]): AsyncIterable<Write>;
  /**
   * What is to be written where the log does not reach back to where the reader is, from what the tables
   * hold. It may be cut off and start over.
   */
  rebuild(): AsyncIterable<Write>;
}
