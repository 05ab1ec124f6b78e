import {
  permissionNames,
  remarkActionSchema,
  Route,
  RouteId,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { BODIES } from '../__testUtils__/bodies';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { TestPortal } from '../__testUtils__/TestPortal';

jest.setTimeout(60_000);

const remarks = remarkActionSchema.options.map(
  action => permissionNames[`run${capitalised(action)}`],
);
/** Routes by which an engine is asked to do something to a run. */
const actions = (Object.entries(routes) as [RouteId, Route][])
  .filter(([, route]) => route.path.startsWith('/runs/:runId/'))
  .filter(([, route]) => route.idempotent)
  .filter(([, { permissions }]) => !remarks.includes(permissions[1] as any))
  .map(([id]) => id);

function capitalised<T extends string>(text: T) {
  return `${text[0].toUpperCase()}${text.slice(1)}` as Capitalize<T>;
}

describeOnDatabases('a run that no engine here can act on', createDatabase => {
  let portal: TestPortal;
  beforeAll(async () => {
    const { knex } = await createDatabase();
    await insertWorkflow(knex, { id: 'wfl_1', engine: 'other' });
    await insertRuns(knex, [
      { id: 'run_1', workflowId: 'wfl_1', orderedAt: 1, status: 'running' },
    ]);
    portal = await TestPortal.start({ workflows: [], knex });
  });
  afterAll(() => portal.stop());

  it.each(actions)('has no definition either, and %s is refused', async id => {
    const path = routes[id].path.replace(':runId', 'run_1');
    const { status, body } = await portal.post(path, BODIES[id] ?? {});

    expect(status).toBe(409);
    expect(body.error.message).toMatch(/This engine cannot do that/);
  });
});
