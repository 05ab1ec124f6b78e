import createKnex, { Knex } from 'knex';

/** Where runs are kept. */
export type Place =
  | { kind: 'postgres'; url: string }
  | { kind: 'sqlite'; file: string };

/** As Backstage connects a plugin: ten connections, or the only one of a SQLite file. */
export function connect(place: Place): Knex {
  return place.kind === 'postgres'
    ? createKnex({ client: 'pg', connection: place.url, pool: { max: 10 } })
    : createKnex({
        client: 'better-sqlite3',
        connection: { filename: place.file },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      });
}
