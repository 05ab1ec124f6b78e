import {
  HumanDecision,
  Run,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import {
  aDecision,
  anAction,
  anAttempt,
  anEvent,
  aRun,
  aStep,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';

const gone = {
  category: 'external_api' as const,
  code: '503',
  message: 'DELETE /v2/agents answered 503 Service Unavailable',
};

const NAMES = [
  'Validate request',
  'Approve trial',
  'Create account',
  'Deploy agent',
  'Send welcome e-mail',
  'First sign-in',
];

/** What the fake backend needs of a run. */
type OperableRun = Parameters<FakeWorkflowRuns['add']>[0];

function progressOf(steps: Step[]): Run['progress'] {
  const own = steps.filter(({ type }) => type !== 'compensation');
  const completed = own.filter(({ status }) => status === 'completed').length;
  return {
    completedSteps: completed,
    totalSteps: own.length,
    percentage: Math.floor((completed / own.length) * 100),
  };
}

/** Runs that wait for an operator, one in each way that there is, and one that ended in part. */
export function operableRuns(now: number): OperableRun[] {
  const iso = (seconds: number) =>
    new Date(now + seconds * 1_000).toISOString();
  const keyOf = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, '_');

  const steps = (runId: string, said: Record<string, Partial<Step>>) =>
    NAMES.map((name, index) => {
      const step = said[name] ?? { status: 'completed' };
      return aStep({
        runId,
        stepKey: keyOf(name),
        name,
        stepNumber: index + 1,
        dependsOn: index > 0 ? [keyOf(NAMES[index - 1])] : [],
        ...(step.status !== 'pending' && {
          startedAt: iso(index * 8 - 300),
          completedAt: iso(index * 8 - 294),
          durationMs: 6_000,
          attempts: 1,
        }),
        ...step,
      });
    });

  const fake = (
    id: string,
    run: Partial<Run>,
    rows: Step[],
    more: Partial<FakeRun> = {},
  ): OperableRun => ({
    run: aRun({
      id,
      queuedAt: iso(-301),
      startedAt: iso(-300),
      updatedAt: iso(-5),
      progress: progressOf(rows),
      ...run,
    }),
    states: [
      {
        status: 'queued',
        generation: 0,
        reason: null,
        enteredAt: iso(-301),
        leftAt: iso(-300),
      },
      {
        status: 'running',
        generation: 0,
        reason: null,
        enteredAt: iso(-300),
        leftAt: null,
      },
    ],
    steps: rows,
    attempts: [],
    recentEvents: [],
    logSequence: null,
    ...more,
  });

  const later = { status: 'pending' } as const;
  const question = (overrides: Partial<HumanDecision>) =>
    aDecision({ runId: 'run_waiting', askedAt: iso(-110), ...overrides });

  return [
    fake(
      'run_waiting',
      { status: 'waiting_human', hitl: 'requested' },
      steps('run_waiting', {
        'Validate request': {
          status: 'waiting_human',
          completedAt: null,
          waitingFor: { kind: 'validation', since: iso(-60), results: [] },
        },
        'Approve trial': {
          status: 'waiting_human',
          completedAt: null,
          waitingFor: {
            kind: 'approval',
            approvers: [
              'group:default/team-growth',
              'group:default/team-platform',
            ],
            since: iso(-110),
            dueAt: iso(40),
          },
        },
        'Create account': later,
        'Deploy agent': later,
        'Send welcome e-mail': later,
        'First sign-in': later,
      }),
      {
        decisions: [
          question({ stepKey: 'approve_trial', dueAt: iso(40) }),
          question({
            stepKey: 'validate_request',
            about: 'validation',
            approvers: [],
            show: null,
            dueAt: null,
            askedAt: iso(-60),
            validation: [
              {
                validator: 'within_plan',
                passed: false,
                score: 0.45,
                reasons: ['A starter trial has ten seats at most'],
              },
              { validator: 'known', passed: true, score: null, reasons: [] },
            ],
          }),
        ],
        events: [
          anEvent({
            number: 3,
            type: 'step.waiting_human',
            stepKey: 'approve_trial',
            occurredAt: iso(-50),
            payload: { notice: 'reminder' },
          }),
          anEvent({
            number: 4,
            type: 'step.waiting_human',
            stepKey: 'approve_trial',
            occurredAt: iso(-20),
            payload: {
              notice: 'escalated',
              to: ['group:default/team-platform'],
            },
          }),
        ],
      },
    ),
    fake(
      'run_held',
      { status: 'paused', blockedReason: 'step_failed' },
      steps('run_held', {
        'Send welcome e-mail': { status: 'failed', held: true, error: gone },
        'First sign-in': later,
      }),
      {
        actions: [
          anAction({
            action: 'node_action',
            status: 'accepted',
            requestedAt: iso(-4),
            completedAt: null,
          }),
        ],
      },
    ),
    fake(
      'run_stuck',
      { status: 'running', needsIntervention: true },
      [
        ...steps('run_stuck', {
          'Send welcome e-mail': { status: 'failed', error: gone },
          'First sign-in': { status: 'skipped', skipReason: 'upstream_failed' },
        }),
        aStep({
          stepKey: 'deploy_agent:compensate',
          stepNumber: 4,
          name: 'Roll back Deploy agent',
          type: 'compensation',
          status: 'failed',
          held: true,
          error: gone,
          startedAt: iso(-20),
          completedAt: iso(-10),
          durationMs: 10_000,
        }),
      ],
      {
        attempts: [1, 2, 3].map(number =>
          anAttempt({
            stepKey: 'deploy_agent:compensate',
            number,
            status: 'failed',
            error: gone,
            startedAt: iso(number * 3 - 20),
            completedAt: iso(number * 3 - 18),
            durationMs: 2_000,
          }),
        ),
      },
    ),
    fake(
      'run_partial',
      { status: 'completed', partial: true, completedAt: iso(-10) },
      steps('run_partial', {
        'Deploy agent': { status: 'completed', itemCount: 12, failedItems: 2 },
        'Send welcome e-mail': { status: 'skipped', skipReason: 'forced' },
        'First sign-in': { status: 'skipped', skipReason: 'upstream_skipped' },
      }),
    ),
  ];
}
