import { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { describeOnDatabases } from '../__testUtils__/databases';
import { migrate } from './open';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  'backstage-plugin-workflow-runs-backend',
  'migrations',
);

describeOnDatabases('migrations', (createDatabase, isPostgres) => {
  let knex: Knex;
  beforeAll(async () => {
    ({ knex } = await createDatabase());
  });

  const tables = async (): Promise<string[]> => {
    const rows = isPostgres
      ? (
          await knex.raw(
            `select tablename as name from pg_tables where schemaname = 'public'`,
          )
        ).rows
      : await knex.raw(
          `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
        );
    return rows
      .map((row: { name: string }) => row.name)
      .filter((name: string) => !name.startsWith('knex_'))
      .sort();
  };

  it('make the tables, take them away, and make them again', async () => {
    const made = await tables();
    expect(made).toEqual([
      'actions',
      'artifact_chunks',
      'artifacts',
      'attempts',
      'cursors',
      'decisions',
      'definitions',
      'engine_runs',
      'launch_keys',
      'log_head',
      'run_events',
      'run_io',
      'run_live',
      'run_logs',
      'run_messages',
      'run_states',
      'runs',
      'sealed_payloads',
      'steps',
      'timers',
      'workers',
      'workflow_owners',
      'workflows',
    ]);
    await knex.migrate.rollback({ directory }, true);
    expect(await tables()).toEqual([]);
    await migrate(knex);
    expect(await tables()).toEqual(made);
    expect(await knex('log_head')).toHaveLength(1);
  });

  it('do nothing where all have run', async () => {
    await migrate(knex);
    expect(await knex('log_head')).toHaveLength(1);
  });
});
