import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import { newRunChanges } from './newRun';
import { eventKey } from './eventKey';
import { project } from './project';
import { Transition } from './Transition';

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
    ...(create ? newRunChanges(runId, create, engine) : []),
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
    ...transition.facts.flatMap((fact, index) =>
      project(fact, {
        runId,
        number: firstNumber + index,
        worker: transition.worker ?? null,
      }),
    ),
    ...(transition.payloads ?? []).map(payload =>
      payloadChange(runId, payload, now),
    ),
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
    ...(transition.artifacts ?? []).map(
      (artifact): Change => ({
        kind: 'insert',
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
        },
      }),
    ),
    ...(transition.wakeAt === undefined
      ? []
      : [
          {
            kind: 'update' as const,
            table: 'engine_runs' as const,
            key: { run_id: runId },
            set: { wake_at: transition.wakeAt },
          },
        ]),
    ...(endsRun(transition.facts)
      ? [
          {
            kind: 'delete' as const,
            table: 'engine_runs' as const,
            key: { run_id: runId },
          },
        ]
      : []),
  ];
}

/** Whether the engine has nothing more to do with the run. */
function endsRun(facts: RunFact[]): boolean {
  return facts.some(({ type }) =>
    ['run.completed', 'run.failed', 'run.canceled'].includes(type),
  );
}

function payloadChange(
  runId: string,
  payload: NonNullable<Transition['payloads']>[number],
  now: number,
): Change {
  const content = JSON.stringify(payload.value);
  const truncated = content.length > MAX_SHOWN;
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
      bytes: Buffer.byteLength(content),
      truncated,
      created_at: now,
    },
  };
}

/** The row of the log that a fact becomes. */
export function eventRow(
  runId: string,
  fact: RunFact,
  place: { position: number; number: number; now: number; auth: string },
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
    event_key: eventKey(fact),
    type,
    schema_version: SCHEMA_VERSION,
    mode: 'live',
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
