import {
  Annotation,
  Artifact,
  Attempt,
  HumanDecision,
  LogLine,
  OperatorAction,
  Payload,
  Run,
  runActionSchema,
  RunEvent,
  KnownRun,
  RunUpdate,
  Step,
  WorkflowDefinition,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';

/** When the builders' runs start, in epoch milliseconds. @public */
export const START = Date.UTC(2026, 10, 20, 14, 31, 5);

/** An instant, so many seconds after {@link START}. @public */
export function at(seconds: number): string {
  return new Date(START + seconds * 1_000).toISOString();
}

const allowed = { allowed: true, reason: null };

/** A running run; say what differs. @public */
export function aRun(overrides: Partial<Run> = {}): Run {
  const id = overrides.id ?? 'run_01JDA8M2Q6ZK3V7QK';
  return {
    id,
    workflow: {
      id: 'wf_trial_activation',
      ref: 'embedded/trial_activation',
      engine: 'embedded',
      name: 'trial_activation',
      title: 'Trial activation',
      entityRef: 'component:default/trial-activation',
    },
    workflowVersion: '1.2.0',
    environment: 'prod',
    tenantId: 'default',
    status: 'running',
    nativeStatus: null,
    generation: 0,
    partial: false,
    needsIntervention: false,
    pauseRequested: false,
    blockedReason: null,
    priority: 'normal',
    triggerType: 'manual',
    triggeredBy: 'user:default/operator',
    actor: 'human',
    startedBy: 'user:default/operator',
    taskQueue: null,
    owner: 'group:default/team-growth',
    hitl: null,
    businessEventId: null,
    businessEventUrl: null,
    backfill: false,
    tags: [],
    queuedAt: at(-3),
    startedAt: at(0),
    completedAt: null,
    durationMs: null,
    updatedAt: at(0),
    inputsSummary: { account: 'acc_5512' },
    outputsSummary: null,
    progress: { completedSteps: 1, totalSteps: 3, percentage: 33 },
    currentSteps: [],
    error: null,
    diagnostics: {
      traceId: null,
      resourceUsage: { tokens: null, computeMs: null },
    },
    retries: 0,
    effectiveness: {
      firstPassSuccess: null,
      accuracy: null,
      throughputDelta: null,
    },
    sla: null,
    parentRunId: null,
    originRunId: null,
    resolution: null,
    allowedActions: actionsAllowed(),
    position: 10,
    ...overrides,
  };
}

/** What the reader may do to a run: everything, but for what differs. @public */
export function actionsAllowed(
  overrides: Partial<Run['allowedActions']> = {},
): Run['allowedActions'] {
  const all = Object.fromEntries(
    runActionSchema.options.map(action => [action, allowed]),
  );
  return { ...all, ...overrides } as Run['allowedActions'];
}

/** A pending step; say what differs. @public */
export function aStep(overrides: Partial<Step> = {}): Step {
  const stepKey = overrides.stepKey ?? 'load_account';
  return {
    id: `step_${stepKey}`,
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    stepKey,
    itemIndex: -1,
    stepNumber: 1,
    name: stepKey,
    type: 'tool',
    status: 'pending',
    nativeStatus: null,
    generation: 0,
    branchId: null,
    dependsOn: [],
    attempts: 0,
    retries: 0,
    startedAt: null,
    completedAt: null,
    durationMs: null,
    nextAttemptAt: null,
    skipReason: null,
    error: null,
    retryPolicy: {
      kind: 'exponentialBackoff',
      attempts: 3,
      initialDelayMs: 1_000,
      factor: 2,
      maxDelayMs: 60_000,
    },
    handler: `${stepKey}@1`,
    taskQueue: null,
    operations: [],
    details: {
      handler: `${stepKey}@1`,
      model: null,
      tool: null,
      endpoint: null,
      parameters: null,
    },
    progress: null,
    resourceUsage: { tokens: null, computeMs: null },
    held: false,
    waitingFor: null,
    itemCount: null,
    failedItems: 0,
    validation: null,
    report: null,
    spanId: null,
    updatedAt: at(0),
    ...overrides,
  };
}

/** A completed first attempt; say what differs. @public */
export function anAttempt(overrides: Partial<Attempt> = {}): Attempt {
  return {
    stepKey: 'load_account',
    itemIndex: -1,
    generation: 0,
    number: 1,
    status: 'completed',
    expected: null,
    worker: 'worker-1',
    startedAt: at(0),
    completedAt: at(4),
    durationMs: 4_000,
    error: null,
    retryAt: null,
    resourceUsage: { tokens: null, computeMs: null },
    ...overrides,
  };
}

/** A line of level info; say what differs. @public */
export function aLogLine(overrides: Partial<LogLine> = {}): LogLine {
  return {
    sequence: 1,
    at: at(0),
    level: 'info',
    stepKey: 'load_account',
    itemIndex: -1,
    attempt: 1,
    message: 'account loaded',
    fields: null,
    ...overrides,
  };
}

/** An event of a run; say what differs. @public */
export function anEvent(overrides: Partial<RunEvent> = {}): RunEvent {
  const number = overrides.number ?? 1;
  return {
    position: number,
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    number,
    type: 'run.started',
    generation: 0,
    stepKey: null,
    itemIndex: -1,
    attempt: null,
    occurredAt: at(number),
    recordedAt: at(number),
    payload: {},
    ...overrides,
  };
}

/** Input of a run; say what differs. @public */
export function aPayload(overrides: Partial<Payload> = {}): Payload {
  return {
    stepKey: null,
    itemIndex: -1,
    direction: 'input',
    generation: 0,
    value: { account: 'acc_5512' },
    bytes: 24,
    truncated: false,
    ...overrides,
  };
}

/** A CSV report; say what differs. @public */
export function anArtifact(overrides: Partial<Artifact> = {}): Artifact {
  return {
    id: 'artifact-1',
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    stepKey: 'write_report',
    itemIndex: -1,
    attempt: 1,
    name: 'report.csv',
    contentType: 'text/csv',
    bytes: 12_345,
    sha256: 'a'.repeat(64),
    url: null,
    createdAt: at(20),
    ...overrides,
  };
}

/** A cancellation; say what differs. @public */
export function anAction(
  overrides: Partial<OperatorAction> = {},
): OperatorAction {
  return {
    id: 'action-1',
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    action: 'cancel',
    actor: 'user:default/operator',
    reason: 'Wrong account',
    stepKey: null,
    itemIndex: -1,
    status: 'completed',
    requestedAt: at(10),
    completedAt: at(11),
    message: null,
    result: null,
    ...overrides,
  };
}

/** A note; say what differs. @public */
export function anAnnotation(overrides: Partial<Annotation> = {}): Annotation {
  return {
    id: 'note-1',
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    author: 'user:default/operator',
    note: 'The provider has confirmed the outage',
    createdAt: at(12),
    ...overrides,
  };
}

/** A question that is open; say what differs. @public */
export function aDecision(
  overrides: Partial<HumanDecision> = {},
): HumanDecision {
  return {
    runId: 'run_01JDA8M2Q6ZK3V7QK',
    stepKey: 'approve_trial',
    itemIndex: -1,
    generation: 0,
    about: 'approval',
    approvers: ['group:default/team-growth'],
    show: { Company: 'Larkspur Labs', Seats: 25 },
    validation: null,
    askedAt: at(5),
    dueAt: at(125),
    decidedAt: null,
    decision: null,
    actor: null,
    note: null,
    ...overrides,
  };
}

/** A workflow that has a definition here. @public */
export type DefinedWorkflow = WorkflowDetail & {
  definition: WorkflowDefinition;
};

/** A workflow that the reader may launch; say what differs. @public */
export function aWorkflow(
  overrides: Partial<DefinedWorkflow> = {},
): DefinedWorkflow {
  const name = overrides.name ?? 'trial_activation';
  return {
    id: `wf_${name}`,
    ref: `embedded/${name}`,
    engine: 'embedded',
    name,
    title: 'Trial activation',
    entityRef: 'component:default/trial-activation',
    description: 'Sets up everything that a trial needs',
    tenantId: 'default',
    version: '1.2.0',
    ownerRefs: ['group:default/team-growth'],
    capabilities: {
      launch: true,
      actions: runActionSchema.exclude(['terminate', 'update']).options,
      logs: true,
      artifacts: true,
    },
    allowedActions: { launch: allowed },
    inputSchema: {
      type: 'object',
      properties: {
        account: { type: 'string', title: 'Account' },
        seats: { type: 'integer', title: 'Seats', default: 5, minimum: 1 },
      },
      required: ['account'],
      additionalProperties: false,
    },
    definition: {
      schemaVersion: 1,
      name,
      version: '1.2.0',
      inputSchema: {},
      steps: [
        {
          key: 'load_account',
          type: 'tool',
          handler: { name: 'load_account', version: 1 },
          dependsOn: [],
          retry: { kind: 'none' },
          timeoutMs: 60_000,
        },
      ],
    },
    ...overrides,
  };
}

/** A running run of three steps; say what differs. @public */
export function aSnapshot(overrides: Partial<KnownRun> = {}): KnownRun {
  const run = overrides.run ?? aRun();
  return {
    run,
    states: [
      {
        status: 'queued',
        generation: 0,
        reason: null,
        enteredAt: at(-3),
        leftAt: at(0),
      },
      {
        status: 'running',
        generation: 0,
        reason: null,
        enteredAt: at(0),
        leftAt: null,
      },
    ],
    steps: [
      aStep({
        stepKey: 'load_account',
        stepNumber: 1,
        status: 'completed',
        attempts: 1,
        startedAt: at(0),
        completedAt: at(4),
        durationMs: 4_000,
      }),
      aStep({
        stepKey: 'create_workspace',
        stepNumber: 2,
        status: 'running',
        attempts: 1,
        startedAt: at(4),
        dependsOn: ['load_account'],
      }),
      aStep({
        stepKey: 'send_mail',
        stepNumber: 3,
        dependsOn: ['create_workspace'],
      }),
    ],
    attempts: [
      anAttempt(),
      anAttempt({
        stepKey: 'create_workspace',
        status: 'running',
        startedAt: at(4),
        completedAt: null,
        durationMs: null,
      }),
    ],
    recentEvents: [],
    logSequence: null,
    ...overrides,
  };
}

/** What a stream sends when something about a run has changed. @public */
export function anUpdate(overrides: Partial<RunUpdate> = {}): RunUpdate {
  return {
    run: aRun({ position: 20 }),
    steps: [],
    attempts: [],
    events: [],
    logSequence: 0,
    ...overrides,
  };
}
