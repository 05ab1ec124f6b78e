import {
  isEnded,
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { BODIES } from '../../../__testUtils__/bodies';
import { alertAsks } from './alertAsks';
import {
  Ask,
  AsksOf,
  hiddenWorkflow,
  ifHidden,
  NONE,
  ofEach,
  ofRuns,
  pathTo,
} from './Ask';
import { auditAsks } from './auditAsks';
import { failureAsks } from './failureAsks';
import { listAsks } from './listAsks';
import { streamAsks, subscribeAsks } from './streamAsks';
import { webhookAsks } from './webhookAsks';
import { World } from './World';

const engineOf = (world: World, index: number) =>
  world.resourceOf(index).workflow.engine;

/** An engine that is there would be waited for; the others refuse whatever is asked. */
const acting = (id: RouteId): AsksOf =>
  ofRuns(id, {
    body: BODIES[id] ?? {},
    which: (world, oracle, index) =>
      !oracle.sees(index) || engineOf(world, index) !== 'embedded',
  });

/** A remark may be left at every run. */
const remarking = (id: RouteId): AsksOf => ofRuns(id, { body: BODIES[id] });

const workflowAsks =
  (id: RouteId): AsksOf =>
  (world, oracle) =>
    world.drawn.workflows.map(({ ref }, index) => {
      const [engine, ...rest] = ref.split('/');
      return {
        path: pathTo(id, { engine, name: rest.join('/') }),
        absent: hiddenWorkflow(world, oracle, index),
      };
    });

/** Of a workflow that is there, it would launch. */
const launches: AsksOf = (world, oracle) =>
  world.drawn.workflows.flatMap(({ ref }, index): Ask[] => {
    const absent = hiddenWorkflow(world, oracle, index);
    if (absent.length === 0 && ref.startsWith('embedded/')) return [];
    return [{ path: pathTo('launch'), body: { workflow: ref }, absent }];
  });

/** Each beside the one that comes next, in both orders, and beside the last good one. */
const comparisons: AsksOf = (world, oracle) =>
  [...world.drawn.runs.keys()].flatMap(index => {
    const next = (index + 1) % world.drawn.runs.length;
    return [
      [index, next],
      [next, index],
    ]
      .map(
        ([a, b]): Ask => ({
          path: `${pathTo('compareRuns', {
            runId: world.runId(a),
          })}?with=${world.runId(b)}`,
          absent: [
            ...ifHidden(world, oracle, a),
            ...(a === b ? [] : ifHidden(world, oracle, b)),
          ],
        }),
      )
      .concat({
        path: pathTo('compareRuns', { runId: world.runId(index) }),
        absent: ifHidden(world, oracle, index),
      });
  });

/** Each artifact by the run that has made it, and by one that has not. */
const artifacts =
  (id: RouteId): AsksOf =>
  (world, oracle) =>
    [...world.drawn.runs.keys()].flatMap(index => {
      const other = (index + 1) % world.drawn.runs.length;
      return [index, other].map((run): Ask => {
        const absent = ifHidden(world, oracle, run);
        if (run !== index || !oracle.readsIo(index)) {
          absent.push([
            world.artifactId(index),
            world.artifactId(NONE + index),
          ]);
        }
        return {
          path: pathTo(id, {
            runId: world.runId(run),
            artifactId: world.artifactId(index),
          }),
          absent,
        };
      });
    });

const ofJobs = (id: RouteId, body?: object): AsksOf =>
  ofEach(id, {
    things: world => world.drawn.jobs,
    nameOf: (world, index) => world.jobId(index),
    isSeen: (oracle, index) => oracle.seesJob(index),
    param: 'jobId',
    body,
  });

/** What a job tells of its runs, and how many of them it does not. */
const itemsOfJobs: AsksOf = (world, oracle) =>
  ofJobs('listBulkItems')(world, oracle).map((ask, job) => ({
    ...ask,
    check: ({ status, text }) => {
      if (status !== 200) return;
      const { runs } = world.drawn.jobs[job];
      const seen = runs.filter(run => oracle.sees(run));
      const { items, hidden } = JSON.parse(text);
      expect(items).toHaveLength(seen.length);
      expect(hidden).toBe(runs.length - seen.length);
      for (const [place, run] of seen.entries()) {
        expect(items[place].runId).toBe(world.runId(run));
        expect(items[place].resultRunId).toBe(
          oracle.sees(run + 1) ? world.runId(run + 1) : null,
        );
      }
    },
  }));

const ofViews = (id: RouteId, body?: object): AsksOf =>
  ofEach(id, {
    things: world => world.drawn.views,
    nameOf: (world, index) => world.viewId(index),
    isSeen: (oracle, index) => oracle.seesView(index),
    param: 'viewId',
    body,
  });

/** All jobs, one page after the other, also behind one of another. */
const jobLists: AsksOf = (world, oracle) => [
  {
    path: pathTo('listBulkJobs'),
    check: ({ status, text }) => {
      if (status !== 200) return;
      const seen = [...world.drawn.jobs.keys()].filter(job =>
        oracle.seesJob(job),
      );
      expect(JSON.parse(text).items).toHaveLength(seen.length);
    },
  },
  ...[...world.drawn.jobs.keys()].map(
    (index): Ask => ({
      path: `${pathTo('listBulkJobs')}?limit=1&after=${world.jobId(index)}`,
      absent: oracle.seesJob(index)
        ? []
        : [[world.jobId(index), world.jobId(NONE + index)]],
    }),
  ),
];

/** A job of hidden runs alone, which are refused as what there is not. */
const jobStarts: AsksOf = (world, oracle) => {
  const hidden = [...world.drawn.runs.keys()].filter(
    index => !oracle.sees(index),
  );
  const runIds = [...hidden, NONE].map(index => world.runId(index));
  const job = { name: 'All of them', action: 'cancel', reason: 'to see' };
  return [{ path: pathTo('startBulkJob'), body: { ...job, runIds } }];
};

const exportsOf: AsksOf = (world, oracle) =>
  ['json', 'markdown', 'html', 'ipynb'].flatMap(format =>
    ofRuns('exportRun', { query: `?format=${format}` })(world, oracle).map(
      (ask, index): Ask => ({
        ...ask,
        check: ({ status }) => {
          if (!oracle.sees(index)) return;
          const mayExport = oracle.permits(permissionNames.runExport, index);
          expect(status).toBe(mayExport ? 200 : 403);
        },
      }),
    ),
  );

/** Runs that are hidden are in no number. */
const statistics: AsksOf = (world, oracle) => [
  {
    path: `${pathTo(
      'getStatistics',
    )}?from=1970-01-01T00:00:00Z&to=1970-01-02T00:00:00Z`,
    check: ({ status, text }) => {
      expect(status).toBe(oracle.has(permissionNames.runRead) ? 200 : 403);
      if (status !== 200) return;
      const wanted = oracle
        .seen()
        .filter(index => isEnded(world.drawn.runs[index].status));
      const { total, workflows, coverage } = JSON.parse(text);
      expect(total.runs).toBe(wanted.length);
      expect(coverage.exact).toBe(true);
      expect(workflows.map(({ workflow }: any) => workflow.id).sort()).toEqual(
        [
          ...new Set(
            wanted.map(index =>
              world.workflowId(world.drawn.runs[index].workflow),
            ),
          ),
        ].sort(),
      );
    },
  },
];

/** Workflows that are hidden have no objectives. */
const slos: AsksOf = (world, oracle) => [
  {
    path: pathTo('listSlos'),
    check: ({ status, text }) => {
      const { workflowRead, runRead } = permissionNames;
      const may = oracle.has(workflowRead) && oracle.has(runRead);
      expect(status).toBe(may ? 200 : 403);
      if (status !== 200) return;
      const seen = [...world.drawn.workflows.keys()].filter(index =>
        oracle.seesWorkflow(index),
      );
      const { items, totals } = JSON.parse(text);
      expect(totals).toEqual({ withTarget: seen.length, withoutTarget: 0 });
      expect(items.map(({ workflow }: any) => workflow.id).sort()).toEqual(
        seen.map(index => world.workflowId(index)).sort(),
      );
    },
  },
];

const once =
  (id: RouteId): AsksOf =>
  () =>
    [{ path: pathTo(id) }];

/** What takes a permission that no run narrows, and tells of none. */
const administering =
  (id: RouteId, params: Record<string, string> = {}): AsksOf =>
  () =>
    [{ path: pathTo(id, params), body: BODIES[id] ?? {} }];

/** Each run by itself: the first that is hidden refuses the whole. */
const policyPreviews: AsksOf = (world, oracle) =>
  [...world.drawn.runs.keys()].map(index => ({
    path: pathTo('previewPrivacyPolicy'),
    body: {
      ...BODIES.previewPrivacyPolicy,
      runIds: [world.runId(index)],
    },
    absent: ifHidden(world, oracle, index),
  }));

/** What is asked of each route; one without a line does not compile. */
export const ASKS: Record<RouteId, AsksOf> = {
  ...listAsks,
  ...failureAsks,
  ...auditAsks,
  listWorkflows: once('listWorkflows'),
  getWorkflow: workflowAsks('getWorkflow'),
  launch: launches,
  exportRun: exportsOf,
  getRun: ofRuns('getRun'),
  listSteps: ofRuns('listSteps', { query: '?limit=1' }),
  listAttempts: ofRuns('listAttempts', { query: '?limit=1' }),
  listEvents: ofRuns('listEvents'),
  listLogs: ofRuns('listLogs'),
  listPayloads: ofRuns('listPayloads'),
  listArtifacts: ofRuns('listArtifacts'),
  downloadArtifact: artifacts('downloadArtifact'),
  getArtifactUrl: artifacts('getArtifactUrl'),
  // As if one had guessed how they are signed; links that were given out are followed besides.
  downloadSignedArtifact: world =>
    [...world.drawn.runs.keys()].map(index => ({
      path: `${pathTo('downloadSignedArtifact', {
        artifactId: world.artifactId(index),
      })}?expires=99999999999&signature=guessed`,
      absent: [[world.artifactId(index), world.artifactId(NONE + index)]],
    })),
  listActions: ofRuns('listActions'),
  listDecisions: ofRuns('listDecisions'),
  getStatistics: statistics,
  listSlos: slos,
  getWorkflowSlos: workflowAsks('getWorkflowSlos'),
  getForecast: ofRuns('getForecast'),
  getTimeline: ofRuns('getTimeline'),
  getLineage: ofRuns('getLineage'),
  compareRuns: comparisons,
  pauseRun: acting('pauseRun'),
  resumeRun: acting('resumeRun'),
  cancelRun: acting('cancelRun'),
  terminateRun: acting('terminateRun'),
  retryRun: acting('retryRun'),
  forceStep: acting('forceStep'),
  decideStep: acting('decideStep'),
  invokeNodeAction: acting('invokeNodeAction'),
  sendEvent: acting('sendEvent'),
  updateRun: acting('updateRun'),
  resolveRun: acting('resolveRun'),
  rerun: acting('rerun'),
  cloneRun: acting('cloneRun'),
  startBulkJob: jobStarts,
  listBulkJobs: jobLists,
  getBulkJob: ofJobs('getBulkJob'),
  listBulkItems: itemsOfJobs,
  abortBulkJob: ofJobs('abortBulkJob', {}),
  resumeBulkJob: ofJobs('resumeBulkJob', {}),
  listViews: world => [
    {
      path: pathTo('listViews'),
      check: ({ status, text }) => {
        if (status !== 200) return;
        const owners = [world.caller, world.group];
        expect(
          JSON.parse(text).items.map(({ id }: { id: string }) => id),
        ).toHaveLength(
          [...world.drawn.views.keys()].filter(index =>
            owners.includes(world.ownerOfView(index)),
          ).length,
        );
      },
    },
  ],
  createView: () => [
    { path: pathTo('createView'), body: { name: 'Seen' } },
    {
      path: pathTo('createView'),
      body: { name: 'Seen', owner: 'group:default/others' },
    },
  ],
  getView: ofViews('getView'),
  changeView: ofViews('changeView', { name: 'Changed', version: 7 }),
  deleteView: ofViews('deleteView'),
  listPrivacyPolicies: once('listPrivacyPolicies'),
  createPrivacyPolicy: administering('createPrivacyPolicy'),
  changePrivacyPolicy: administering('changePrivacyPolicy', {
    policyId: 'pol_none',
  }),
  deletePrivacyPolicy: administering('deletePrivacyPolicy', {
    policyId: 'pol_none',
  }),
  previewPrivacyPolicy: policyPreviews,
  revealValue: ofRuns('revealValue', { body: BODIES.revealValue }),
  annotateRun: remarking('annotateRun'),
  tagRun: remarking('tagRun'),
  assignRun: remarking('assignRun'),
  listAnnotations: ofRuns('listAnnotations', { query: '?limit=1' }),
  watchRun: remarking('watchRun'),
  getTraces: ofRuns('getTraces'),
  getExternalLogs: ofRuns('getExternalLogs'),
  getRetention: once('getRetention'),
  changeRetention: () => [
    {
      path: pathTo('changeRetention'),
      body: { policies: [], legalHoldTags: [], revision: 0 },
    },
  ],
  // Admins are told how many runs there are, whichever they may see: of anybody's data it tells nothing else.
  previewRetention: () => [
    {
      path: pathTo('previewRetention'),
      body: { policies: [], legalHoldTags: [] },
    },
  ],
  listRetentionJobs: once('listRetentionJobs'),
  // Runs of a world are old: a job would leave none of them.
  startRetentionJob: () => [],
  getRetentionJob: () => [
    { path: pathTo('getRetentionJob', { retentionJobId: 'ret_none' }) },
  ],
  abortRetentionJob: () => [
    { path: pathTo('abortRetentionJob', { retentionJobId: 'ret_none' }) },
  ],
  ...alertAsks,
  purgeRun: ofRuns('purgeRun', {
    query: '?reason=to%20see',
    which: (_, oracle, index) => !oracle.sees(index),
  }),
  ...webhookAsks,
  // It tells of nothing but of what it was sent.
  ingestEvents: () => [
    { path: pathTo('ingestEvents'), body: BODIES.ingestEvents },
  ],
  listIngestCommands: () => [
    { path: `${pathTo('listIngestCommands')}?source=/none` },
  ],
  answerIngestCommand: () => [
    {
      path: pathTo('answerIngestCommand', { commandId: 'act_none' }),
      body: BODIES.answerIngestCommand,
    },
  ],
  listEngines: once('listEngines'),
  syncEngine: () => [{ path: pathTo('syncEngine', { engineId: 'none' }) }],
  syncRun: ofRuns('syncRun'),
  getNativeHistory: ofRuns('getNativeHistory'),
  queryRun: ofRuns('queryRun', { body: BODIES.queryRun }),
  listHandlers: ofRuns('listHandlers'),
  getRetryPlan: ofRuns('getRetryPlan'),
  streamRun: ofRuns('streamRun', { query: '?after=0' }),
  stream: streamAsks,
  subscribe: subscribeAsks,
  unsubscribe: once('unsubscribe'),
};
