import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import { newId } from '../../../plugins/workflow-runs-backend/src/database/ids';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { Recorder } from '../../../plugins/workflow-runs-backend/src/recorder/Recorder';
import { newRun } from '../../../plugins/workflow-runs-backend/src/__testUtils__/newRun';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { testRedaction } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { connect, Place } from '../../connect';
import { serverProcessorOf } from '../../engine/measurements/serverProcessor';

const STEPS = 10;
/** As many as two batches hold, so that the next one is full when the first is written. */
const IN_FLIGHT = 512;

export interface RecorderResult {
  eventsPerSecond: number;
  transitionsPerSecond: number;
  /** Processor time of this process by event, in microseconds. */
  processMicros: number;
  /** The same of the database server. */
  serverMicros?: number;
}

/**
 * How many events the recorder appends, on one lane: it redacts, numbers, projects onto all tables and
 * commits. Runs are recorded as the embedded engine does it, one transition for each step that ends
 * and the next one that starts, with the output of the step.
 */
export async function measureRecorder(
  place: Place,
  { warmUpMs, measureMs }: { warmUpMs: number; measureMs: number },
  redactionOn: (
    knex: Knex,
  ) => ConstructorParameters<typeof Recorder>[0]['redaction'] = testRedaction,
): Promise<RecorderResult> {
  const knex = connect(place);
  const { lane } = await openDatabase(
    { getClient: async () => knex },
    silentLogger(),
  );
  const recorder = new Recorder({
    database: lane,
    redaction: redactionOn(knex),
    now: Date.now,
  });
  const done = { events: 0, transitions: 0 };
  const commit = async (transition: Parameters<Recorder['commit']>[0]) => {
    await recorder.commit(transition);
    done.events += transition.facts.length;
    done.transitions += 1;
  };

  const serverProcessor = await serverProcessorOf(place);
  let isOver = false;
  const recordRuns = async () => {
    while (!isOver) await recordRun(commit);
  };
  const recording = Promise.all(Array.from({ length: IN_FLIGHT }, recordRuns));
  const failed = recording.then(() => new Promise<never>(() => {}));
  await Promise.race([sleep(warmUpMs), failed]);
  const before = { ...done };
  const server = serverProcessor?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.race([sleep(measureMs), failed]);
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const events = done.events - before.events;
  const result = {
    eventsPerSecond: events / seconds,
    transitionsPerSecond: (done.transitions - before.transitions) / seconds,
    processMicros: (user + system) / events,
    serverMicros: serverProcessor && (serverProcessor() - server!) / events,
  };
  isOver = true;
  await recording;
  await knex.destroy();
  return result;
}

const stepKey = (index: number) => `step_${index}`;

const DEFINITION: WorkflowDefinition = {
  schemaVersion: 1,
  name: 'orders',
  version: '1',
  inputSchema: { type: 'object' },
  steps: Array.from({ length: STEPS }, (_, index) => ({
    key: stepKey(index),
    type: 'tool',
    handler: { name: stepKey(index), version: 1 },
    dependsOn: index === 0 ? [] : [stepKey(index - 1)],
    retry: { kind: 'none' },
    timeoutMs: 1_000,
  })),
};

export async function recordRun(commit: Commit): Promise<void> {
  const runId = newId('run');
  const queuedAt = Date.now();
  await commit(
    newRun(runId, {
      at: queuedAt,
      definition: DEFINITION,
      create: { tags: ['managed', 'region:eu'] },
    }),
  );
  const started = (index: number, at: number) =>
    ({
      type: 'step.started',
      at,
      generation: 0,
      step: stepKey(index),
      item: -1,
      from: 'pending',
      attempt: 1,
      expected: null,
    } as const);
  let at = Date.now();
  await commit({
    runId,
    worker: 'wrk_1',
    facts: [
      {
        type: 'run.started',
        at,
        generation: 0,
        from: 'queued',
        fromMs: at - queuedAt,
      },
      started(0, at),
    ],
  });
  for (let index = 0; index < STEPS; index++) {
    const ms = Date.now() - at;
    at += ms;
    const isLast = index === STEPS - 1;
    await commit({
      runId,
      worker: 'wrk_1',
      facts: [
        {
          type: 'step.completed',
          at,
          generation: 0,
          step: stepKey(index),
          item: -1,
          from: 'running',
          attempt: 1,
          attemptMs: ms,
          durationMs: ms,
        },
        isLast
          ? {
              type: 'run.completed',
              at,
              generation: 0,
              from: 'running',
              fromMs: at - queuedAt,
              durationMs: at - queuedAt,
              partial: false,
            }
          : started(index + 1, at),
      ],
      payloads: [
        {
          step: stepKey(index),
          item: -1,
          direction: 'output',
          generation: 0,
          value: { order: runId, price: 12.5, password: 'not to be stored' },
        },
      ],
    });
  }
}

export type Commit = (
  transition: Parameters<Recorder['commit']>[0],
) => Promise<void>;
