import { Json, runActionSchema } from 'backstage-plugin-workflow-runs-common';
import {
  anAttempt,
  aPayload,
  aRetryPlan,
  aRun,
  aSnapshot,
  aStep,
  at,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
  someQuestions,
} from 'backstage-plugin-workflow-runs-react/testing';
import { RUN } from './backends';

const workflow = {
  id: 'wf_orders',
  ref: 'orders/FulfilOrder',
  engine: 'orders',
  name: 'FulfilOrder',
  title: 'FulfilOrder',
  entityRef: 'component:default/orders',
};

const unreachable = {
  category: 'external_api' as const,
  code: 'ServiceUnavailable',
  message: 'POST https://payments.test/charges answered 503',
};

/** Events as an engine may write them. */
export const nativeEvents = (count: number): Json[] =>
  Array.from({ length: count }, (_, index) => ({
    eventId: String(index + 1),
    eventTime: at(index / 10),
    eventType: [
      'WorkflowExecutionStarted',
      'WorkflowTaskScheduled',
      'WorkflowTaskStarted',
      'WorkflowTaskCompleted',
      'ActivityTaskScheduled',
      'ActivityTaskStarted',
      'ActivityTaskCompleted',
      'TimerStarted',
    ][index % 8],
    attributes: {
      taskQueue: { name: 'orders', kind: 'Normal' },
      input: ['[redacted:e-mail]', { order: `ord_${1_000 + index}` }],
    },
  }));

const steps: FakeRun['steps'] = [
  aStep({
    stepKey: 'reserveStock',
    status: 'completed',
    attempts: 1,
    startedAt: at(0),
    completedAt: at(4),
    durationMs: 4_000,
    taskQueue: 'orders',
  }),
  aStep({
    stepKey: 'chargeCard',
    stepNumber: 2,
    status: 'retrying',
    attempts: 3,
    retries: 2,
    startedAt: at(4),
    nextAttemptAt: at(95),
    progress: { message: 'Asked the bank twice', fraction: 0.4 },
    taskQueue: 'payments',
    handler: null,
    details: null,
    operations: [
      { name: 'pause', title: 'Pause activity' },
      { name: 'reset', title: 'Reset activity' },
    ],
    retryPolicy: {
      kind: 'exponentialBackoff',
      attempts: 5,
      initialDelayMs: 1_000,
      factor: 2,
      maxDelayMs: 100_000,
    },
  }),
  aStep({
    stepKey: 'ShipOrder',
    stepNumber: 3,
    type: 'child',
    status: 'running',
    startedAt: at(5),
    waitingFor: { kind: 'child', workflow: 'ShipOrder' },
  }),
];

/** A run of an engine elsewhere that has all that an engine may have. */
export const elsewhere = (overrides: Partial<FakeRun> = {}) => {
  const api = new FakeWorkflowRuns();
  api.workflows = [
    {
      ...aWorkflow(),
      ...workflow,
      definition: null,
      inputSchema: {},
      capabilities: {
        ...aWorkflow().capabilities,
        actions: [...runActionSchema.options],
        queries: true,
        nativeHistory: true,
        retryPlans: true,
      },
    },
  ];
  const run = aRun({
    workflow,
    workflowVersion: '',
    nativeStatus: 'Running',
    taskQueue: 'orders',
    businessEventId: 'order-7731',
    parentRunId: 'run_batch',
    originRunId: 'run_before',
    currentSteps: [],
  });
  api.add({
    ...aSnapshot({
      run: aRun({
        ...run,
        id: 'run_ship',
        parentRunId: RUN,
        originRunId: null,
      }),
    }),
    comesByStep: 'ShipOrder',
  });
  api.add(
    aSnapshot({
      run: aRun({
        id: 'run_batch',
        workflow: { ...workflow, title: 'DailyBatch' },
      }),
    }),
  );
  api.add(aSnapshot({ run: aRun({ id: 'run_before', workflow }) }));
  api.add({
    ...aSnapshot({
      run,
      steps,
      attempts: [
        anAttempt({ stepKey: 'reserveStock', worker: '4711@worker-7' }),
        anAttempt({
          stepKey: 'chargeCard',
          number: 3,
          expected: true,
          status: 'failed',
          worker: '4711@worker-7',
          startedAt: at(30),
          completedAt: at(31),
          durationMs: 1_000,
          error: unreachable,
          retryAt: at(95),
        }),
      ],
    }),
    payloads: [aPayload({ value: { order: 'ord_7731', lines: 3 } })],
    comesAs: 'reset',
    comesByStep: 'fulfil',
    attributes: {
      CustomerTier: 'gold',
      Regions: ['eu-west', 'eu-north'],
      memo: { requestedBy: '[redacted:e-mail]' },
    },
    questions: someQuestions({
      handlers: {
        signals: [
          { name: 'approve', description: 'The order may be shipped' },
          { name: 'addNote', description: null },
        ],
        updates: [{ name: 'changeAddress', description: 'Where it goes' }],
        queries: [
          { name: 'progress', description: 'How far it is' },
          { name: '__stack_trace', description: null },
        ],
      },
      answers: { progress: { shipped: 2, of: 3, carrier: 'DHL' } },
      plans: {
        '': aRetryPlan({
          again: ['chargeCard', 'ShipOrder'],
          kept: ['reserveStock'],
          notes: [
            'Steps that ran beside chargeCard run again too.',
            'Signals that came after it are told again.',
          ],
        }),
        chargeCard: aRetryPlan({
          again: ['chargeCard', 'ShipOrder'],
          kept: ['reserveStock'],
        }),
      },
      history: nativeEvents(480),
    }),
    ...overrides,
  });
  return api;
};
