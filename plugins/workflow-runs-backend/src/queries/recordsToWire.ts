import {
  Annotation,
  Artifact,
  HumanDecision,
  Json,
  LogLine,
  OperatorAction,
  Payload,
  RunEvent,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { DatabaseRow } from './DatabaseRow';
import { payloadToWire } from './timesToWire';

export function toEvent(row: DatabaseRow): RunEvent {
  return {
    position: Number(row.position),
    runId: row.run_id,
    number: row.number,
    type: row.type,
    generation: row.generation,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    occurredAt: toIso(row.occurred_at),
    recordedAt: toIso(row.recorded_at),
    payload: payloadToWire(JSON.parse(row.payload)),
  };
}

export function toLogLine(row: DatabaseRow): LogLine {
  return {
    sequence: Number(row.sequence),
    at: toIso(row.at),
    level: row.level,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    message: row.message,
    fields: row.fields
      ? (JSON.parse(row.fields) as Record<string, Json>)
      : null,
  };
}

export function toPayload(row: DatabaseRow): Payload {
  return {
    stepKey: row.step_key === '' ? null : row.step_key,
    itemIndex: row.item_index,
    direction: row.direction,
    generation: row.generation,
    value: JSON.parse(row.content),
    bytes: row.bytes,
    truncated: Boolean(row.truncated),
  };
}

export function toArtifact(row: DatabaseRow): Artifact {
  return {
    id: row.id,
    runId: row.run_id,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    name: row.name,
    contentType: row.content_type,
    bytes: row.bytes === null ? null : Number(row.bytes),
    sha256: row.sha256,
    url: row.url,
    createdAt: toIso(row.created_at),
  };
}

/** What was asked, without what the run has answered. */
export function toOperatorAction(row: DatabaseRow): OperatorAction {
  return {
    id: row.id,
    runId: row.run_id,
    action: row.action,
    actor: row.actor,
    reason: row.reason,
    stepKey: row.step_key || null,
    itemIndex: row.item_index,
    status: row.status,
    requestedAt: toIso(row.requested_at),
    completedAt: toIsoOrNull(row.completed_at),
    message: row.message,
    result: null,
  };
}

/** The same for who may see what runs put out. */
export function toAnsweredAction(row: DatabaseRow): OperatorAction {
  const result = row.result ? JSON.parse(row.result) : null;
  return { ...toOperatorAction(row), result };
}

export function toDecision(row: DatabaseRow): HumanDecision {
  return {
    runId: row.run_id,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    generation: row.generation,
    about: row.about,
    approvers: JSON.parse(row.approvers),
    show: row.shown ? JSON.parse(row.shown) : null,
    validation: row.validation ? JSON.parse(row.validation) : null,
    askedAt: toIso(row.asked_at),
    dueAt: toIsoOrNull(row.due_at),
    decidedAt: toIsoOrNull(row.decided_at),
    decision: row.decision,
    actor: row.actor,
    note: row.note,
  };
}

export function toAnnotation(row: DatabaseRow): Annotation {
  return {
    id: row.id,
    runId: row.run_id,
    author: row.author,
    note: row.note,
    createdAt: toIso(row.created_at),
  };
}
