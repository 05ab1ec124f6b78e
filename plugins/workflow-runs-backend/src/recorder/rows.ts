import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import { effectivenessOf } from './effectivenessOf';
import { newRunChanges } from './newRun';
import { newStepChange } from './stepRows';
import { project } from './project';
import { summarize } from './summarize';
import { ArtifactRecord, Transition } from './Transition';

/** Version of the payloads that events carry. */
const SCHEMA_VERSION = 1;

/** Shown payloads are cut at this many characters of JSON. */
const MAX_SHOWN = 64 * 1024;

/** What a transition changes beside the log; its events are numbered from `firstNumber`. */
export function changesOf(
  transition: Transition,
  firstNumber: number,
  now: number,
): Change[] {
  const { runId, create, engine, fence } = transition;
  return [
    ...(create ? newRunChanges(runId, create) : []),
    ...(engine ? [engineRow(runId, engine, now)] : []),
    ...newSteps(transition, now),
    ...(fence?.leave
      ? [
          {
            kind: 'update' as const,
            table: 'engine_runs' as const,
            key: { run_id: runId },
            set: {
              worker_id: fence.leave.workerId,
              wake_at: fence.leave.wakeAt,
              hold: fence.leave.hold,
            },
          },
        ]
      : []),
    ...(transition.observed?.changes ??
      transition.facts.flatMap((fact, index) =>
        project(fact, {
          runId,
          number: firstNumber + index,
          worker: transition.worker ?? null,
        }),
      )),
    ...(transition.payloads ?? []).map(payload =>
      payloadChange(runId, payload, now),
    ),
    ...summaries(transition),
    ...(transition.sealed ?? []).map(
      (sealed): Change => ({
        kind: 'upsert',
        table: 'sealed_payloads',
        key: {
          run_id: runId,
          kind: sealed.kind,
          step_key: sealed.step,
          item_index: sealed.item,
          generation: sealed.generation,
        },
        set: { key_id: sealed.keyId, content: sealed.content, created_at: now },
      }),
    ),
    ...(transition.tokens ?? []).map(
      ({ run_id, id, ...set }): Change => ({
        kind: 'upsert',
        table: 'privacy_tokens',
        key: { run_id, id },
        set,
      }),
    ),
    ...(transition.reports ?? []).map(
      ({ step, item, report }): Change => ({
        kind: 'update',
        table: 'steps',
        key: { run_id: runId, step_key: step, item_index: item },
        set: { report: JSON.stringify(report) },
      }),
    ),
    ...effectiveness(transition),
    ...(transition.artifacts ?? []).map(
      (artifact): Change => ({
        // An engine elsewhere may tell of the same one again.
        kind: artifact.url ? 'upsert' : 'insert',
        table: 'artifacts',
        key: { id: artifact.id },
        set: {
          run_id: runId,
          step_key: artifact.step,
          item_index: artifact.item,
          generation: artifact.generation,
          attempt: artifact.attempt,
          name: artifact.name,
          content_type: artifact.contentType,
          bytes: artifact.bytes,
          sha256: artifact.sha256,
          store: artifact.store,
          url: artifact.url ?? null,
          number: numberOf(artifact, transition, firstNumber),
          created_at: now,
        },
      }),
    ),
    ...(transition.timers ?? []).map((timer): Change => {
      const key = {
        run_id: runId,
        kind: timer.kind,
        step_key: timer.step,
        item_index: timer.item,
      };
      return timer.dueAt === null
        ? { kind: 'delete', table: 'timers', key }
        : {
            kind: 'upsert',
            table: 'timers',
            key,
            set: { due_at: timer.dueAt },
          };
    }),
    ...(transition.actions ?? []).map(
      (action): Change => ({
        kind: 'update',
        table: 'actions',
        key: { id: action.id },
        set: {
          status: action.status,
          message: action.message,
          completed_at: now,
          ...(action.result !== undefined && {
            result: JSON.stringify(action.result),
          }),
        },
      }),
    ),
    ...(transition.wakeAt === undefined
      ? []
      : [wakeChange(runId, transition.wakeAt)]),
    ...(transition.tells ? told(runId, transition, now) : []),
    ...(transition.read ?? []).map(
      ({ childRunId, generation }): Change => ({
        kind: 'delete',
        table: 'run_messages',
        key: { run_id: runId, child_run_id: childRunId, generation },
      }),
    ),
  ];
}

/** The event that tells of an artifact; its number orders what came in the same millisecond. */
function numberOf(
  { id }: ArtifactRecord,
  { facts }: Transition,
  firstNumber: number,
): number {
  const index = facts.findIndex(
    fact => fact.type === 'artifact.added' && fact.artifactId === id,
  );
  return index < 0 ? 0 : firstNumber + index;
}

function engineRow(
  runId: string,
  engine: NonNullable<Transition['engine']>,
  now: number,
): Change {
  return {
    kind: 'insert',
    table: 'engine_runs',
    key: { run_id: runId },
    set: {
      workflow_id: engine.workflowId,
      tenant_id: engine.tenantId,
      definition_hash: engine.definitionHash,
      rank: engine.rank,
      seed: engine.seed,
      epoch: engine.epoch,
      worker_id: engine.workerId ?? null,
      wake_at: engine.wakeAt,
      hold: null,
      created_at: now,
    },
  };
}

function newSteps({ runId, steps = [], facts }: Transition, now: number) {
  if (steps.length === 0) return [];
  const { generation } = facts[0];
  return steps.map(step => newStepChange(runId, step, generation, now));
}

/** The run that waits for this one is told, and woken. */
function told(
  runId: string,
  { tells, facts }: Transition,
  now: number,
): Change[] {
  const { runId: parentId, step, item, attempt } = tells!;
  return [
    {
      kind: 'upsert',
      table: 'run_messages',
      key: {
        run_id: parentId,
        child_run_id: runId,
        generation: facts[0].generation,
      },
      set: { step_key: step, item_index: item, attempt, created_at: now },
    },
    wakeChange(parentId, now),
  ];
}

function wakeChange(runId: string, at: number): Change {
  return {
    kind: 'update',
    table: 'engine_runs',
    key: { run_id: runId },
    set: { wake_at: at },
  };
}

/** What went into the run itself, and came out of it, in few words: lists show it. */
function summaries({ runId, payloads = [] }: Transition): Change[] {
  return payloads
    .filter(({ step }) => step === null)
    .map(({ direction, value }) => ({
      kind: 'update',
      table: 'runs',
      key: { id: runId },
      set: { [`${direction}s_summary`]: JSON.stringify(summarize(value)) },
    }));
}

function effectiveness({ runId, reports = [] }: Transition): Change[] {
  return reports
    .map(({ report }) => effectivenessOf(report))
    .filter(set => Object.keys(set).length > 0)
    .map(set => ({
      kind: 'update',
      table: 'run_live',
      key: { run_id: runId },
      set,
    }));
}

function payloadChange(
  runId: string,
  payload: NonNullable<Transition['payloads']>[number],
  now: number,
): Change {
  const content = JSON.stringify(payload.value);
  const truncated = payload.bytes !== undefined || content.length > MAX_SHOWN;
  return {
    kind: 'upsert',
    table: 'run_io',
    key: {
      run_id: runId,
      step_key: payload.step ?? '',
      item_index: payload.item,
      direction: payload.direction,
      generation: payload.generation,
    },
    set: {
      // What is cut is no JSON any more, so its beginning is stored as a string.
      content: truncated
        ? JSON.stringify(content.slice(0, MAX_SHOWN))
        : content,
      bytes: payload.bytes ?? Buffer.byteLength(content),
      truncated,
      created_at: now,
    },
  };
}

/** The row of the log that a fact becomes. */
export function eventRow(
  runId: string,
  fact: RunFact,
  place: {
    position: number;
    number: number;
    key: string;
    now: number;
    auth: string;
    mode: 'live' | 'import';
  },
): Row {
  const { type, at, generation, ...payload } = fact;
  const { step, item, attempt } = fact as {
    step?: string;
    item?: number;
    attempt?: number;
  };
  return {
    position: place.position,
    run_id: runId,
    number: place.number,
    event_key: place.key,
    type,
    schema_version: SCHEMA_VERSION,
    mode: place.mode,
    generation,
    step_key: step ?? null,
    item_index: item ?? -1,
    attempt: attempt ?? null,
    occurred_at: at,
    recorded_at: place.now,
    payload: JSON.stringify(payload),
    auth: place.auth,
  };
}
