import { Knex } from 'knex';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';

/** An event as readers of the log get it; times are epoch milliseconds. */
export interface LogEvent {
  position: number;
  runId: string;
  /** Counts the run's events. */
  number: number;
  type: string;
  /** An import tells of what has happened elsewhere, some of it long ago: nobody is to be called for it. */
  mode: 'live' | 'import';
  generation: number;
  stepKey: string | null;
  itemIndex: number;
  attempt: number | null;
  occurredAt: number;
  recordedAt: number;
  payload: Record<string, Json>;
  /** What permission rules know of the run, as it was then. */
  auth: Record<string, Json>;
}

/** The events behind a position, in the order of commit; positions have no gaps. */
export async function readEvents(
  knex: Knex,
  position: number,
  limit: number,
): Promise<LogEvent[]> {
  const rows: DatabaseRow[] = await knex('run_events')
    .where('position', '>', position)
    .orderBy('position')
    .limit(limit);
  return rows.map(toLogEvent);
}

/** The position of the log's last event. */
export async function headOf(knex: Knex): Promise<number> {
  const row = await knex('log_head').where({ id: 1 }).first('position');
  return Number(row.position);
}

function toLogEvent(row: DatabaseRow): LogEvent {
  return {
    position: Number(row.position),
    runId: row.run_id,
    number: row.number,
    type: row.type,
    mode: row.mode,
    generation: row.generation,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    occurredAt: Number(row.occurred_at),
    recordedAt: Number(row.recorded_at),
    payload: JSON.parse(row.payload),
    auth: JSON.parse(row.auth),
  };
}
