import { describeOnDatabases } from './__testUtils__/databases';
import { eventually, TestPortal } from './__testUtils__/TestPortal';
import { greet } from './__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('backends of one role', (createDatabase, isPostgres) => {
  // A SQLite file has one backend.
  if (isPostgres) {
    it('share the work: one serves the API, the other executes', async () => {
      const { knex } = await createDatabase();
      const start = (role: string) =>
        TestPortal.start({ workflows: [greet], knex, config: { role } });
      const api = await start('api');
      const runId = await api.launch('greet', { input: { name: 'Ada' } });
      const { body } = await api.get(`/runs/${runId}`);
      const worker = await start('worker');
      const run = await api.until(runId, 'completed');
      const unserved = await worker.get('/runs');
      await worker.stop();
      await api.stop();

      expect(body.status).toBe('queued');
      expect(run.progress.completedSteps).toBe(3);
      expect(unserved.status).toBe(404);
    });
  }

  it('all of them is the default', async () => {
    const { knex } = await createDatabase();
    const portal = await TestPortal.start({ workflows: [greet], knex });
    const runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const { body } = await portal.get(`/runs/${runId}/attempts`);
    await eventually(async () => {
      const logs = await portal.get(`/runs/${runId}/logs`);
      expect(logs.body.items).not.toHaveLength(0);
    });
    await portal.stop();

    expect(body.items.length).toBeGreaterThan(0);
  });
});
