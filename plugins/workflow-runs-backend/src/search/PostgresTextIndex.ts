import { Knex } from 'knex';
import { arrayOf } from '../database/postgresArray';
import { Phrase, TextQuery } from './parseQuery';
import { BOUNDARY } from './RunText';
import type { RunTexts, TextIndex } from './TextIndex';

/** As `tsvector`, whose words and places are told, so that no parser of the database has a say. */
export class PostgresTextIndex implements TextIndex {
  constructor(private readonly knex: Knex) {}

  async put(trx: Knex.Transaction, texts: RunTexts): Promise<void> {
    await trx.raw(
      `insert into run_texts (run_id, words)
       select run_id, words::tsvector from unnest(?::varchar[], ?::text[]) as texts (run_id, words)
       on conflict (run_id) do update set words = excluded.words`,
      [
        arrayOf(texts.map(([runId]) => runId)),
        arrayOf(texts.map(([, { words }]) => vectorOf(words))),
      ],
    );
  }

  async remove(
    trx: Knex.Transaction,
    runIds: readonly string[],
  ): Promise<void> {
    await trx('run_texts').whereIn('run_id', runIds).delete();
  }

  async find(query: TextQuery, limit: number): Promise<string[]> {
    return this.knex.transaction(async trx => {
      // How common a word is, the planner knows, and reads no more of the table than it has to. How often
      // some come together it guesses, and may read everything to find none.
      if (!isOneWord(query)) await trx.raw('set local enable_seqscan = off');
      return trx('run_texts')
        .whereRaw('words @@ ?::tsquery', [conditionOf(query)])
        .limit(limit)
        .pluck('run_id');
    });
  }

  narrow(runs: Knex.QueryBuilder, query: TextQuery): void {
    const { required, excluded } = query;
    // Behind an offset, the words of the run are looked up, and not all runs that hold the words.
    const holds =
      'exists (select 1 from (select words from run_texts where run_texts.run_id = runs.id offset 0) as text where text.words @@ ?::tsquery)';
    if (required.length > 0) runs.whereRaw(holds, [conditionOf(query)]);
    else if (excluded.length > 0) {
      runs.whereRaw(`not ${holds}`, [anyOf(excluded)]);
    }
  }
}

function isOneWord({ required, excluded }: TextQuery): boolean {
  const [{ words, isPrefix }] = required;
  return (
    required.length + excluded.length === 1 && words.length === 1 && !isPrefix
  );
}

/** Each word with its places, which a boundary has too. */
function vectorOf(words: readonly string[]): string {
  const places = new Map<string, number[]>();
  words.forEach((word, index) => {
    if (word === BOUNDARY) return;
    const known = places.get(word);
    if (known) known.push(index + 1);
    else places.set(word, [index + 1]);
  });
  return [...places].map(([word, at]) => `'${word}':${at}`).join(' ');
}

/** Words are letters and digits: in quotes, they say nothing else. */
function conditionOf({ required, excluded }: TextQuery): string {
  const all = required.map(phraseOf).join(' & ');
  return excluded.length > 0 ? `${all} & !(${anyOf(excluded)})` : all;
}

function anyOf(phrases: Phrase[]): string {
  return phrases.map(phraseOf).join(' | ');
}

function phraseOf({ words, isPrefix }: Phrase): string {
  const quoted = words.map(word => `'${word}'`).join(' <-> ');
  return `(${quoted}${isPrefix ? ':*' : ''})`;
}
