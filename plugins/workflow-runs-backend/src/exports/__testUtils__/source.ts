import {
  Artifact,
  ExportedRun,
  HumanDecision,
  OperatorAction,
  Payload,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { SummarySource } from '../summaryOf';

const AT = '2026-11-21T10:15:00.000Z';
const NO_USAGE = { tokens: null, computeMs: null };

/** A run that has completed; what is passed differs. */
export function exportedRun(over: Partial<ExportedRun> = {}): ExportedRun {
  return {
    id: 'run_01KARUN0000000000000ABCDEF',
    workflow: {
      id: 'wfl_1',
      ref: 'embedded/orders',
      engine: 'embedded',
      name: 'orders',
      title: 'Orders',
      entityRef: null,
    },
    workflowVersion: '1',
    environment: 'prod',
    tenantId: 'default',
    status: 'completed',
    nativeStatus: null,
    generation: 0,
    partial: false,
    needsIntervention: false,
    pauseRequested: false,
    blockedReason: null,
    priority: 'normal',
    triggerType: 'manual',
    triggeredBy: null,
    actor: 'human',
    startedBy: 'user:default/ada',
    taskQueue: null,
    owner: null,
    hitl: null,
    businessEventId: null,
    businessEventUrl: null,
    backfill: false,
    tags: [],
    queuedAt: AT,
    startedAt: AT,
    completedAt: '2026-11-21T10:15:03.250Z',
    durationMs: 3_250,
    updatedAt: AT,
    inputsSummary: null,
    outputsSummary: null,
    retries: 0,
    effectiveness: {
      firstPassSuccess: true,
      accuracy: null,
      throughputDelta: null,
    },
    progress: { completedSteps: 2, totalSteps: 2, percentage: 100 },
    currentSteps: [],
    error: null,
    diagnostics: { traceId: null, resourceUsage: NO_USAGE },
    sla: null,
    parentRunId: null,
    originRunId: null,
    resolution: null,
    position: 1,
    ...over,
  };
}

/** A step that has completed; what is passed differs. */
export function exportedStep(over: Partial<Step> = {}): Step {
  return {
    id: 'step_1',
    runId: 'run_01KARUN0000000000000ABCDEF',
    stepKey: 'fetch',
    itemIndex: -1,
    stepNumber: 1,
    name: 'Fetch orders',
    type: 'io',
    status: 'completed',
    nativeStatus: null,
    branchId: null,
    details: null,
    generation: 0,
    dependsOn: [],
    attempts: 1,
    retries: 0,
    startedAt: AT,
    completedAt: '2026-11-21T10:15:03.000Z',
    durationMs: 3_000,
    nextAttemptAt: null,
    skipReason: null,
    error: null,
    retryPolicy: null,
    handler: null,
    taskQueue: null,
    operations: [],
    progress: null,
    held: false,
    waitingFor: null,
    itemCount: null,
    failedItems: 0,
    validation: null,
    report: null,
    resourceUsage: NO_USAGE,
    spanId: null,
    updatedAt: AT,
    ...over,
  };
}

/** A cancel that was carried out; what is passed differs. */
export function exportedAction(
  over: Partial<OperatorAction> = {},
): OperatorAction {
  return {
    id: 'act_1',
    runId: 'run_01KARUN0000000000000ABCDEF',
    action: 'cancel',
    actor: 'user:default/bo',
    reason: null,
    stepKey: null,
    itemIndex: -1,
    status: 'completed',
    requestedAt: AT,
    completedAt: AT,
    message: null,
    result: null,
    ...over,
  };
}

/** An approval that is open; what is passed differs. */
export function exportedDecision(
  over: Partial<HumanDecision> = {},
): HumanDecision {
  return {
    runId: 'run_01KARUN0000000000000ABCDEF',
    stepKey: 'fetch',
    itemIndex: -1,
    generation: 0,
    about: 'approval',
    approvers: [],
    show: null,
    validation: null,
    askedAt: AT,
    dueAt: null,
    decidedAt: null,
    decision: null,
    actor: null,
    note: null,
    ...over,
  };
}

/** An input of the run; what is passed differs. */
export function exportedPayload(over: Partial<Payload> = {}): Payload {
  return {
    stepKey: null,
    itemIndex: -1,
    direction: 'input',
    generation: 0,
    value: { since: '2026-11-20' },
    bytes: 22,
    truncated: false,
    ...over,
  };
}

/** A file of the run; what is passed differs. */
export function exportedArtifact(over: Partial<Artifact> = {}): Artifact {
  return {
    id: 'art_1',
    runId: 'run_01KARUN0000000000000ABCDEF',
    stepKey: 'fetch',
    itemIndex: -1,
    attempt: 1,
    name: 'orders.csv',
    contentType: 'text/csv',
    bytes: 12,
    url: null,
    sha256: 'abc',
    createdAt: AT,
    ...over,
  };
}

/** What a summary is made from; what is passed differs. */
export function summarySource(
  over: Partial<SummarySource> = {},
): SummarySource {
  return {
    run: exportedRun(),
    states: [],
    steps: [exportedStep()],
    areMoreSteps: false,
    decisions: [],
    actions: [],
    io: { payloads: [], artifacts: [], linksUntil: AT },
    ...over,
  };
}
