import {
  AuditOrigin,
  AuditOutcome,
  Json,
} from 'backstage-plugin-workflow-runs-common';
import { newId } from '../database/ids';
import { Redactor } from '../privacy/Redactor';

/** Characters of JSON that an entry holds of each of what it tells. */
export const MAX_JSON = 8_000;
const MAX_TEXT = 2_000;

/** What is known when something is asked. */
export interface AuditStart {
  at: number;
  actor: string;
  event: string;
  action: string;
  tenantId?: string;
  runId?: string | null;
  workflow?: string | null;
  actionId?: string | null;
  stepKey?: string | null;
  reason?: string | null;
  details?: Record<string, Json | undefined>;
  before?: Json;
  after?: Json;
  origin?: AuditOrigin;
}

/** What is known when it is answered. */
export interface AuditEnd {
  outcome: AuditOutcome;
  message?: string | null;
  permission?: string | null;
  runStatus?: string | null;
  before?: Json;
  after?: Json;
  details?: Record<string, Json | undefined>;
}

/** A row of `audit_entries`. */
export type AuditRow = Record<string, string | number | null>;

/** The row of something that begins, redacted and bounded. */
export function auditRow(start: AuditStart, redactor: Redactor): AuditRow {
  const { origin } = start;
  return {
    id: newId('aud'),
    tenant_id: start.tenantId ?? 'default',
    at: start.at,
    actor: start.actor,
    event: start.event,
    action: start.action,
    outcome: 'pending',
    run_id: start.runId ?? null,
    workflow_ref: start.workflow ?? null,
    action_id: start.actionId ?? null,
    step_key: start.stepKey ?? null,
    reason: textOf(start.reason, redactor),
    message: null,
    permission: null,
    run_status: null,
    details: detailsOf(start.details, redactor),
    before: jsonOf(start.before, redactor),
    after: jsonOf(start.after, redactor),
    remote_address: origin?.remoteAddress ?? null,
    user_agent: origin?.userAgent
      ? redactor.text(origin.userAgent).slice(0, 200)
      : null,
    request_id: origin?.requestId ?? null,
  };
}

/** The columns that change when it is answered. */
export function auditEnd(end: AuditEnd, redactor: Redactor): AuditRow {
  const { before, after, details } = end;
  return {
    outcome: end.outcome,
    message: textOf(end.message, redactor),
    permission: end.permission ?? null,
    run_status: end.runStatus ?? null,
    ...(details === undefined
      ? {}
      : {
          details: detailsOf(details, redactor),
        }),
    ...(before === undefined ? {} : { before: jsonOf(before, redactor) }),
    ...(after === undefined ? {} : { after: jsonOf(after, redactor) }),
  };
}

function textOf(text: string | null | undefined, redactor: Redactor) {
  if (text === null || text === undefined) return null;
  const redacted = redactor.text(text);
  return redacted.length <= MAX_TEXT
    ? redacted
    : `${redactor.text(redacted.slice(0, MAX_TEXT))}…`;
}

function jsonOf(value: Json | undefined, redactor: Redactor): string | null {
  if (value === undefined || value === null) return null;
  return boundedJson(redactor.json(value));
}

/** What is too long is replaced by how it begins: half of a JSON text is none. */
function boundedJson(value: Json): string {
  const text = JSON.stringify(value);
  if (text.length <= MAX_JSON) return text;
  return JSON.stringify({ cut: true, begins: text.slice(0, MAX_JSON / 2) });
}

/** Names of what is told are ours: what stands under one of them is looked at, whatever it is called. */
function redactDetails<T>(
  details: Record<string, T>,
  redactor: Redactor,
): Record<string, Json> {
  const told = JSON.parse(JSON.stringify(details)) as Record<string, Json>;
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => [
      name,
      typeof value === 'string' ? redactor.text(value) : redactor.json(value),
    ]),
  );
}

function detailsOf(
  details: Record<string, Json | undefined> | undefined,
  redactor: Redactor,
): string | null {
  return details ? boundedJson(redactDetails(details, redactor)) : null;
}
