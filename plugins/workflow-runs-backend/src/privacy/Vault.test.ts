import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { shred } from '../sealing/dataKeys';
import { Vault } from './Vault';

jest.setTimeout(60_000);

const EMAIL = 'ann@example.com';

describeOnDatabases('what is tokenized', createDatabase => {
  async function aRun() {
    const engine = new TestEngine(await createDatabase(), {
      privacy: {
        policies: [
          {
            workflow: 'embedded/welcome',
            rules: [
              { detector: 'email', treatment: 'tokenize' },
              { path: '$.customer', treatment: 'tokenize', kind: 'customer' },
            ],
          },
        ],
      },
    });
    await engine.add(
      defineWorkflow({
        name: 'welcome',
        version: '1',
        input: z.object({ to: z.string(), customer: z.any() }),
        steps: { mail: {} },
      }),
      {
        mail: ({ input, logger }) => {
          logger.info(`mailed ${input.to}`, { to: input.to });
          logger.info('mailed bob@example.com');
          return { sent: [input.to] };
        },
      },
    );
    await engine.engine.start();
    const runId = await engine.launch('welcome', {
      input: { to: EMAIL, customer: { name: 'Ann', age: 7 } },
      tags: [EMAIL],
    });
    await engine.until(runId, 'completed');
    await engine.stop();
    const vault = new Vault({
      knex: engine.knex,
      sealer: engine.sealer,
      now: () => 1,
    });
    return { engine, runId, vault };
  }

  it('is shown as a token, the same wherever the value is, and opened again', async () => {
    const { engine, runId, vault } = await aRun();
    const { knex } = engine;
    const io = await knex('run_io')
      .where({ run_id: runId, direction: 'input', step_key: '' })
      .first();
    const { to, customer } = JSON.parse(io.content);
    expect(to).toMatch(/^\[token:email:[0-9a-f]{24}\]$/);
    const logs = await knex('run_logs')
      .where({ run_id: runId })
      .orderBy('sequence');
    expect(logs[0]).toMatchObject({
      message: `mailed ${to}`,
      fields: JSON.stringify({ to }),
    });
    expect(
      JSON.parse((await knex('runs').where({ id: runId }).first()).tags),
    ).toEqual([to]);

    const open = (token: string) =>
      vault.open(token.slice(1, -1).split(':')[2], runId);
    expect(await open(to)).toEqual({ kind: 'email', value: EMAIL });
    expect(await open(customer)).toEqual({
      kind: 'customer',
      value: { name: 'Ann', age: 7 },
    });
    expect(await open(logs[1].message.slice('mailed '.length))).toEqual({
      kind: 'email',
      value: 'bob@example.com',
    });
    const tokens = await knex('privacy_tokens').where({ run_id: runId });
    expect(tokens).toHaveLength(3);
    expect(tokens.map(({ tenant_id: tenant }) => tenant)).toEqual([
      'default',
      'default',
      'default',
    ]);
    expect(
      tokens.map(({ content }) => content.toString('latin1')).join(),
    ).not.toContain('ann');
  });

  it('opens for no other run, and for nobody once the data key is shredded', async () => {
    const { engine, runId, vault } = await aRun();
    const [{ id }] = await engine
      .knex('privacy_tokens')
      .where({ run_id: runId });
    await expect(vault.open(id, 'run_other')).rejects.toThrow('has no token');
    await engine.knex('privacy_tokens').insert({
      ...(await engine.knex('privacy_tokens').where({ id }).first()),
      run_id: 'run_other',
    });
    await expect(vault.open(id, 'run_other')).rejects.toThrow('is gone');
    await shred(engine.knex, [runId]);
    await expect(vault.open(id, runId)).rejects.toThrow('is gone');
    // Nothing more can be kept of the run, so it is redacted from now on.
    await engine.recorder.commit({
      runId,
      facts: [
        {
          type: 'run.changed',
          at: 1,
          generation: 0,
          annotation: {
            id: 'note_1',
            author: 'user:default/x',
            note: `tell ${EMAIL}`,
          },
        },
      ],
    });
    expect(
      await engine.knex('annotations').where({ run_id: runId }).first(),
    ).toMatchObject({ note: 'tell [redacted:email]' });
  });

  it('gets a data key where a run that is observed has none', async () => {
    const { engine, vault } = await aRun();
    const [row] =
      (await vault.seal(
        {
          runId: 'run_seen',
          scope: { tenantId: 'default', workflow: 'airflow/etl' },
        },
        [{ id: 'a'.repeat(24), kind: 'email', value: EMAIL }],
      )) ?? [];
    await engine.knex('privacy_tokens').insert(row);
    expect(await vault.open('a'.repeat(24), 'run_seen')).toEqual({
      kind: 'email',
      value: EMAIL,
    });
    expect(
      await vault.seal(
        {
          runId: 'run_gone',
          scope: { tenantId: 'default', workflow: 'embedded/x' },
        },
        [],
      ),
    ).toBeUndefined();
  });
});
