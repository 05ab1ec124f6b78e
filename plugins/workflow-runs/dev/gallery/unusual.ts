import { Run, RunStatus } from 'backstage-plugin-workflow-runs-common';
import {
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { unused } from './backends';

/** A name of 200 characters, with places to break it and without. */
export const LONG_NAME =
  `Reconcile ${'every-customer-relationship-record'.repeat(
    3,
  )} ${'with the regional data warehouse '.repeat(3)}`.slice(0, 200);

export const RTL_NAME = 'تفعيل الفترة التجريبية (trial) – שלום עולם 42';

/** What an engine that is newer than this screen may say. */
export const UNKNOWN_STATUS = 'hibernating' as RunStatus;

const workflow = (title: string) => ({ ...aRun().workflow, title });

/** Runs that try what a screen has room for, and what it knows. */
export const unusual: Record<string, Partial<FakeRun>> = {
  long: {
    run: aRun({
      id: 'run_long',
      workflow: workflow(LONG_NAME),
      environment: 'production-eu-west-1-blue',
      owner: `group:default/${'a-team-with-quite-a-long-name-'.repeat(3)}`,
      triggeredBy: `service-account-${'for-nightly-batches-'.repeat(4)}`,
      businessEventId: 'evt_'.padEnd(120, '0123456789'),
      tags: ['a'.repeat(100), 'another-tag-of-some-length', 'third', 'fourth'],
      workflowVersion: '2026.11.20-rc.1+build.4711',
    }),
    steps: aSnapshot().steps.map(step => ({ ...step, name: LONG_NAME })),
  },
  rtl: {
    run: aRun({
      id: 'run_rtl',
      workflow: workflow(RTL_NAME),
      tags: ['عاجل', 'eu-west'],
      owner: 'group:default/فريق-النمو',
    }),
    steps: aSnapshot().steps.map(step => ({ ...step, name: RTL_NAME })),
  },
  unknown: {
    run: aRun({
      id: 'run_unknown',
      status: UNKNOWN_STATUS,
      nativeStatus: 'HIBERNATING_IN_CAVE',
      workflow: { ...workflow('Winter sleep'), engine: 'bear' },
    }),
    steps: [
      aStep({ status: 'completed', startedAt: at(0), completedAt: at(4) }),
      aStep({
        stepKey: 'create_workspace',
        stepNumber: 2,
        status: UNKNOWN_STATUS as never,
        startedAt: at(4),
      }),
    ],
  },
};

export function unusualRuns(): FakeWorkflowRuns {
  const api = unused();
  for (const run of Object.values(unusual)) api.add({ ...aSnapshot(), ...run });
  return api;
}

/** How a run that has ended differs from one that runs. */
export const ended = (
  status: RunStatus,
  more: Partial<Run> = {},
): Partial<Run> => ({
  status,
  completedAt: at(60),
  durationMs: 60_000,
  progress: { completedSteps: 3, totalSteps: 3, percentage: 100 },
  ...more,
});

const KINDS: Partial<Run>[] = [
  { status: 'queued', startedAt: null },
  { status: 'running', priority: 'high' },
  { status: 'running', pauseRequested: true },
  { status: 'paused', blockedReason: 'poison' },
  { status: 'waiting_human', hitl: 'requested' },
  { status: 'running', needsIntervention: true },
  { status: 'canceling', priority: 'low' },
  ended('completed', { hitl: 'approved' }),
  ended('completed', { partial: true }),
  ended('failed', { hitl: 'rejected', backfill: true }),
  ended('canceled'),
  {
    sla: { status: 'at_risk', targetMs: 100_000, dueAt: at(100) },
    nativeStatus: 'RUNNING_LATE',
  },
  {
    sla: {
      status: 'at_risk',
      targetMs: 100_000,
      dueAt: at(100),
      likelyAt: at(400),
    },
  },
  { sla: { status: 'breached', targetMs: 60_000, dueAt: at(60) } },
  ended('completed', {
    sla: { status: 'met', targetMs: 100_000, dueAt: at(100) },
    durationMs: 7_505_000,
  }),
];

/** A list in which every status, and every mark that a run may carry, is to be seen. */
export function ofAllKinds(): FakeWorkflowRuns {
  const api = unused();
  KINDS.forEach((kind, index) => {
    const run = aRun({ id: `run_${index}`, tags: ['eu-west'], ...kind });
    api.add(aSnapshot({ run }));
  });
  return api;
}
