import { setTimeout as sleep } from 'node:timers/promises';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
// The module is tried with what it is for.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import scaffolderModule from '.';

jest.setTimeout(120_000);

const TEMPLATE = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { namespace: 'default', name: 'new-service', title: 'New service' },
  spec: {
    type: 'service',
    parameters: {
      properties: { name: { type: 'string' }, way: { type: 'string' } },
    },
    steps: [
      {
        id: 'each',
        name: 'Look at each',
        action: 'test:act',
        each: ['a', 'b'],
        input: { say: '${{ each.value }}' },
      },
      {
        id: 'never',
        name: 'Never',
        action: 'test:act',
        if: '${{ parameters.nothing }}',
      },
      {
        id: 'work',
        name: 'Work',
        action: 'test:act',
        input: { say: '${{ secrets.token }}', way: '${{ parameters.way }}' },
      },
    ],
    output: { links: [{ title: 'Code', url: 'https://git.example.com/x' }] },
  },
};
const ADA = 'user:default/ada';
const BOB = 'user:default/bob';

/** How often the step has failed that fails once. */
let failures = 0;
let started = 0;

const actions = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'test-actions',
  register(reg) {
    reg.registerInit({
      deps: { scaffolder: scaffolderActionsExtensionPoint },
      async init({ scaffolder }) {
        scaffolder.addActions(
          createTemplateAction({
            id: 'test:act',
            schema: {
              input: {
                say: z => z.string().optional(),
                way: z => z.string().optional(),
              },
            },
            async handler({ input: { say, way }, logger, signal }) {
              if (say) logger.info(`It says ${say}`);
              if (way === 'fails once' && failures++ === 0)
                throw new Error('the disk is full');
              if (way === 'waits')
                await sleep(60_000, undefined, { signal }).catch(() => {});
            },
          }),
        );
      },
    });
  },
});

/** Nobody reads or cancels tasks but those of their own. */
const ownTasksOnly = mockServices.permissions.mock({
  authorize: async requests =>
    requests.map(() => ({ result: AuthorizeResult.ALLOW })),
  authorizeConditional: async (requests, { credentials }: any) =>
    requests.map(({ permission: { name } }): any =>
      name.startsWith('scaffolder.task.') && credentials.principal.userEntityRef
        ? {
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'scaffolder',
            resourceType: 'scaffolder-task',
            conditions: {
              rule: 'IS_TASK_OWNER',
              resourceType: 'scaffolder-task',
              params: { createdBy: [credentials.principal.userEntityRef] },
            },
          }
        : { result: AuthorizeResult.ALLOW },
    ),
});

describe('a portal with a scaffolder', () => {
  let base: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const backend = await startTestBackend({
      features: [
        // The mock has no events of other plugins.
        eventsServiceFactory,
        scaffolderPlugin,
        actions,
        workflowRunsPlugin,
        scaffolderModule,
        catalogServiceMock.factory({ entities: [TEMPLATE] }),
        ownTasksOnly.factory,
        mockServices.rootConfig.factory({
          data: {
            workflowRuns: {
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
              scaffolder: { environment: 'test' },
            },
          },
        }),
      ],
    });
    base = `http://localhost:${backend.server.port()}/api`;
    stop = () => backend.stop();
  });
  afterAll(() => stop());

  async function ask<T = any>(who: string, path: string, body?: object) {
    const response = await fetch(`${base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: mockCredentials.user.header(who),
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Starts a task, and says what it is called: runs are told apart by that. */
  const start = async (way: string, who = ADA) => {
    const name = `task-${(started += 1)}`;
    const { status } = await ask(who, '/scaffolder/v2/tasks', {
      templateRef: 'template:default/new-service',
      values: { name, way },
      secrets: { token: 'kestrel-secret' },
    });
    expect(status).toBe(201);
    return name;
  };

  const runOf = async (name: string, who = ADA): Promise<Run | undefined> => {
    const { status, body } = await ask<{ items: Run[] }>(
      who,
      '/workflow-runs/v1/runs?workflow=scaffolder/new-service&limit=100',
    );
    expect(status).toBe(200);
    return body.items.find(
      ({ inputsSummary: given }) =>
        typeof given === 'object' && given?.name === name,
    );
  };

  async function until<T>(read: () => Promise<T | undefined | false>) {
    for (const end = Date.now() + 30_000; ; ) {
      const found = await read();
      if (found) return found;
      if (Date.now() > end) throw new Error('It has not come');
      await sleep(100);
    }
  }
  const runIn = (task: string, status: string) =>
    until(async () => {
      const run = await runOf(task);
      return run?.status === status && run;
    });

  it('shows a task as a run, with its steps, its lines, who asked for it and what became of it', async () => {
    const task = await start('works');
    const run = await runIn(task, 'completed');

    expect(run).toMatchObject({
      workflow: { ref: 'scaffolder/new-service', title: 'New service' },
      environment: 'test',
      startedBy: ADA,
      triggerType: 'manual',
      nativeStatus: 'completed',
    });
    const steps = await ask<{ items: Step[] }>(
      ADA,
      `/workflow-runs/v1/runs/${run.id}/steps`,
    );
    expect(
      steps.body.items.map(({ stepKey, name, status }) => [
        stepKey,
        name,
        status,
      ]),
    ).toEqual([
      ['each', 'Look at each', 'completed'],
      ['never', 'Never', 'skipped'],
      ['work', 'Work', 'completed'],
    ]);
    const logs = await until(async () => {
      const { body } = await ask(
        ADA,
        `/workflow-runs/v1/runs/${run.id}/logs?limit=500`,
      );
      const said = JSON.stringify(body.items);
      return said.includes('Run completed') && body.items;
    });
    expect(logs).toContainEqual(
      expect.objectContaining({
        stepKey: 'each',
        level: 'info',
        message: 'It says a',
      }),
    );
    const io = await ask(ADA, `/workflow-runs/v1/runs/${run.id}/io`);
    expect(io.body.items).toEqual([
      expect.objectContaining({
        direction: 'input',
        value: { name: task, way: 'works' },
      }),
      expect.objectContaining({
        direction: 'output',
        value: { links: [{ title: 'Code', url: 'https://git.example.com/x' }] },
      }),
    ]);
    expect(JSON.stringify([run, steps, logs, io])).not.toContain('kestrel');
  });

  it('retries a task in the name of who asks, and opens its run again', async () => {
    failures = 0;
    const task = await start('fails once');
    const failed = await runIn(task, 'failed');
    expect(failed.error).toMatchObject({ message: 'the disk is full' });

    const retry = await ask(ADA, `/workflow-runs/v1/runs/${failed.id}/retry`, {
      reason: 'once more',
    });
    expect([200, 202]).toContain(retry.status);
    const done = await runIn(task, 'completed');
    expect(done).toMatchObject({ id: failed.id, generation: 1 });
  });

  it('cancels a task, which is a run that was canceled', async () => {
    const task = await start('waits');
    const running = await until(async () => {
      const run = await runOf(task);
      const step = run?.currentSteps?.find(each => each.stepKey === 'work');
      return run?.status === 'running' && step && run;
    });
    const cancel = await ask(
      ADA,
      `/workflow-runs/v1/runs/${running.id}/cancel`,
      { reason: 'a mistake' },
    );
    expect([200, 202]).toContain(cancel.status);
    const canceled = await runIn(task, 'canceled');
    expect(canceled.nativeStatus).toBe('failed');
  });

  it('shows nobody the runs of tasks that the scaffolder does not let them read', async () => {
    const task = await start('works', BOB);
    const run = await until(() => runOf(task, BOB));
    expect(await runOf(task, ADA)).toBeUndefined();
    const { status } = await ask(ADA, `/workflow-runs/v1/runs/${run.id}`);
    expect(status).toBe(404);
  });
});
