import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
} from '@backstage/backend-defaults/alpha';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import mcpPlugin from '@backstage/plugin-mcp-actions-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import permissionModule from 'backstage-plugin-permission-backend-module-workflow-runs';
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import { parse } from 'yaml';
import { authOnBehalf } from '../__testUtils__/authOnBehalf';
import { eventually } from '../__testUtils__/ExamplePortal';
import trialServicesPlugin from '../trial-services';
import trialActivationModule from '../workflows/trial-activation';

jest.setTimeout(90_000);

const TEMPLATE = parse(
  readFileSync(
    resolve(
      __dirname,
      '../../../../examples/templates/start-trial/template.yaml',
    ),
    'utf8',
  ),
);
const WORKFLOW = 'embedded/trial_activation';
const EMAIL = 'eve.frost@freemail.example';

describe('an agent in a portal', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const clients: Client[] = [];

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        workflowRunsPlugin,
        trialActivationModule,
        trialServicesPlugin,
        mcpPlugin,
        scaffolderPlugin,
        actionsRegistryServiceFactory,
        actionsServiceFactory,
        permissionPlugin,
        permissionModule,
        permissionsServiceFactory,
        authOnBehalf,
        catalogServiceMock.factory({
          entities: [
            { ...TEMPLATE, metadata: { ...TEMPLATE.metadata, uid: 'start' } },
          ],
        }),
        mockServices.userInfo.mock({
          getUserInfo: async ({ principal }) => {
            const { userEntityRef } = principal as BackstageUserPrincipal;
            return {
              userEntityRef,
              ownershipEntityRefs: [userEntityRef, 'group:default/team-growth'],
            };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example' },
            backend: { actions: { pluginSources: ['workflow-runs'] } },
            exampleTrials: { latencyMs: 0, startUpMs: 0 },
            permission: { enabled: true },
            workflowRuns: {
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
              access: {
                roles: {
                  viewer: ['user:default/viewer'],
                  operator: ['user:default/operator'],
                },
              },
            },
          },
        }),
      ],
    });
  });
  afterAll(async () => {
    await Promise.all(clients.map(client => client.close()));
    await backend.stop();
  });

  const headersOf = (who: string) => ({
    Authorization: mockCredentials.user.header(`user:default/${who}`),
  });

  /** A client as agents have it, by the protocol, of somebody who is signed in. */
  async function clientOf(who: string): Promise<Client> {
    const client = new Client({ name: 'a test', version: '1.0.0' });
    const url = `http://localhost:${backend.server.port()}/api/mcp-actions/v1`;
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), {
        requestInit: { headers: headersOf(who) },
      }),
    );
    clients.push(client);
    return client;
  }

  /** What a tool answers, read as an agent reads it: out of its text. */
  async function use(client: Client, tool: string, input: object) {
    const { content, isError } = (await client.callTool({
      name: `workflow-runs.${tool}`,
      arguments: { ...input },
    })) as CallToolResult;
    const [first] = content;
    if (first.type !== 'text') throw new Error('It answers in words');
    return isError
      ? { refused: first.text }
      : { text: first.text, ...JSON.parse(first.text) };
  }

  it('finds out why the last run of a workflow failed, and sees nothing personal', async () => {
    const operator = await clientOf('operator');
    const { workflow } = await use(operator, 'get-workflow', {
      workflow: WORKFLOW,
    });
    const { runId } = await use(operator, 'launch-run', {
      workflow,
      input: { story: 'doubtful_customer', contactEmail: EMAIL },
      idempotencyKey: 'a-trial-for-eve',
    });
    const [question] = await eventually(
      async () => (await use(operator, 'get-run', { runId })).questions,
      questions => questions.length > 0,
    );
    await use(operator, 'decide-step', {
      runId,
      step: question.step,
      decision: 'rejected',
      reason: 'Nobody knows them',
    });
    await eventually(
      async () => (await use(operator, 'get-run', { runId })).run.status,
      status => status === 'failed',
    );

    // Now somebody who may only look asks their agent: why did the last trial_activation fail?
    const viewer = await clientOf('viewer');
    const { workflows } = await use(viewer, 'list-workflows', {});
    const trial = workflows.find((each: any) => /trial/i.test(each.title));
    const { runs } = await use(viewer, 'list-runs', {
      workflow: [trial.workflow],
      status: ['failed'],
      limit: 1,
    });
    const why = await use(viewer, 'explain-run', { runId: runs[0].runId });
    const log = await use(viewer, 'tail-logs', { runId: runs[0].runId });

    expect(why).toMatchObject({
      run: {
        runId,
        url: `https://portal.example/workflow-runs/runs/${runId}`,
      },
      failure: { step: 'screen_customer', category: 'validation_failed' },
    });
    expect(why.facts[0].fact).toMatch(
      /^Step screen_customer \(“Screen customer”\) failed for good with validation_failed/,
    );
    expect(why.allowedActions).toEqual([]);
    expect(log.text).toContain('Trust in ');
    for (const answer of [why, log, await use(viewer, 'get-run', { runId })])
      expect(answer.text).not.toContain(EMAIL);
  });

  it('is refused what its user may not do, and told what is missing', async () => {
    const operator = await clientOf('operator');
    const viewer = await clientOf('viewer');
    const stranger = await clientOf('stranger');
    const launch = { workflow: WORKFLOW, idempotencyKey: 'to-be-canceled' };
    const { runId } = await use(operator, 'launch-run', launch);
    const cancel = { runId, reason: 'Nobody wants it' };

    expect((await use(viewer, 'launch-run', launch)).refused).toBe(
      'NotAllowedError: You need the permission workflow-runs.run.launch',
    );
    expect((await use(viewer, 'cancel-run', cancel)).refused).toBe(
      'NotAllowedError: You need the permission workflow-runs.run.cancel',
    );
    expect((await use(stranger, 'get-run', { runId })).refused).toMatch(
      /^Not(Allowed|Found)Error: /,
    );
    expect(await use(operator, 'cancel-run', cancel)).toMatchObject({ runId });
    await eventually(
      async () => (await use(operator, 'get-run', { runId })).run.status,
      status => status === 'canceled',
    );
    expect((await use(operator, 'cancel-run', cancel)).refused).toMatch(
      /^ConflictError: The run has ended: it is canceled \(the run is canceled; you may now: retry/,
    );
  });

  it('knows which tools only read, and which do what cannot be taken back', async () => {
    const { tools } = await (await clientOf('viewer')).listTools();
    const hinted = (hint: 'readOnlyHint' | 'destructiveHint') =>
      tools.filter(({ annotations }) => annotations?.[hint]).length;

    expect(tools).toHaveLength(14);
    expect([hinted('readOnlyHint'), hinted('destructiveHint')]).toEqual([8, 5]);
  });

  it('is no other than a template, whose task launches a run and tells its link', async () => {
    const url = `http://localhost:${backend.server.port()}/api/scaffolder/v2/tasks`;
    const headers = {
      ...headersOf('operator'),
      'Content-Type': 'application/json',
    };
    const made = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        templateRef: 'template:default/start-trial',
        values: { company: 'Larkspur', contactEmail: EMAIL, seats: 10 },
      }),
    });
    const { id } = (await made.json()) as { id: string };
    const ended = await eventually(
      async () => {
        const events = await fetch(`${url}/${id}/events`, { headers });
        return ((await events.json()) as any[]).find(
          ({ type }) => type === 'completion',
        );
      },
      event => event !== undefined,
    );
    const { runs } = await use(await clientOf('operator'), 'list-runs', {
      tag: ['from-template'],
    });

    expect(runs).toHaveLength(1);
    expect(ended.body.output.links).toEqual([
      { title: 'The run', url: runs[0].url },
    ]);
    expect(runs[0].startedBy).toBe('user:default/operator');
  });
});
