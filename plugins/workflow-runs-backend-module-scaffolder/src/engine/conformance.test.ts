import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { describeObservedEngine } from 'backstage-plugin-workflow-runs-node/testing';
import { FakeScaffolder } from '../__fixtures__/FakeScaffolder';
import { eventsOf, starts, taskOf } from '../__fixtures__/tasks';
import { taskEventSchema } from '../map/task';
import { ScaffolderEngine } from './ScaffolderEngine';

const ENDS: Record<string, [string, object][]> = {
  completed: [['completion', { output: {} }]],
  failed: [['completion', { error: { message: 'no' } }]],
};

describeObservedEngine({
  name: 'the engine of the scaffolder',
  statuses: {
    open: 'queued',
    processing: 'running',
    completed: 'completed',
    failed: 'failed',
    cancelled: 'canceled',
    skipped: 'canceled',
  },
  unknownStatus: 'melting',
  begin: () => {
    const scaffolder = new FakeScaffolder();
    const another = () =>
      new ScaffolderEngine({
        api: scaffolder as any,
        permissions: {
          authorizeConditional: async () => [{ result: AuthorizeResult.ALLOW }],
        },
        events: { subscribe: async () => {} },
        config: {
          title: 'Scaffolder',
          tenant: 'default',
          environment: 'test',
          requestsPerSecond: 5,
          recovers: false,
        },
        now: () => Date.now(),
      });
    const engine = another();
    return {
      engine,
      another,
      instance: engine.instances()[0],
      put: (...runs) => {
        for (const { nativeId, status, at } of runs) {
          const createdAt = new Date(at).toISOString();
          const [started] = eventsOf(starts);
          const ends = (ENDS[status] ?? []).map(([type, body], index) =>
            taskEventSchema.parse({ id: index + 2, type, createdAt, body }),
          );
          const hasBegun = status !== 'open';
          scaffolder.add(
            taskOf({ id: nativeId, status, createdAt }),
            hasBegun ? [{ ...started, createdAt: at }, ...ends] : [],
          );
        }
      },
    };
  },
});
