import { Knex } from 'knex';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const SECRET = 'hunter2-Zm9vYmFy';

/** Everything that the database holds, table by table, as text. */
async function dump(
  knex: Knex,
  isPostgres: boolean,
): Promise<Map<string, string>> {
  const tables: { name: string }[] = isPostgres
    ? (
        await knex.raw(
          `select tablename as name from pg_tables where schemaname = 'public'`,
        )
      ).rows
    : await knex.raw(`select name from sqlite_master where type = 'table'`);
  const contents = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await knex(name);
    contents.set(
      name,
      JSON.stringify(rows, function readable(key, value) {
        const held = this[key];
        return Buffer.isBuffer(held) ? held.toString('latin1') : value;
      }),
    );
  }
  return contents;
}

describeOnDatabases(
  'a value that is named like a secret',
  (createDatabase, isPostgres) => {
    it('reaches no table, wherever it comes from', async () => {
      const database = await createDatabase();
      const engine = new TestEngine(database);
      const said = `password=${SECRET}`;
      const held = { apiKey: SECRET, nested: [{ token: SECRET, note: said }] };
      let secretOfInput: unknown;
      await engine.add(
        defineWorkflow({
          name: 'leaky',
          version: '1',
          input: z.object({ apiKey: z.string(), note: z.string() }),
          steps: {
            tell: {},
            use: { dependsOn: ['tell'], retry: failAfter(2) },
            fail: { dependsOn: ['use'] },
          },
        }),
        {
          tell: async ({ logger, progress, artifacts }) => {
            logger.info(said, held);
            progress({ message: said, fraction: 0.5 });
            await artifacts.add({
              name: `${said}.txt`,
              contentType: `text/x; ${said}`,
              content: 'public',
            });
            return held;
          },
          use: ({ input, outputs, attempt }) => {
            secretOfInput = [
              input.apiKey,
              (outputs.tell as typeof held).apiKey,
            ];
            if (attempt === 1)
              throw new StepFailure('transient', said, { code: said });
          },
          fail: () => {
            const error = new Error(`cannot reach https://user:${SECRET}@host`);
            error.stack = `Error: Authorization: Bearer ${SECRET}`;
            throw error;
          },
        },
      );
      await engine.engine.start();
      const failed = await engine.launch('leaky', {
        input: { apiKey: SECRET, note: said },
        tags: [said],
      });
      await engine.until(failed, 'failed');
      await engine.stop();
      const canceled = await engine.launch('leaky', {
        input: { apiKey: SECRET, note: said },
      });
      await engine.cancel(canceled, said);

      const tables = await dump(database.knex, isPostgres);
      expect(tables.size).toBeGreaterThanOrEqual(21);
      const leaks = [...tables].filter(([, content]) =>
        content.includes(SECRET),
      );
      expect(leaks).toEqual([]);
      // It was there to be found, and handlers have seen it.
      expect(secretOfInput).toEqual([SECRET, SECRET]);
      for (const table of [
        'run_io',
        'run_logs',
        'run_events',
        'attempts',
        'steps',
        'runs',
        'actions',
        'artifacts',
      ]) {
        expect([table, tables.get(table)]).toEqual([
          table,
          expect.stringContaining('[redacted:'),
        ]);
      }
    });
  },
);
