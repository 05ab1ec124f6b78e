import { PartClass } from 'backstage-plugin-workflow-runs-common';

/** A table with rows of runs, each by its `run_id`. */
export interface RunTable {
  table: string;
  /** With which class its rows go. */
  class: PartClass | 'runs';
  /** Columns that are counted as bytes. */
  weighs: string[];
  /** Which of the rows go; all of them where it is not said. */
  where?: string;
}

/**
 * All tables of which rows belong to a run, but for what is deleted in a way of its own: artifacts, words that can
 * be searched, the log, and what goes in one transaction with the run (`purgeRuns`). A test compares this list with
 * the database: whoever adds a table of runs adds a line here, or says there why not.
 */
export const RUN_TABLES: readonly RunTable[] = [
  { table: 'run_logs', class: 'logs', weighs: ['message', 'fields'] },
  { table: 'run_io', class: 'io', weighs: ['content'] },
  { table: 'sealed_payloads', class: 'sealed', weighs: ['content'] },
  // Sealed with the data key of the run: without it, nobody can open them any more.
  { table: 'privacy_tokens', class: 'sealed', weighs: ['content'] },
  {
    table: 'attempts',
    class: 'runs',
    weighs: ['error_message', 'error_stack'],
  },
  {
    table: 'steps',
    class: 'runs',
    weighs: ['error_message', 'progress', 'report', 'validation'],
  },
  { table: 'run_states', class: 'runs', weighs: ['reason'] },
  {
    table: 'actions',
    class: 'runs',
    weighs: ['reason', 'message', 'details', 'result'],
  },
  { table: 'decisions', class: 'runs', weighs: ['note'] },
  { table: 'annotations', class: 'runs', weighs: ['note'] },
  { table: 'run_watchers', class: 'runs', weighs: [] },
  { table: 'notifications', class: 'runs', weighs: ['content'] },
  {
    table: 'webhook_attempts',
    class: 'runs',
    weighs: ['response_headers', 'response_body'],
  },
  { table: 'webhook_deliveries', class: 'runs', weighs: ['problem'] },
  { table: 'webhook_messages', class: 'runs', weighs: ['payload'] },
  { table: 'observed_runs', class: 'runs', weighs: ['snapshot'] },
  { table: 'ingest_commands', class: 'runs', weighs: ['problem'] },
  { table: 'ingest_answers', class: 'runs', weighs: [] },
  { table: 'run_messages', class: 'runs', weighs: [] },
  { table: 'timers', class: 'runs', weighs: [] },
  { table: 'engine_runs', class: 'runs', weighs: [] },
  { table: 'launch_keys', class: 'runs', weighs: [] },
  // What the run has added to the sums stays in them.
  { table: 'statistics_runs', class: 'runs', weighs: ['tally'] },
  {
    table: 'bulk_items',
    class: 'runs',
    weighs: ['reason'],
    // A job that goes on finds out by itself that the run is not there any more.
    where: `outcome <> 'pending'`,
  },
];

/** Tables whose rows belong to no run, and are kept as long as the class `audit` says. */
export const AUDIT_TABLES = [
  { table: 'audit_entries', at: 'at', tenant: 'tenant_id' },
] as const;
