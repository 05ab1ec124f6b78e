import { Knex } from 'knex';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { walkRuns } from '../readers/walkRuns';
import { readRunTexts } from './readRunTexts';
import { RunText } from './RunText';
import { RunTexts, TextIndex, textIndexOf } from './TextIndex';

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

/** Runs whose texts are read together. */
const RUNS = 20;
/** Words written in one transaction, which must be short. */
const PORTION = 2_000;
/** Ids read at once. */
const PAGE = 200;

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
    for await (const rows of walkRuns(this.knex, 'newest')) {
      yield* this.#writes(rows.map(({ id }) => id));
    }
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
      const runs = new Set(
        await this.knex('runs').whereIn('id', ids).pluck('id'),
      );
      const gone = ids.filter(id => !runs.has(id));
      if (gone.length > 0) yield trx => this.#index.remove(trx, gone);
      after = ids[ids.length - 1];
    }
  }

  async *#writes(runIds: string[]): AsyncIterable<Write> {
    for (let from = 0; from < runIds.length; from += RUNS) {
      const ids = runIds.slice(from, from + RUNS);
      const texts = await readRunTexts(this.knex, ids);
      const gone = ids.filter(id => !texts.has(id));
      if (gone.length > 0) yield trx => this.#index.remove(trx, gone);
      for (const portion of portionsOf([...texts])) {
        yield async trx => {
          // Behind the cursor's lock: a run that was deleted since it was read is not to be found.
          const there = new Set(
            await trx('runs')
              .whereIn(
                'id',
                portion.map(([id]) => id),
              )
              .pluck('id'),
          );
          const present = portion.filter(([id]) => there.has(id));
          if (present.length > 0) await this.#index.put(trx, present);
        };
      }
    }
  }
}

function portionsOf(texts: RunTexts): RunTexts[] {
  const portions: (readonly [string, RunText])[][] = [];
  let words = Infinity;
  for (const entry of texts) {
    if (words >= PORTION) {
      portions.push([]);
      words = 0;
    }
    portions[portions.length - 1].push(entry);
    words += entry[1].words.length;
  }
  return portions;
}
