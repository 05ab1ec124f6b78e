import { BODIES, bodyFor, QUERIES } from '../__testUtils__/bodies';
import {
  permissionNames,
  Route,
  RouteId,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { ExternalService } from '../__testUtils__/externalAccess';
import {
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import {
  newWebhook,
  TestWebhook,
  withWebhook,
} from '../__testUtils__/webhooks';
import { fail, greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const CALLERS = [
  'nobody signed in',
  'stranger',
  'outsider',
  'viewer',
  'operator',
  'admin',
  'owner',
  'service',
  'external:reader',
] as const;
type Caller = (typeof CALLERS)[number];
const isService = (caller: Caller) =>
  ['service', 'external:reader'].includes(caller);
type Expected = Record<Caller, number>;

/** Its token is restricted to reading runs: whatever else it asks for, it may not. */
const READER: ExternalService = {
  subject: 'external:reader',
  accessRestrictions: [
    { plugin: 'workflow-runs', permission: permissionNames.runRead },
  ],
};

/** What a route answers about a run or workflow that `owner` owns. */
const reading: Expected = {
  'nobody signed in': 401,
  stranger: 403,
  outsider: 404,
  viewer: 200,
  operator: 200,
  admin: 200,
  owner: 200,
  service: 200,
  'external:reader': 200,
};
/** A list is never refused to somebody who may see something. */
const listing: Expected = { ...reading, outsider: 200 };
const launching: Expected = {
  ...reading,
  viewer: 403,
  operator: 201,
  admin: 201,
  owner: 201,
  service: 201,
  'external:reader': 403,
};
/** The run has ended, so whoever may cancel it is told that there is nothing to cancel. */
const canceling: Expected = {
  ...reading,
  viewer: 403,
  operator: 409,
  admin: 409,
  owner: 409,
  service: 409,
  'external:reader': 403,
};

/** Whoever has a link may fetch, and nobody has it here. */
const unsigned: Expected = {
  'nobody signed in': 400,
  stranger: 400,
  outsider: 400,
  viewer: 400,
  operator: 400,
  admin: 400,
  owner: 400,
  service: 400,
  'external:reader': 400,
};

/** What became of a run can be noted whenever it has ended; the rest that people say of it, always. */
const resolving: Expected = {
  ...reading,
  viewer: 403,
  'external:reader': 403,
};

/** A view belongs to its owner: the admin has no part in it. */
const owning: Expected = {
  'nobody signed in': 401,
  stranger: 403,
  outsider: 404,
  viewer: 404,
  operator: 404,
  admin: 404,
  owner: 200,
  service: 404,
  'external:reader': 404,
};
/** Whoever may see runs may save views of their own; a service owns nothing. */
const saving: Expected = {
  'nobody signed in': 401,
  stranger: 403,
  outsider: 201,
  viewer: 201,
  operator: 201,
  admin: 201,
  owner: 201,
  service: 400,
  'external:reader': 400,
};
/** Whoever may see a run may ask; but there is no job of which nothing could be done. */
const starting: Expected = {
  ...listing,
  outsider: 409,
  viewer: 409,
  operator: 201,
  admin: 201,
  owner: 201,
  service: 201,
  'external:reader': 409,
};
/** A job of `operator`, which others see who manage jobs. */
const readingJob: Expected = {
  ...reading,
  viewer: 404,
  owner: 404,
  'external:reader': 404,
};
/** It has completed, so nothing can be done to it. */
const changingJob: Expected = {
  ...readingJob,
  operator: 409,
  admin: 409,
  service: 409,
};
/** To see something is not to take it away. */
const exporting: Expected = {
  ...reading,
  viewer: 403,
  'external:reader': 403,
};
/** Whoever may read a run may watch it, and there is nobody to tell of it but users. */
const watching: Expected = {
  ...reading,
  service: 400,
  'external:reader': 400,
};
/** Only admins look after what is kept, and whoever acts for the portal. */
const keeping: Expected = {
  'nobody signed in': 401,
  stranger: 403,
  outsider: 403,
  viewer: 403,
  operator: 403,
  admin: 200,
  owner: 403,
  service: 200,
  'external:reader': 403,
};
/** What a run was given and has put out takes more than to read the run. */
const readingIo: Expected = { ...reading, 'external:reader': 403 };

/** What only admins look after; it tells of no run. */
const administering: Expected = {
  'nobody signed in': 401,
  stranger: 403,
  outsider: 403,
  viewer: 403,
  operator: 403,
  admin: 200,
  owner: 403,
  service: 200,
  'external:reader': 403,
};

/** Of a webhook that was changed by one of these, another cannot be asked the same. */
const CHANGED_WEBHOOKS: RouteId[] = [
  'changeWebhook',
  'deleteWebhook',
  'rotateWebhookSecret',
];
/** Operators have engines asked, whoever's their runs are. */
const syncing: Expected = {
  ...administering,
  operator: 200,
};
/** Only services tell of runs, and of which sources is said for each event. */
const telling: Expected = {
  ...administering,
  admin: 403,
};

/** Whoever may see what a run was given is told that there is no such thing. */
const absentIo: Expected = {
  ...reading,
  viewer: 404,
  operator: 404,
  admin: 404,
  owner: 404,
  service: 404,
  'external:reader': 403,
};
/** The same where it is enough to see the run. */
const absentForAll: Expected = { ...absentIo, 'external:reader': 404 };

/** One line for each route of the contract; a route without a line does not compile. */
const EXPECTED: Record<RouteId, Expected> = {
  listWorkflows: { ...listing, 'external:reader': 403 },
  getWorkflow: { ...reading, 'external:reader': 403 },
  listRuns: listing,
  countRuns: listing,
  listFacets: listing,
  launch: launching,
  exportRuns: { ...exporting, outsider: 200 },
  exportRun: exporting,
  getRun: reading,
  listSteps: reading,
  listAttempts: reading,
  listEvents: reading,
  listLogs: reading,
  listPayloads: readingIo,
  listArtifacts: readingIo,
  downloadArtifact: readingIo,
  getArtifactUrl: readingIo,
  downloadSignedArtifact: unsigned,
  listActions: reading,
  listDecisions: reading,
  getTimeline: reading,
  getLineage: reading,
  compareRuns: reading,
  pauseRun: canceling,
  resumeRun: canceling,
  cancelRun: canceling,
  terminateRun: canceling,
  retryRun: canceling,
  forceStep: canceling,
  decideStep: canceling,
  invokeNodeAction: canceling,
  sendEvent: canceling,
  updateRun: canceling,
  resolveRun: resolving,
  rerun: launching,
  cloneRun: launching,
  previewBulkJob: listing,
  startBulkJob: starting,
  listBulkJobs: listing,
  getBulkJob: readingJob,
  listBulkItems: readingJob,
  abortBulkJob: changingJob,
  resumeBulkJob: changingJob,
  listFailureGroups: listing,
  getFailureGroup: reading,
  snoozeFailureGroup: resolving,
  resolveFailureGroup: resolving,
  reopenFailureGroup: resolving,
  setFailureRunbook: resolving,
  listViews: listing,
  createView: saving,
  getView: owning,
  changeView: owning,
  deleteView: owning,
  listPrivacyPolicies: administering,
  createPrivacyPolicy: { ...administering, admin: 201, service: 201 },
  changePrivacyPolicy: administering,
  deletePrivacyPolicy: administering,
  previewPrivacyPolicy: administering,
  // There is no such token.
  revealValue: { ...administering, outsider: 404, admin: 404, service: 404 },
  annotateRun: resolving,
  tagRun: resolving,
  assignRun: resolving,
  listAnnotations: reading,
  watchRun: watching,
  getTraces: reading,
  getExternalLogs: reading,
  getStatistics: listing,
  listSlos: { ...listing, 'external:reader': 403 },
  getWorkflowSlos: { ...reading, 'external:reader': 403 },
  getForecast: reading,
  getRetention: keeping,
  changeRetention: keeping,
  previewRetention: keeping,
  listRetentionJobs: keeping,
  startRetentionJob: keeping,
  getRetentionJob: keeping,
  abortRetentionJob: { ...keeping, admin: 409, service: 409 },
  purgeRun: { ...keeping, outsider: 404 },
  listRunAudit: reading,
  explainAccess: { ...administering, outsider: 404 },
  listAudit: administering,
  exportAudit: administering,
  ingestEvents: telling,
  listIngestCommands: { ...telling, service: 404 },
  answerIngestCommand: { ...telling, service: 404 },
  listEngines: listing,
  // There is no such engine.
  syncEngine: { ...syncing, operator: 404, admin: 404, service: 404 },
  // Nobody need ask for a run that lives here.
  syncRun: {
    ...syncing,
    outsider: 404,
    operator: 409,
    admin: 409,
    service: 409,
  },
  // The engine that runs workflows here shows no history of its own, and answers no queries.
  getNativeHistory: absentIo,
  queryRun: absentIo,
  listHandlers: reading,
  getRetryPlan: absentForAll,
  getKeys: administering,
  shredKeys: administering,
  listAlertRules: administering,
  listFiringAlerts: { ...listing, 'external:reader': 403 },
  createAlertRule: { ...administering, admin: 201, service: 201 },
  previewAlertRule: administering,
  getAlertRule: administering,
  changeAlertRule: administering,
  deleteAlertRule: administering,
  snoozeAlertRule: administering,
  resolveAlertRule: administering,
  listAlertEpisodes: administering,
  listWebhooks: administering,
  createWebhook: { ...administering, admin: 201, service: 201 },
  listWebhookChoices: administering,
  getWebhook: administering,
  changeWebhook: administering,
  deleteWebhook: administering,
  rotateWebhookSecret: administering,
  endOldWebhookSecrets: administering,
  pingWebhook: administering,
  redeliverWebhook: administering,
  listWebhookDeliveries: administering,
  getWebhookDelivery: administering,
  redeliverWebhookDelivery: administering,
  streamRun: reading,
  subscribe: { ...watching, outsider: 200 },
  unsubscribe: { ...watching, outsider: 200 },
  // A run that is not for them is gone from the beginning, and the stream goes on.
  stream: listing,
};

describe('who may do what', () => {
  let portal: TestPortal;
  let runId: string;
  let artifactId: string;
  /** A bulk job of `operator`. */
  let jobId: string;
  /** A retention job that has completed. */
  let retentionJobId: string;
  /** A group of failures of a workflow of `owner`. */
  let groupId: string;
  let webhook: TestWebhook;
  /** A run that only those with a role see. */
  let foreignRunId: string;

  beforeAll(async () => {
    portal = await TestPortal.start({
      workflows: [greet, wait, fail],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'fail', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
      ],
      services: [READER],
    });
    await portal.untilOwned('greet');
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    foreignRunId = await portal.launch('wait');
    await portal.until(runId, 'completed');
    const { body } = await portal.get(`/runs/${runId}/artifacts`);
    artifactId = body.items[0].id;
    const job = await portal.post(
      '/bulk-jobs',
      bodyFor('startBulkJob', runId),
      'operator',
    );
    jobId = job.body.id;
    await portal.untilOwned('fail');
    await portal.launch('fail');
    groupId = await eventually(async () => {
      const { body: groups } = await portal.get('/failure-groups');
      return groups.items[0].id;
    });
    const kept = await portal.post('/retention/jobs');
    retentionJobId = kept.body.id;
    webhook = await newWebhook(portal);
    await eventually(async () => {
      const { body: now } = await portal.get(
        `/retention/jobs/${retentionJobId}`,
      );
      if (now.status !== 'completed') throw new Error('not yet');
    });
    await eventually(async () => {
      const { body: now } = await portal.get(`/bulk-jobs/${jobId}`, 'operator');
      if (now.status !== 'completed') throw new Error('not yet');
    });
  });
  afterAll(() => portal.stop());

  const isStream = (id: RouteId) =>
    (routes[id] as Route).mediaType === 'text/event-stream';
  /** A stream has no end: the status is all that is wanted. */
  const hangUp = (
    response: any,
    done: (error: null, body: unknown) => void,
  ) => {
    response.destroy();
    if (response.statusCode === 200) return done(null, undefined);
    return done(null, {});
  };

  let views = 0;
  const viewOfOwner = async (): Promise<string> => {
    views += 1;
    const { body } = await portal.post('/views', { name: `${views}` }, 'owner');
    return body.id;
  };

  let policies = 0;
  const newPolicy = async (): Promise<string> => {
    policies += 1;
    const policy = { ...BODIES.createPrivacyPolicy, name: `${policies}` };
    const { body } = await portal.post('/privacy/policies', policy, 'admin');
    return body.id;
  };

  const newRule = async (): Promise<string> => {
    const { body } = await portal.post(
      '/alert-rules',
      BODIES.createAlertRule!,
      'admin',
    );
    return body.id;
  };

  /** One that nobody else asks about. */
  const newRun = async (): Promise<string> => {
    const id = await portal.launch('greet', { input: { name: 'Eve' } });
    await portal.until(id, 'completed');
    return id;
  };

  const ask = async (id: RouteId, caller: Caller, asked = runId) => {
    const isToGo = ['purgeRun', 'shredKeys'].includes(id) && asked === runId;
    const run = isToGo ? await newRun() : asked;
    const isOfPolicy = routes[id].path.includes(':policyId');
    const policyId = isOfPolicy ? await newPolicy() : '';
    const isOfView = routes[id].path.includes(':viewId');
    const path = `${routes[id].path}${QUERIES[id] ?? ''}`
      .replaceAll(':runId', run)
      .replace(':viewId', isOfView ? await viewOfOwner() : '')
      .replace(':policyId', policyId)
      .replace(
        ':alertRuleId',
        routes[id].path.includes(':alertRuleId') ? await newRule() : '',
      )
      .replace(':artifactId', artifactId)
      .replace(':jobId', jobId)
      .replace(':retentionJobId', retentionJobId)
      .replace(':groupId', groupId)
      .replace(':engineId', 'none')
      .replace(':engine', 'embedded')
      .replace(':name', 'greet');
    if (!isStream(id)) {
      const isChanged = CHANGED_WEBHOOKS.includes(id);
      const named = withWebhook(
        { path, body: bodyFor(id, run, policyId) },
        isChanged ? await newWebhook(portal) : webhook,
      );
      return portal.ask(routes[id].method, named.path, named.body, caller);
    }
    return portal.get(path, caller).buffer(false).parse(hangUp);
  };
  it('has an expectation for every route', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(routes).sort());
  });

  describe.each(Object.keys(routes) as RouteId[])('%s', id => {
    it.each(CALLERS)('by %s', async caller => {
      const response = await ask(id, caller);

      expect(response.status).toBe(EXPECTED[id][caller]);
    });

    it('names the permission that is missing to whoever may see it', async () => {
      for (const caller of CALLERS) {
        if (EXPECTED[id][caller] !== 403 || isStream(id)) continue;
        if (routes[id].servicesOnly && !isService(caller)) continue;
        const { body } = await ask(id, caller);

        expect(body.error).toMatchObject({
          name: 'NotAllowedError',
          message: expect.stringMatching(
            /^You need the permission workflow-runs\.[\w-]+\.[\w-]+$/,
          ),
        });
      }
    });
  });

  const ofRuns = Object.entries(routes)
    .filter(([, { path }]) => path.includes(':runId'))
    .map(([id]) => id as RouteId);

  describe('a run of others', () => {
    it.each(ofRuns)('does not exist for %s', async id => {
      const { status } = await ask(id, 'owner', foreignRunId);

      expect(status).toBe(404);
    });

    it('looks like one that there is not', async () => {
      const foreign = await ask('getRun', 'owner', foreignRunId);
      const none = await ask('getRun', 'owner', 'run_none');

      expect(foreign.body.error.message.replace(foreignRunId, 'run_none')).toBe(
        none.body.error.message,
      );
    });

    it('is in no list, whatever it is asked for', async () => {
      for (const query of ['', '?workflow=embedded/wait', '?status=running']) {
        const { body } = await portal.get(`/runs${query}`, 'owner');
        const ids = body.items.map((run: { id: string }) => run.id);

        expect(ids).not.toContain(foreignRunId);
        expect(body.nextToken).toBeNull();
      }
    });

    it('cannot be launched, and its workflow does not exist', async () => {
      const launch = { workflow: 'embedded/wait' };
      const { body } = await portal.get('/workflows', 'owner');

      expect(body.items).toMatchObject([{ name: 'greet' }, { name: 'fail' }]);
      expect(
        (await portal.get('/workflows/embedded/wait', 'owner')).status,
      ).toBe(404);
      expect((await portal.post('/runs', launch, 'owner')).status).toBe(404);
    });

    it('lends its artifacts to no run of one’s own', async () => {
      const path = `/runs/${foreignRunId}/artifacts/${artifactId}/content`;

      expect((await portal.get(path)).status).toBe(404);
    });
  });

  it('shows an empty portal to whoever owns nothing', async () => {
    for (const path of ['/runs', '/workflows']) {
      expect((await portal.get(path, 'outsider')).body.items).toEqual([]);
    }
  });

  describe('buttons', () => {
    const cancelOf = async (run: string, caller: Caller) => {
      const { body } = await portal.get(`/runs/${run}`, caller);
      return body.allowedActions.cancel;
    };

    it('are on for whoever may press them', async () => {
      const on = { allowed: true, reason: null };

      expect(await cancelOf(foreignRunId, 'operator')).toEqual(on);
    });

    it('say which permission is missing', async () => {
      expect(await cancelOf(foreignRunId, 'viewer')).toEqual({
        allowed: false,
        reason: `You need the permission ${permissionNames.runCancel}`,
      });
      const { body } = await portal.get('/workflows/embedded/greet', 'viewer');
      expect(body.allowedActions.launch).toEqual({
        allowed: false,
        reason: `You need the permission ${permissionNames.runLaunch}`,
      });
    });

    it('say first what nobody can change', async () => {
      const over = {
        allowed: false,
        reason: 'The run has ended: it is completed',
      };

      expect(await cancelOf(runId, 'viewer')).toEqual(over);
      expect(await cancelOf(runId, 'admin')).toEqual(over);
    });
  });
});
