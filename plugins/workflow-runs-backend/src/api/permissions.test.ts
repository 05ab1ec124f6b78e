import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  permissionNames,
  Route,
  RouteId,
  routes,
  workflowRunsPermissions,
} from 'backstage-plugin-workflow-runs-common';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { BODIES, bodyFor, QUERIES } from '../__testUtils__/bodies';
import { newWebhook, withWebhook } from '../__testUtils__/webhooks';
import { greet } from '../__testUtils__/workflows';
import { BulkJobStore } from '../bulk/BulkJobStore';
import { migrate } from '../database/open';
import { Failure, factOfRow } from '../failures/factsOf';
import { writeFailures } from '../failures/writeFailures';
import { policyOf } from '../privacy/__testUtils__/policyOf';
import { PolicyStore } from '../privacy/PolicyStore';
import { SavedViewStore } from '../views/SavedViewStore';

jest.setTimeout(60_000);

/** Those that make something. */
const MADE = [
  'launch',
  'rerun',
  'cloneRun',
  'createView',
  'createPrivacyPolicy',
  'createAlertRule',
  'createWebhook',
];
/** Those that ask for something that is not there. */
const MISSED = [
  'revealValue',
  'syncEngine',
  // The engine here answers none of them.
  'getNativeHistory',
  'queryRun',
  'getRetryPlan',
];
const NO_WEBHOOK = { webhookId: '', secretId: '', messageId: '' };
/** Those behind which a run is of no use to others. */
const ENDING = ['purgeRun', 'shredKeys'];
const ALL = Object.values(permissionNames);
/** Users by name, with what each may do. */
const granted = new Map<string, readonly string[]>([['admin', ALL]]);

describe('the permissions that a route says it needs', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let portal: TestPortal;
  let runId: string;
  let artifactId: string;
  let retentionJobId: string;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
    portal = await TestPortal.start({
      workflows: [greet],
      knex,
      decide: ({ name }, { userEntityRef = '' }) => ({
        result: granted.get(userEntityRef.split('/')[1])?.includes(name)
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      }),
    });
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const { body } = await portal.get(`/runs/${runId}/artifacts`);
    artifactId = body.items[0].id;
    retentionJobId = (await portal.post('/retention/jobs')).body.id;
    await eventually(async () => {
      const { body: job } = await portal.get(
        `/retention/jobs/${retentionJobId}`,
      );
      if (job.status !== 'completed') throw new Error('not yet');
    });
  });
  afterAll(() => portal.stop());

  /** A completed bulk job of somebody who may not be able to start it. */
  const jobOf = async (who: string) => {
    const id = `blk_of_${who}`;
    await new BulkJobStore(knex, () => 0).add({
      id,
      name: 'Look through',
      action: 'tag',
      params: { add: ['seen'] },
      reason: 'to know what is left',
      startedBy: `user:default/${who}`,
      idempotencyKey: undefined,
      requestHash: '',
      items: [{ runId, refusal: 'not now' }],
    });
    await knex('bulk_jobs').where({ id }).update({ status: 'completed' });
    return id;
  };

  /** A view of somebody who may not be able to save it. */
  const viewOf = async (who: string) => {
    const ref = `user:default/${who}`;
    await new SavedViewStore(knex).insert({
      id: `view_of_${who}`,
      owner: ref,
      name: 'Failed',
      description: '',
      filter: {},
      sort: '-queuedAt',
      columns: null,
      createdBy: ref,
      createdAt: 0,
      updatedAt: 0,
      version: 1,
    });
    return `view_of_${who}`;
  };

  let policies = 0;
  const newPolicy = async () => {
    policies += 1;
    const { id } = await new PolicyStore({ knex, now: () => 0 }).create(
      { ...policyOf('Wages'), name: `${policies}` },
      'user:default/admin',
    );
    return id;
  };

  let groups = 0;
  /** A group of failures with the run in it. */
  const newGroup = async () => {
    groups += 1;
    const [row] = await knex('runs').where({ id: runId });
    const failure = { ...factOfRow(row), type: 'failed', stepKey: `${groups}` };
    const told = { errorCategory: 'bug', errorCode: null, message: 'No' };
    await knex.transaction(trx =>
      writeFailures(
        trx,
        [
          {
            ...failure,
            ...told,
            generation: 0,
            tenantId: 'default',
          } as Failure,
        ],
        new Map([[runId, row]]),
      ),
    );
    const [{ id }] = await knex('failure_groups').where({
      step_key: `${groups}`,
    });
    return id;
  };

  const newRule = async () => {
    const asked = await portal.post('/alert-rules', BODIES.createAlertRule!);
    return asked.body.id;
  };

  /** A run that may go. */
  const newRun = async () => {
    const id = await portal.launch('greet', { input: { name: 'Eve' } });
    await portal.until(id, 'completed');
    return id;
  };

  /** As somebody who has these permissions and no others. */
  const ask = async (id: RouteId, permissions: readonly string[]) => {
    const who = `user-${granted.size}`;
    granted.set(who, permissions);
    const run = ENDING.includes(id) ? await newRun() : runId;
    const jobId = routes[id].path.includes(':jobId') ? await jobOf(who) : '';
    const isOfView = routes[id].path.includes(':viewId');
    const isOfGroup = routes[id].path.includes(':groupId');
    const isOfPolicy = routes[id].path.includes(':policyId');
    const policyId = isOfPolicy ? await newPolicy() : '';
    const path = `${routes[id].path}${QUERIES[id] ?? ''}`
      .replaceAll(':runId', run)
      .replace(':retentionJobId', retentionJobId)
      .replace(':jobId', jobId)
      .replace(':groupId', isOfGroup ? await newGroup() : '')
      .replace(':viewId', isOfView ? await viewOf(who) : '')
      .replace(':policyId', policyId)
      .replace(
        ':alertRuleId',
        routes[id].path.includes(':alertRuleId') ? await newRule() : '',
      )
      .replace(':artifactId', artifactId)
      .replace(':engine', 'embedded')
      .replace(':name', 'greet');
    const asked = withWebhook(
      { path, body: bodyFor(id, run, policyId) },
      /ebhook/.test(id) ? await newWebhook(portal, 'admin') : NO_WEBHOOK,
    );
    return portal.ask(routes[id].method, asked.path, asked.body, who);
  };

  /** What can be done to a run that has ended. */
  const always: RouteId[] = [
    'resolveRun',
    'annotateRun',
    'tagRun',
    'assignRun',
    'watchRun',
    'subscribe',
    'unsubscribe',
    'snoozeFailureGroup',
    'resolveFailureGroup',
    'reopenFailureGroup',
    'setFailureRunbook',
    'changePrivacyPolicy',
    'deletePrivacyPolicy',
    'changeView',
    'deleteView',
    'changeRetention',
    'startRetentionJob',
    'changeAlertRule',
    'deleteAlertRule',
    'snoozeAlertRule',
    'resolveAlertRule',
    'purgeRun',
    'shredKeys',
    'changeWebhook',
    'deleteWebhook',
    'rotateWebhookSecret',
    'endOldWebhookSecrets',
    'pingWebhook',
    'redeliverWebhook',
    'redeliverWebhookDelivery',
  ];
  /**
   * The run, or job, has completed: most of what may be asked of it is refused for that; and a job of
   * which nothing may be done is not started.
   */
  const answerTo = (id: RouteId): number => {
    if (MADE.includes(id)) return 201;
    if (MISSED.includes(id)) return 404;
    const { method, asksOnly }: Route = routes[id];
    return method === 'get' || asksOnly || always.includes(id) ? 200 : 409;
  };
  const all = (Object.entries(routes) as [RouteId, Route][]).filter(
    ([, { mediaType, permissions, servicesOnly }]) =>
      mediaType !== 'text/event-stream' &&
      permissions.length > 0 &&
      !servicesOnly,
  );
  it('are all told to tools that ask for them', async () => {
    const answer = await fetch(
      `${portal.url}/.well-known/backstage/permissions/metadata`,
      { headers: { Authorization: mockCredentials.service.header() } },
    );
    const body = await answer.json();
    const told = body.permissions.map(({ name }: { name: string }) => name);

    expect(told.sort()).toEqual(
      workflowRunsPermissions.map(({ name }) => name).sort(),
    );
  });

  it.each(all)('%s: these are enough', async (id, { permissions }) => {
    const { status } = await ask(id, permissions);

    expect(status).toBe(answerTo(id));
  });

  it.each(all)('%s: each is needed', async (id, { permissions }) => {
    for (const missing of permissions) {
      const others = ALL.filter(name => name !== missing);
      const { status, body } = await ask(id, others);

      expect(status).toBe(403);
      expect(body.error.message).toBe(`You need the permission ${missing}`);
    }
  });
});
