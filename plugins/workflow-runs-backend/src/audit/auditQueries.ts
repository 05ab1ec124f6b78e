import { Knex } from 'knex';
import { AuditEntry, AuditFilter } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { Cursors } from '../queries/cursor';
import { DatabaseRow } from '../queries/DatabaseRow';

/**
 * An action says itself what has come of it, and why it was asked: the entry only refers to it, until the
 * action is deleted and the database copies that over.
 */
const OUTCOME = `case
  when actions.status is null then audit_entries.outcome
  when actions.status = 'completed' then 'succeeded'
  when actions.status in ('refused', 'canceled') then 'refused'
  when actions.status = 'failed' then 'failed'
  else 'pending' end`;

/** Some entries of the trail. */
export interface AuditQuery {
  filter: AuditFilter;
  limit: number;
  token?: string;
}

/** Reads the audit trail; callers have been authorised. */
export class AuditQueries {
  constructor(private readonly knex: Knex, private readonly cursors: Cursors) {}

  /** A page, newest first. */
  async list(
    { filter, limit, token }: AuditQuery,
    options: { withOrigin: boolean },
  ): Promise<{ items: AuditEntry[]; nextToken: string | null }> {
    const list = { audit: filter };
    const query = this.#matching(filter)
      .orderBy([
        { column: 'audit_entries.at', order: 'desc' },
        { column: 'audit_entries.id', order: 'desc' },
      ])
      .limit(limit + 1);
    if (token !== undefined) {
      const { key, id } = this.cursors.decode(token, list);
      query.whereRaw('(audit_entries.at, audit_entries.id) < (?, ?)', [
        key,
        id,
      ]);
    }
    const rows: DatabaseRow[] = await query;
    const shown = rows.slice(0, limit);
    const last = shown[shown.length - 1];
    return {
      items: shown.map(row => toEntry(row, options.withOrigin)),
      nextToken:
        rows.length > limit
          ? this.cursors.encode(
              { group: 0, key: Number(last.at), id: last.id },
              list,
            )
          : null,
    };
  }

  #matching(filter: AuditFilter) {
    const query = this.knex('audit_entries')
      .leftJoin('actions', 'actions.id', 'audit_entries.action_id')
      .leftJoin('runs', 'runs.id', 'audit_entries.run_id')
      .select(
        'audit_entries.*',
        'actions.id as of_action',
        'actions.reason as action_reason',
        'actions.message as action_message',
        'actions.step_key as action_step',
        'runs.id as kept_run',
        this.knex.raw(`${OUTCOME} as outcome_now`),
      );
    const { actor, event, action, run, workflow, outcome, from, to } = filter;
    if (actor !== undefined) query.where('audit_entries.actor', actor);
    if (event !== undefined) query.where('audit_entries.event', event);
    if (action !== undefined) query.where('audit_entries.action', action);
    if (run !== undefined) {
      query.where(either =>
        either
          .where('audit_entries.run_id', run)
          .orWhere('audit_entries.result_run_id', run),
      );
    }
    if (workflow !== undefined)
      query.where('audit_entries.workflow_ref', workflow);
    if (from !== undefined) query.where('audit_entries.at', '>=', from);
    if (to !== undefined) query.where('audit_entries.at', '<', to);
    if (outcome !== undefined) query.whereRaw(`${OUTCOME} = ?`, [outcome]);
    return query;
  }
}

function toEntry(row: DatabaseRow, withOrigin: boolean): AuditEntry {
  const isOfAction = row.of_action !== null;
  const hasOrigin = row.remote_address ?? row.user_agent ?? row.request_id;
  return {
    id: row.id,
    at: toIso(Number(row.at)),
    actor: row.actor,
    event: row.event,
    action: row.action,
    outcome: row.outcome_now,
    message: (isOfAction && row.action_message) || row.message,
    reason: isOfAction ? row.action_reason : row.reason,
    runId: row.run_id,
    resultRunId: row.result_run_id,
    isRunKept: row.kept_run !== null,
    workflow: row.workflow_ref,
    tenantId: row.tenant_id,
    actionId: row.action_id,
    stepKey: (isOfAction ? row.action_step : row.step_key) || null,
    refusal:
      row.permission || row.run_status
        ? { permission: row.permission, runStatus: row.run_status }
        : null,
    details: parse(row.details) ?? {},
    before: parse(row.before),
    after: parse(row.after),
    origin:
      withOrigin && hasOrigin
        ? {
            remoteAddress: row.remote_address,
            userAgent: row.user_agent,
            requestId: row.request_id,
          }
        : null,
  };
}

function parse(text: string | null) {
  return text === null ? null : JSON.parse(text);
}
