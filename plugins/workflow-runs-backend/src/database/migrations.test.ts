import { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns } from '../__testUtils__/rows';
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
    // A full-text table of SQLite is kept in others.
    const words = ['', '_config', '_data', '_docsize', '_idx'].map(
      name => `run_words${name}`,
    );
    expect(made).toEqual([
      'actions',
      'alert_episodes',
      'alert_messages',
      'alert_rules',
      'alert_states',
      'annotations',
      'artifact_chunks',
      'artifacts',
      'attempts',
      'audit_entries',
      'bulk_items',
      'bulk_jobs',
      'cursors',
      'decisions',
      'definitions',
      'engine_instances',
      'engine_runs',
      'failure_days',
      'failure_episodes',
      'failure_group_environments',
      'failure_groups',
      'ingest_answers',
      'ingest_commands',
      'ingested_events',
      'launch_keys',
      'live_subscriptions',
      'log_head',
      'notifications',
      'observed_runs',
      'privacy_policies',
      'privacy_tokens',
      'purged_runs',
      'retention_jobs',
      'retention_policies',
      'retention_settings',
      'run_events',
      'run_failures',
      'run_io',
      'run_live',
      'run_logs',
      'run_messages',
      'run_states',
      'run_tags',
      'run_texts',
      'run_watchers',
      ...(isPostgres ? [] : words),
      'runs',
      'saved_views',
      'sealed_payloads',
      'statistics_buckets',
      'statistics_runs',
      'statistics_series',
      'statistics_steps',
      'steps',
      'sync_orders',
      'timers',
      'view_keys',
      'webhook_attempts',
      'webhook_deliveries',
      'webhook_lanes',
      'webhook_messages',
      'webhook_secrets',
      'webhooks',
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

  it('find the tags of runs that there are already', async () => {
    const name = '20261122000000_queries.js';
    await insertRuns(knex, [
      {
        id: 'run_1',
        workflowId: 'wfl_1',
        orderedAt: 7,
        tags: ['a', 'größe', "it's"],
      },
      { id: 'run_2', workflowId: 'wfl_1', orderedAt: 8 },
    ]);
    const tags = () => knex('run_tags').orderBy('tag');
    const before = await tags();
    await knex.migrate.down({ directory, name } as object);
    await knex.migrate.up({ directory, name } as object);

    expect(await tags()).toEqual(before);
    expect(before.map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['a', 'größe', "it's"]),
    );
  });

  it('count the retries of runs that there are already', async () => {
    const name = '20261128020000_model.js';
    const attempt = (step_key: string, generation: number, number: number) => ({
      run_id: 'run_r',
      step_key,
      generation,
      number,
      status: 'completed',
      started_at: 0,
    });
    await insertRuns(knex, [
      { id: 'run_r', workflowId: 'wfl_1', orderedAt: 9 },
      { id: 'run_none', workflowId: 'wfl_1', orderedAt: 10 },
    ]);
    await knex('attempts').insert([
      attempt('a', 0, 1),
      attempt('a', 0, 2),
      attempt('a', 1, 1),
      attempt('a', 1, 2),
      attempt('a', 1, 3),
      attempt('b', 0, 1),
    ]);
    await knex.migrate.down({ directory, name } as object);
    await knex.migrate.up({ directory, name } as object);

    const rows = await knex('run_live')
      .whereIn('run_id', ['run_r', 'run_none'])
      .orderBy('run_id')
      .select('run_id', 'retries');
    expect(rows).toEqual([
      { run_id: 'run_none', retries: 0 },
      { run_id: 'run_r', retries: 3 },
    ]);
  });

  it('do nothing where all have run', async () => {
    await migrate(knex);
    expect(await knex('log_head')).toHaveLength(1);
  });
});
