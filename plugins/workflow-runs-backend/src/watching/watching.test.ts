import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal, workflowEntity } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';
import { Watchers } from './Watchers';

jest.setTimeout(60_000);

describeOnDatabases('watching a run', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  let runId: string;
  let foreignRunId: string;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
      ],
      knex,
    });
    await portal.untilOwned('greet');
    foreignRunId = await portal.launch('wait');
  });
  beforeEach(async () => {
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
  });
  afterAll(async () => {
    await portal.post(`/runs/${foreignRunId}/cancel`);
    await portal.stop();
  });

  const watch = (who: string, isWatching = true, run = runId) =>
    portal.post(`/runs/${run}/watch`, { watch: isWatching }, who);
  const seenBy = async (who: string) => {
    const { watching, watchers } = (await portal.get(`/runs/${runId}`, who))
      .body;
    return { watching, watchers };
  };
  const watchers = () => new Watchers(knex, () => 1).watchersOf(runId);

  it('needs nothing but to see it, and is each user’s own', async () => {
    expect(await seenBy('viewer')).toEqual({ watching: false, watchers: 0 });
    const first = await watch('viewer');
    const second = await watch('owner');

    expect([first.status, first.body]).toEqual([
      200,
      { watching: true, watchers: 1 },
    ]);
    expect(second.body).toEqual({ watching: true, watchers: 2 });
    expect(await seenBy('viewer')).toEqual({ watching: true, watchers: 2 });
    expect(await seenBy('admin')).toEqual({ watching: false, watchers: 2 });
    expect(await seenBy('service')).toEqual({ watching: false, watchers: 2 });
    expect((await watchers()).sort()).toEqual([
      'user:default/owner',
      'user:default/viewer',
    ]);
  });

  it('may be said again, also at once, and taken back', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => watch('viewer')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await watchers()).toEqual(['user:default/viewer']);

    expect((await watch('viewer', false)).body).toEqual({
      watching: false,
      watchers: 0,
    });
    expect((await watch('viewer', false)).status).toBe(200);
  });

  it('leaves nothing at the run', async () => {
    await portal.until(runId, 'completed');
    const before = (await portal.get(`/runs/${runId}`)).body.position;
    await watch('viewer');

    expect((await portal.get(`/runs/${runId}`)).body.position).toBe(before);
    expect((await portal.get(`/runs/${runId}/actions`)).body.items).toEqual([]);
  });

  it('is not for services', async () => {
    for (const isWatching of [true, false]) {
      const { status, body } = await watch('service', isWatching);
      expect(status).toBe(400);
      expect(body.error.violations).toEqual([
        {
          pointer: '/watch',
          rule: 'users_only',
          message: 'only users watch runs',
        },
      ]);
    }
    expect(await watchers()).toEqual([]);
  });

  it('of a run that one may not see, or that there is not, is refused alike', async () => {
    for (const run of [foreignRunId, 'run_none']) {
      const { status, body } = await watch('owner', true, run);
      expect(status).toBe(404);
      expect(body.error.message).toBe(
        `There is no run '${run}', or you may not see it`,
      );
    }
    expect(await knex('run_watchers').where({ run_id: 'run_none' })).toEqual(
      [],
    );
  });

  it.each([{}, { watch: 'yes' }, { watch: null }, { watch: true, user: 'x' }])(
    'is not said by %j',
    async body => {
      const { status } = await portal.post(`/runs/${runId}/watch`, body);
      expect(status).toBe(400);
      expect(await watchers()).toEqual([]);
    },
  );
});
