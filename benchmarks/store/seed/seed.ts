import { migrate } from '../../../plugins/workflow-runs-backend/src/database/open';
import { connect, Place } from '../../connect';
import { insertWorkflows } from './insertWorkflows';
import { makeWorkflows } from './population';
import { seedPostgres } from './seedPostgres';
import { seedSqlite } from './seedSqlite';

/**
 * Migrates a database and fills it.
 *
 * @returns false where that has been done before
 */
export async function seed(place: Place, runs: number): Promise<boolean> {
  const knex = connect(place);
  await migrate(knex);
  if (await knex('workflows').first('id')) {
    await knex.destroy();
    return false;
  }
  if (place.kind === 'postgres') await seedPostgres(knex, place.url, runs);
  else await seedSqlite(knex, place.file, runs);
  // Last, so that whoever finds them finds the rest.
  await insertWorkflows(knex, makeWorkflows(runs));
  // SQLite is never told to, in a portal either.
  if (place.kind === 'postgres') await knex.raw('analyze');
  await knex.destroy();
  return true;
}
