import { Run, Workflow } from 'backstage-plugin-workflow-runs-common';
import {
  anAction,
  anAnnotation,
  anArtifact,
  anEvent,
  aPayload,
  aRun,
  aSnapshot,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { operableRuns } from './operable';
import { Plan, PlannedStep, playPlan } from './plan';

const unavailable = {
  category: 'external_api' as const,
  code: '503',
  message: 'POST /v2/entitlements answered 503 Service Unavailable',
  stack:
    'Error: 503 Service Unavailable\n    at provision (entitlements.ts:42:11)\n    at run (handler.ts:18:5)',
};

const onboarding = (provision: Partial<PlannedStep>): PlannedStep[] => [
  { key: 'validate_request', seconds: [0.4], type: 'decision' },
  { key: 'load_account', seconds: [6], after: ['validate_request'] },
  {
    key: 'check_terms',
    seconds: [15],
    after: ['load_account'],
    type: 'decision',
  },
  {
    key: 'create_crm_contact',
    seconds: [19],
    after: ['check_terms'],
    type: 'io',
  },
  {
    key: 'score_fit',
    seconds: [34],
    after: ['create_crm_contact'],
    type: 'model',
    progress: 'Scoring 12 signals',
  },
  {
    key: 'create_workspace',
    seconds: [7, 25],
    after: ['check_terms'],
    lost: true,
  },
  {
    key: 'provision_entitlements',
    seconds: [56, 57, 62],
    after: ['create_workspace'],
    error: unavailable,
    progress: '2 of 3 entitlements active',
    ...provision,
  },
  {
    key: 'seed_demo_data',
    seconds: [36],
    after: ['create_workspace'],
    type: 'io',
  },
  {
    key: 'import_history',
    seconds: [1],
    after: ['create_workspace'],
    skipped: true,
  },
  { key: 'verify_workspace', seconds: [13], after: ['provision_entitlements'] },
  { key: 'issue_license', seconds: [10], after: ['verify_workspace'] },
  { key: 'assign_success_plan', seconds: [4], after: ['issue_license'] },
  {
    key: 'send_welcome_mail',
    seconds: [9],
    after: ['issue_license'],
    type: 'io',
  },
  {
    key: 'notify_account_owner',
    seconds: [7],
    after: ['issue_license'],
    type: 'io',
  },
  { key: 'record_activation', seconds: [5], after: ['send_welcome_mail'] },
];

const thousand: PlannedStep[] = Array.from({ length: 1_000 }, (_, index) => ({
  key: `import_batch_${index + 1}`,
  seconds: index % 97 === 5 ? [2, 3] : [1 + (index % 7)],
  after: index >= 10 ? [`import_batch_${index - 9}`] : [],
  error: unavailable,
}));

const LONG =
  'Synchronise every customer relationship record with the regional data warehouse and reconcile duplicates';

/** What the ids of the runs begin with; what they are called follows. */
export const RUN_PREFIX = 'run_01JDA8M2Q6ZK3V7QK_';

const plans: { id: string; plan: Plan; ageS: number }[] = [
  {
    id: 'running',
    ageS: 150,
    plan: {
      run: {
        priority: 'high',
        tags: ['eu-west', 'trial'],
        businessEventId: 'evt_88231',
        parentRunId: `${RUN_PREFIX}long`,
        businessEventUrl: 'https://erp.example.com/events/evt_88231',
      },
      targetS: 270,
      steps: onboarding({}),
    },
  },
  {
    id: 'queued',
    ageS: -1,
    plan: { run: { priority: 'low' }, steps: onboarding({}) },
  },
  {
    id: 'failed',
    ageS: 1_100,
    plan: {
      run: { priority: 'high', tags: ['eu-west'] },
      steps: onboarding({ fails: true }),
      targetS: 240,
      undoes: ['seed_demo_data', 'create_workspace', 'create_crm_contact'],
    },
  },
  {
    id: 'completed',
    ageS: 2_300,
    plan: { run: {}, steps: onboarding({ seconds: [48] }) },
  },
  {
    id: 'canceled',
    ageS: 4_000,
    plan: {
      run: { triggerType: 'scheduled', triggeredBy: null },
      steps: onboarding({}),
      cancelAfterS: 75,
    },
  },
  {
    id: 'thousand',
    ageS: 9_000,
    plan: { run: { tags: ['backfill', 'import', 'nightly'] }, steps: thousand },
  },
  {
    id: 'long',
    ageS: 90_000,
    plan: {
      run: {
        environment: 'production-eu-west-1',
        tags: ['a-tag-with-quite-a-long-name', 'another-one'],
        owner: 'group:customer-data-platform/warehouse-and-reconciliation',
        triggeredBy: 'service-account-for-nightly-batches',
      },
      steps: onboarding({}).map(step => ({
        ...step,
        name: `${LONG}: ${step.key}`,
      })),
    },
  },
];

const NOTES = [
  'The provider has confirmed the outage; retry after 15:00',
  'Asked [redacted:e-mail] for the contract number.\nNo answer yet.',
  'Looks like the failure of last week',
];

/** A backend with a run in each state. */
export function allStates(now: number): FakeWorkflowRuns {
  const api = new FakeWorkflowRuns();
  const trial = aWorkflow();
  const { launch } = trial.allowedActions;
  api.workflows = [
    trial,
    aWorkflow({
      name: 'crm_contact_sync',
      title: 'CRM contact sync',
      version: '1.12.3',
      description: LONG,
    }),
    aWorkflow({
      name: 'usage_rollup',
      title: 'Usage rollup',
      engine: 'airflow',
      ref: 'airflow/usage_rollup',
      description: 'Adds up what customers have used',
      allowedActions: {
        launch: {
          ...launch,
          allowed: false,
          reason: 'You need the permission workflow-runs.run.launch',
        },
      },
    }),
  ];
  for (const run of operableRuns(now)) api.add(run);
  for (const { id, plan, ageS } of [...plans].reverse()) {
    const runId = `${RUN_PREFIX}${id}`;
    const workflow: Workflow = api.workflows[id === 'long' ? 1 : 0];
    const startedAt = now - ageS * 1_000;
    const run = api.add(
      playPlan(
        {
          ...plan,
          run: {
            id: runId,
            workflow: { ...workflow, ...(id === 'long' && { title: LONG }) },
            ...plan.run,
          },
        },
        startedAt,
        ageS,
      ),
    );
    run.payloads = [
      aPayload({
        value: {
          account: 'acc_5512',
          admin: '[redacted:e-mail]',
          contact: { phone: '[redacted:phone]', name: 'Ada' },
          plan: 'trial_30d',
          seats: 25,
          regions: ['eu-west', 'us-east'],
        },
        bytes: 180,
      }),
      aPayload({
        stepKey: 'load_account',
        direction: 'output',
        value: { account: 'acc_5512', active: true, plan: null },
      }),
    ];
    run.artifacts = [
      anArtifact({
        runId,
        stepKey: 'seed_demo_data',
        createdAt: run.run.updatedAt,
      }),
      anArtifact({
        id: 'artifact-2',
        runId,
        name: 'report.html',
        contentType: 'text/html',
        bytes: 2_345_678,
        stepKey: 'seed_demo_data',
        createdAt: run.run.updatedAt,
      }),
    ];
    run.watch = { watching: id === 'running', watchers: 3 };
    run.run = {
      ...run.run,
      retries: run.steps.reduce((sum, step) => sum + step.retries, 0),
      sla: slaOf(id, run.run),
      diagnostics: {
        ...run.run.diagnostics,
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      },
    };
    run.steps = run.steps.map((step, index) => ({
      ...step,
      spanId:
        step.attempts > 0 ? (0x7f3ac21 + index * 7919).toString(16) : null,
    }));
    if (id !== 'queued' && id !== 'thousand') {
      run.annotations = Array.from({ length: 53 }, (_, index) =>
        anAnnotation({
          id: `note-${index}`,
          runId,
          note: NOTES[index % NOTES.length],
          author: index % 2 ? 'user:default/operator' : 'user:default/admin',
          createdAt: new Date(now - index * 900_000).toISOString(),
        }),
      );
    }
    if (id === 'failed' || id === 'completed') {
      run.run = {
        ...run.run,
        effectiveness: {
          firstPassSuccess: id === 'completed' ? true : null,
          accuracy: 0.965,
          throughputDelta: 12,
        },
      };
      run.business = {
        experience: 0.8,
        details: { signedIn: true, checks: 4, plan: 'trial_30d' },
        indicators: [
          {
            name: 'Seats on trial',
            before: 0,
            after: 25,
            unit: 'seats',
            stepKey: 'record_activation',
          },
          {
            name: 'Time to first sign-in',
            before: 5_400,
            after: 1_260,
            unit: 's',
            stepKey: 'send_welcome_mail',
          },
          {
            name: 'Open tickets',
            before: null,
            after: 3,
            unit: 'tickets',
            stepKey: 'seed_demo_data',
          },
        ],
      };
      run.actions = [
        anAction({
          id: 'act_3',
          runId,
          action: 'tag',
          reason: null,
          requestedAt: new Date(now - 60_000).toISOString(),
        }),
        anAction({
          id: 'act_2',
          runId,
          action: 'assign',
          actor: 'user:default/admin',
          reason: "Bulk job 'Morning triage': whoever is on call",
          requestedAt: new Date(now - 400_000).toISOString(),
        }),
        anAction({
          id: 'act_1',
          runId,
          action: 'node_action',
          stepKey: 'provision_entitlements',
          status: 'refused',
          message: 'The step had ended',
          reason: 'Ask the provider again',
          requestedAt: new Date(now - 900_000).toISOString(),
        }),
      ];
    }
    if (id === 'canceled') {
      run.actions = [
        anAction({
          runId,
          reason: 'Started for the wrong account',
          requestedAt: run.run.completedAt!,
          completedAt: run.run.completedAt,
        }),
      ];
    }
    run.events = [
      anEvent({
        runId,
        number: 1,
        type: 'run.queued',
        occurredAt: run.run.queuedAt,
        payload: { priority: run.run.priority },
      }),
      ...(run.run.startedAt
        ? [
            anEvent({
              runId,
              number: 2,
              type: 'run.started',
              occurredAt: run.run.startedAt,
              payload: { from: 'queued', fromMs: 3000 },
            }),
          ]
        : []),
      ...run.attempts.map((attempt, index) =>
        anEvent({
          runId,
          number: index + 3,
          type: 'step.started',
          stepKey: attempt.stepKey,
          attempt: attempt.number,
          occurredAt: attempt.startedAt,
          payload: { from: 'pending', attempt: attempt.number },
        }),
      ),
    ];
    if (id === 'failed' || id === 'completed') {
      run.events.push(
        anEvent({
          runId,
          number: run.events.length + 1,
          type: 'run.changed',
          payload: {
            actionId: 'act_2',
            ownerRef: 'group:default/team-growth',
          },
        }),
        anEvent({
          runId,
          number: run.events.length + 2,
          type: 'run.changed',
          payload: {
            actionId: 'act_3',
            tags: { added: ['outage'], removed: ['eu'] },
          },
        }),
      );
    }
  }
  api.add(justAccepted(now));
  return api;
}

/** A run that has been accepted and not been planned: it has no steps yet. */
function justAccepted(now: number) {
  const at = new Date(now).toISOString();
  return aSnapshot({
    run: aRun({
      id: `${RUN_PREFIX}new`,
      status: 'queued',
      queuedAt: at,
      updatedAt: at,
      startedAt: null,
      progress: { completedSteps: 0, totalSteps: 0, percentage: 0 },
    }),
    steps: [],
    attempts: [],
  });
}

const TARGETS_MS: Record<string, number> = {
  running: 160_000,
  failed: 240_000,
};

/** How each of the runs stands to its target. */
function slaOf(id: string, { startedAt, completedAt }: Run): Run['sla'] {
  if (!startedAt || id === 'thousand') return null;
  const targetMs = TARGETS_MS[id] ?? 300_000;
  const dueAt = new Date(Date.parse(startedAt) + targetMs).toISOString();
  const status = (() => {
    if (id === 'failed') return 'breached';
    if (completedAt === null) return 'at_risk';
    return 'met';
  })();
  return { status, targetMs, dueAt };
}

const TICK_MS = 500;

/** Lets the run of {@link allStates} that is running go on, and streams what changes. */
export function goOn(api: FakeWorkflowRuns, since: number): FakeWorkflowRuns {
  const { plan, ageS } = plans.find(({ id }) => id === 'running')!;
  const runId = `${RUN_PREFIX}running`;
  const timer = setInterval(() => {
    const before = api.runs.find(each => each.run.id === runId)!;
    const elapsedS = ageS + (Date.now() - since) / 1_000;
    const next = playPlan(
      { ...plan, run: { ...plan.run, id: runId } },
      since - ageS * 1_000,
      elapsedS,
    );
    const changed = <T extends object>(rows: T[], known: T[]) => {
      const seen = new Set(known.map(row => JSON.stringify(row)));
      return rows.filter(row => !seen.has(JSON.stringify(row)));
    };
    api.push(runId, {
      run: {
        ...next.run,
        tags: before.run.tags,
        owner: before.run.owner,
        sla: before.run.sla,
        diagnostics: before.run.diagnostics,
      },
      steps: changed(next.steps, before.steps),
      attempts: changed(next.attempts, before.attempts),
      events: [],
      logSequence: 0,
      logs: next.logs.slice(before.logs.length),
    });
    before.states = next.states;
    if (next.run.completedAt) clearInterval(timer);
  }, TICK_MS);
  return api;
}
