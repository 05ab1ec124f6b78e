import { Knex } from 'knex';
import { describeOnPostgres } from '../__testUtils__/databases';
import { DatabaseProxy } from '../__testUtils__/faults/outside/DatabaseProxy';
import { openThroughProxy } from '../__testUtils__/faults/outside/openThroughProxy';
import { TestPortal, workflowEntity } from '../__testUtils__/TestPortal';
import { greet } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnPostgres(
  'a request while the database is in trouble',
  createDatabase => {
    let direct: Knex;
    let knex: Knex;
    let proxy: DatabaseProxy;
    let portal: TestPortal;

    beforeAll(async () => {
      direct = (await createDatabase()).knex;
      ({ proxy, knex } = await openThroughProxy(direct, 4));
      portal = await TestPortal.start({
        workflows: [greet],
        entities: [workflowEntity({ workflow: 'greet' })],
        knex,
      });
      await portal.launch('greet', { input: { name: 'Ada' } });
    });
    afterAll(async () => {
      await portal.stop();
      await proxy.close();
      await knex.destroy();
    });

    const list = () => portal.get('/runs', 'viewer');

    it('is told to try again, and finds everything there without a restart', async () => {
      expect((await list()).status).toBe(200);
      proxy.refuse();
      const away = await list();
      proxy.open();

      expect(away.status).toBe(503);
      expect(away.headers['retry-after']).toBe('5');
      expect(away.body.error).toMatchObject({
        name: 'ServiceUnavailableError',
      });
      expect(away.text).not.toMatch(/select|127\.0\.0\.1|ECONN/i);
      expect((await list()).body.items).toHaveLength(1);
    });

    it('is told to ask for less where the answer takes too long', async () => {
      const slow = jest.spyOn(knex.client, 'query').mockRejectedValue(
        Object.assign(new Error('select … - canceling statement'), {
          code: '57014',
        }),
      );
      const { status, body } = await list();
      slow.mockRestore();

      expect(status).toBe(400);
      expect(body.error.violations).toEqual([
        {
          pointer: '',
          rule: 'too_slow',
          message: expect.stringContaining('narrow your filter'),
        },
      ]);
    });
  },
);
