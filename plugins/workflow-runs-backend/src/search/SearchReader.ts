import { Knex } from 'knex';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { readRunText } from './readRunText';
import { RunText } from './RunText';
import { TextIndex, textIndexOf } from './TextIndex';

/** Events with which there is something else to be found: all others are of what these tell of too. */
const TELLING = new Set([
  'run.queued',
  'run.changed',
  'run.reopened',
  'run.completed',
  'run.failed',
  'run.canceled',
  'step.failed',
]);

/** Words written in one transaction, which must be short. */
const PORTION = 4_000;
/** Runs looked at together. */
const PAGE = 100;

/** Keeps what can be searched of runs up to date, behind the log. */
export class SearchReader implements LogHandler {
  readonly name = 'search';
  readonly startsAt = 'beginning';
  readonly #index: TextIndex;

  constructor(private readonly knex: Knex) {
    this.#index = textIndexOf(knex);
  }

  /** The text of a run is read once, however many events tell of it: it is as new as the last of them. */
  handle(events: LogEvent[]): AsyncIterable<Write> {
    const telling = events.filter(({ type }) => TELLING.has(type));
    return this.#writes([...new Set(telling.map(({ runId }) => runId))]);
  }

  /** The newest first: they are looked for most. */
  async *rebuild(): AsyncIterable<Write> {
    yield* this.#forgetting();
    let after: { ordered_at: number; id: string } | undefined;
    do {
      const page = this.knex('runs')
        .select('ordered_at', 'id')
        .orderBy([
          { column: 'ordered_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(PAGE);
      if (after) {
        const { ordered_at, id } = after;
        page.whereRaw('(ordered_at, id) < (?, ?)', [ordered_at, id]);
      }
      const rows = await page;
      yield* this.#writes(rows.map(({ id }) => id));
      after = rows.length === PAGE ? rows[PAGE - 1] : undefined;
    } while (after);
  }

  /** Runs that are gone cannot be found any more. */
  async *#forgetting(): AsyncIterable<Write> {
    let after = '';
    for (;;) {
      const ids: string[] = await this.knex('run_texts')
        .where('run_id', '>', after)
        .orderBy('run_id')
        .limit(PAGE)
        .pluck('run_id');
      if (ids.length === 0) return;
      const gone = await this.#without(ids);
      if (gone.length > 0) yield trx => this.#index.remove(trx, gone);
      after = ids[ids.length - 1];
    }
  }

  async *#writes(runIds: string[]): AsyncIterable<Write> {
    const gone = new Set(await this.#without(runIds));
    if (gone.size > 0) yield trx => this.#index.remove(trx, [...gone]);
    let portion: [string, RunText][] = [];
    let words = 0;
    for (const runId of runIds) {
      if (gone.has(runId)) continue;
      const text = await readRunText(this.knex, runId);
      portion.push([runId, text]);
      words += text.words.length;
      if (words < PORTION) continue;
      yield this.#put(portion);
      portion = [];
      words = 0;
    }
    if (portion.length > 0) yield this.#put(portion);
  }

  #put(texts: [string, RunText][]): Write {
    return async trx => {
      for (const [runId, { words }] of texts)
        await this.#index.put(trx, runId, words);
    };
  }

  /** Those of the ids that are of no run. */
  async #without(ids: string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const known = new Set(
      await this.knex('runs').whereIn('id', ids).pluck('id'),
    );
    return ids.filter(id => !known.has(id));
  }
}
