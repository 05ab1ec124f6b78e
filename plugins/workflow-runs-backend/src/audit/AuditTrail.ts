import {
  AuditorService,
  AuditorServiceEvent,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { Redactor } from '../privacy/Redactor';
import { ActionCall, Asker } from '../requests/ActionCall';
import { RecordedRefusal } from '../runs/ActionRefused';
import { auditEnd, auditRow, AuditRow, AuditStart } from './auditRow';
import { originOf } from './origin';
import { outcomeOf } from './outcomeOf';

/** Something that is about to be done. */
export interface Asked {
  eventId: string;
  action: string;
  request: Asker;
  meta: JsonObject;
}

/** What was changed, as work finds out. */
export interface Change {
  before?: Json;
  after?: Json;
}

/** The entry of what is under way. */
export interface OpenEntry {
  /** Says what was changed. */
  changed(change: Change): void;
  succeed(details?: JsonObject): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** What has a column of its own. */
const COLUMNS = [
  'actionType',
  'queryType',
  'runId',
  'workflow',
  'step',
  'reason',
];

/**
 * Tells of everything that is done, twice: in our own table, which the screens show, and to Backstage's
 * auditor, which goes where a portal sends its logs. What cannot be written down is not done.
 */
export class AuditTrail {
  constructor(
    private readonly options: {
      knex: Knex;
      auditor: AuditorService;
      httpAuth: HttpAuthService;
      redactor: Redactor;
      now: () => number;
    },
  ) {}

  /** Writes it down before it is done: where the backend dies meanwhile, it is known that it was begun. */
  async begin(asked: Asked): Promise<OpenEntry> {
    const told = await this.#tell(asked);
    const row = await this.#rowOf(asked);
    await this.options.knex('audit_entries').insert(row);
    let change: Change = {};
    const finish = (end: AuditRow) =>
      this.options.knex('audit_entries').where({ id: row.id }).update(end);
    return {
      changed: said => {
        change = said;
      },
      succeed: async more => {
        const details = more && { ...detailsOf(asked.meta), ...more };
        await finish(
          this.#end({
            outcome: 'succeeded',
            ...change,
            details: asJson(details),
          }),
        );
        await told.success(more && { meta: more });
      },
      fail: async error => {
        await finish(this.#end({ ...outcomeOf(error), ...change }));
        await told.fail({ error: error as Error });
      },
    };
  }

  /** For what writes its entry in the transaction that does it: only what was refused is written here. */
  async follow(asked: Asked): Promise<Omit<OpenEntry, 'changed'>> {
    const told = await this.#tell(asked);
    return {
      succeed: () => told.success(),
      fail: async error => {
        // The engine has refused what was recorded: the entry of it refers to the action.
        if (!(error instanceof RecordedRefusal)) {
          const row = await this.#rowOf(asked);
          await this.options
            .knex('audit_entries')
            .insert({ ...row, ...this.#end(outcomeOf(error)) });
        }
        await told.fail({ error: error as Error });
      },
    };
  }

  /** Tells Backstage's auditor alone: for what comes too often to have entries of its own. */
  async report(
    { eventId, request, meta }: Omit<Asked, 'action'>,
    severityLevel: 'low' | 'medium',
  ): Promise<AuditorServiceEvent> {
    const event = { eventId, meta, severityLevel };
    if (!(request instanceof ActionCall))
      return this.options.auditor.createEvent({ ...event, request });
    // Without a request the auditor takes the plugin itself for who does it.
    const { userAgent } = request.origin;
    const askedBy = await this.#actorOf(request);
    return this.options.auditor.createEvent({
      ...event,
      meta: { ...meta, askedBy, origin: userAgent },
    });
  }

  #tell(asked: Asked) {
    return this.report(asked, 'medium');
  }

  #end(end: Parameters<typeof auditEnd>[0]): AuditRow {
    return auditEnd(end, this.options.redactor);
  }

  async #rowOf({ eventId, action, request, meta }: Asked): Promise<AuditRow> {
    const runId = textIn(meta, 'runId');
    const start: AuditStart = {
      at: this.options.now(),
      actor: await this.#actorOf(request),
      event: eventId,
      action,
      runId,
      workflow: textIn(meta, 'workflow'),
      ...(runId === null ? {} : await this.#runOf(runId)),
      stepKey: textIn(meta, 'step'),
      reason: textIn(meta, 'reason'),
      details: asJson(detailsOf(meta)),
      origin: originOf(request),
    };
    return auditRow(start, this.options.redactor);
  }

  async #actorOf(asker: Asker): Promise<string> {
    const { principal } =
      asker instanceof ActionCall
        ? asker.credentials
        : await this.options.httpAuth.credentials(asker, {
            allow: ['user', 'service'],
          });
    return principal.type === 'user'
      ? principal.userEntityRef
      : principal.subject;
  }

  async #runOf(runId: string): Promise<Partial<AuditStart>> {
    const row = await this.options
      .knex('runs')
      .join('workflows', 'workflows.id', 'runs.workflow_id')
      .where({ 'runs.id': runId })
      .first('runs.tenant_id', 'workflows.engine', 'workflows.name');
    if (!row) return {};
    return { tenantId: row.tenant_id, workflow: `${row.engine}/${row.name}` };
  }
}

function detailsOf(meta: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(meta).filter(([name]) => !COLUMNS.includes(name)),
  );
}

function textIn(meta: JsonObject, name: string): string | null {
  const value = meta[name];
  return typeof value === 'string' ? value : null;
}

function asJson(value: JsonObject | undefined) {
  return value as Record<string, Json | undefined> | undefined;
}
