import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Row, Value } from './SeededRun';

/** What is sent at once, in characters. */
const CHUNK = 1_000_000;

/** Rows on their way into a table of PostgreSQL, in the text format of COPY. */
export class CopyStream {
  #columns: string[] | undefined;
  #stream: Writable | undefined;
  #text = '';

  /** @param open - opens a stream into the columns of the table */
  constructor(
    private readonly open: (columns: string[]) => Promise<Writable>,
  ) {}

  /** All rows have the columns of the first one. */
  write(row: Row): void {
    this.#columns ??= Object.keys(row);
    const values = this.#columns.map(column => toText(row[column]));
    this.#text += `${values.join('\t')}\n`;
  }

  get isFull(): boolean {
    return this.#text.length >= CHUNK;
  }

  async send(): Promise<void> {
    if (!this.#columns) return;
    this.#stream ??= await this.open(this.#columns);
    const text = this.#text;
    this.#text = '';
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  /** Settles once the table has all rows. */
  async end(): Promise<void> {
    await this.send();
    if (!this.#stream) return;
    this.#stream.end();
    await once(this.#stream, 'finish');
  }
}

function toText(value: Value | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return typeof value === 'string' ? value.replace(/\\/g, '\\\\') : `${value}`;
}
