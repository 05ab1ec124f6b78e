// Suites are defined here, for the test files that import it.
/* eslint-disable jest/no-export */
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { laneOf, migrate } from '../database/open';
import { LaneDatabase } from '../database/LaneDatabase';

/** Where `npm test` says that its PostgreSQL is; the version is part of the name. */
const POSTGRES = /^BACKSTAGE_TEST_DATABASE_POSTGRES(\d+)_CONNECTION_STRING$/;

function postgresId(): TestDatabaseId | undefined {
  const variable = Object.keys(process.env).find(name => POSTGRES.test(name));
  if (!variable) return undefined;
  return `POSTGRES_${POSTGRES.exec(variable)![1]}` as TestDatabaseId;
}

/** A migrated database, with the lane that fits it. */
export interface TestDatabase {
  knex: Knex;
  lane: LaneDatabase;
}

type Define = (
  create: () => Promise<TestDatabase>,
  isPostgres: boolean,
) => void;

/**
 * Runs a suite on SQLite and on PostgreSQL. In the inner loop, where nothing has started a
 * PostgreSQL, what was not tested on it is reported as still to do; `npm test` always starts one, and
 * fails where no test has used it.
 *
 * @param define - gets a function that makes an empty database
 */
export function describeOnDatabases(name: string, define: Define): void {
  describeOn(['SQLITE_3', postgresId()], name, define);
}

/** Runs a suite on PostgreSQL alone: what needs several processes, which a SQLite file never has. */
export function describeOnPostgres(name: string, define: Define): void {
  describeOn([postgresId()], name, define);
}

function describeOn(
  ids: (TestDatabaseId | undefined)[],
  name: string,
  define: Define,
) {
  const present = ids.filter(id => id !== undefined);
  if (present.length < ids.length) {
    describe(`${name}, PostgreSQL`, () => {
      it.todo('needs a PostgreSQL: npm run test:pg');
    });
  }
  if (present.length === 0) return;
  const databases = TestDatabases.create({ ids: present });
  describe.each(present)(`${name}, %p`, id => {
    define(async () => {
      const knex = await databases.init(id);
      await migrate(knex);
      return { knex, lane: laneOf(knex) };
    }, id !== 'SQLITE_3');
  });
}
