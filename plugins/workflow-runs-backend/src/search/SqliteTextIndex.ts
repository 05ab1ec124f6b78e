import { Knex } from 'knex';
import { Phrase, TextQuery } from './parseQuery';
import type { RunTexts, TextIndex } from './TextIndex';

/**
 * As full-text table of SQLite, which finds few runs among all; and as text, in which words are looked up
 * where a run is known: to ask the full-text table for each run costs a hundred times as much.
 */
export class SqliteTextIndex implements TextIndex {
  constructor(private readonly knex: Knex) {}

  async put(trx: Knex.Transaction, texts: RunTexts): Promise<void> {
    await trx('run_texts')
      .insert(
        texts.map(([runId, { words }]) => ({
          run_id: runId,
          words: ` ${words.join(' ')} `,
        })),
      )
      .onConflict('run_id')
      .merge();
    const runIds = texts.map(([runId]) => runId);
    await trx.raw(
      `insert or replace into run_words (rowid, words)
       select id, words from run_texts where run_id in (${runIds.map(
         () => '?',
       )})`,
      runIds,
    );
  }

  async remove(
    trx: Knex.Transaction,
    runIds: readonly string[],
  ): Promise<void> {
    const texts = () => trx('run_texts').whereIn('run_id', runIds);
    await trx('run_words').whereIn('rowid', texts().select('id')).delete();
    await texts().delete();
  }

  async find(query: TextQuery, limit: number): Promise<string[]> {
    const found = this.knex('run_words')
      .whereRaw('run_words match ?', [conditionOf(query)])
      .select('rowid')
      .limit(limit);
    // Rows of the index first, as they come: the planner could join the other way round.
    return this.knex
      .from(found.as('found'))
      .joinRaw('cross join run_texts on run_texts.id = found.rowid')
      .pluck('run_texts.run_id');
  }

  narrow(runs: Knex.QueryBuilder, query: TextQuery): void {
    for (const phrase of query.required) {
      runs.whereExists(texts => holding(texts, phrase));
    }
    for (const phrase of query.excluded) {
      runs.whereNotExists(texts => holding(texts, phrase));
    }
  }
}

function holding(texts: Knex.QueryBuilder, { words, isPrefix }: Phrase): void {
  const text = ` ${words.join(' ')}${isPrefix ? '' : ' '}`;
  texts
    .select('run_id')
    .from('run_texts')
    .whereRaw('run_texts.run_id = runs.id and instr(words, ?) > 0', [text]);
}

/** Words are letters and digits: in quotes, they say nothing else. */
function conditionOf({ required, excluded }: TextQuery): string {
  const all = required.map(phraseOf).join(' AND ');
  if (excluded.length === 0) return all;
  return `(${all}) NOT (${excluded.map(phraseOf).join(' OR ')})`;
}

function phraseOf({ words, isPrefix }: Phrase): string {
  return `"${words.join(' ')}"${isPrefix ? ' *' : ''}`;
}
