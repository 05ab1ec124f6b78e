import { connect, Place } from '../connect';
import { seed } from '../store/seed/seed';

/** What each run has besides its own row, as statements that write it for all of them. */
function statements(isPostgres: boolean, rowsOfAKind: number): string[] {
  const many = (count: number) =>
    isPostgres
      ? `generate_series(1, ${count}) as each (n)`
      : `(${Array.from({ length: count }, (_, i) =>
          i === 0 ? 'select 1 as n' : `select ${i + 1}`,
        ).join(' union all ')}) as each`;
  const text = (characters: number) =>
    isPostgres ? `repeat('x', ${characters})` : `'${'x'.repeat(characters)}'`;
  const bytes = (count: number) =>
    isPostgres ? `decode(repeat('ab', ${count}), 'hex')` : `zeroblob(${count})`;
  const no = isPostgres ? 'false' : '0';
  return [
    `insert into run_logs (run_id, sequence, at, level, message)
     select id, n, ordered_at, 'info', ${text(120)} from runs, ${many(
      rowsOfAKind,
    )}`,
    `insert into run_io (run_id, step_key, item_index, direction, generation, content, bytes, truncated, created_at)
     select id, 'step_' || n, -1, 'output', 0, ${text(
       400,
     )}, 400, ${no}, ordered_at from runs, ${many(Math.min(2, rowsOfAKind))}`,
    `insert into sealed_payloads (run_id, kind, step_key, item_index, generation, content, created_at)
     select id, case n when 1 then 'data_key' else 'input' end, '', -1, 0, ${bytes(
       300,
     )}, ordered_at from runs, ${many(Math.min(2, rowsOfAKind))}`,
    `insert into steps (run_id, step_key, item_index, id, step_number, name, type, status, depends_on, updated_at)
     select id, 'step_' || n, -1, substr('stp_' || n || id, 1, 40), n, 'Step', 'tool', 'completed', '[]', ordered_at
     from runs, ${many(rowsOfAKind)} where true on conflict do nothing`,
    `insert into attempts (run_id, step_key, item_index, generation, number, status, started_at)
     select id, 'step_' || n, -1, 0, 1, 'completed', ordered_at from runs, ${many(
       rowsOfAKind,
     )} where true on conflict do nothing`,
    `insert into run_states (run_id, number, generation, status, entered_at)
     select id, n, 0, status, ordered_at from runs, ${many(
       rowsOfAKind,
     )} where true on conflict do nothing`,
    `insert into statistics_runs (run_id, series_id, base_id, chain_id, ended_at, outcome, tally)
     select id, 1, 1, 1, ordered_at, 1, ${bytes(60)} from runs`,
    ...(isPostgres
      ? [
          `insert into run_texts (run_id, words)
           select id, array_to_tsvector(array['order', substr(id, 10, 5), substr(id, 5, 12)]) from runs`,
        ]
      : [
          `insert into run_texts (run_id, words)
           select id, ' order ' || lower(substr(id, 10, 5)) || ' ' || lower(substr(id, 5, 12)) || ' ' from runs`,
          'insert into run_words (rowid, words) select id, words from run_texts',
        ]),
  ];
}

/**
 * Migrates a database and fills it with runs as they are.
 *
 * @param options - `rowsOfAKind`: log lines, steps, attempts and states of each run; 3 make 19 rows beside its own
 */
export async function fill(
  place: Place,
  { runs, rowsOfAKind }: { runs: number; rowsOfAKind: number },
): Promise<boolean> {
  await seed(place, runs);
  const knex = connect(place);
  const isPostgres = place.kind === 'postgres';
  for (const statement of statements(isPostgres, rowsOfAKind))
    await knex.raw(statement);
  if (isPostgres) await knex.raw('vacuum (analyze, parallel 0)');
  await knex.destroy();
  return true;
}
