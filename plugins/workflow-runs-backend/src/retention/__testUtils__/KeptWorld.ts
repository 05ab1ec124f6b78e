import { Knex } from 'knex';
import {
  RetentionPolicyContent,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';
import { silentLogger } from '../../__testUtils__/silentLogger';
import { ArtifactStore } from '../../artifacts/ArtifactStore';
import { ArtifactStores } from '../../artifacts/ArtifactStores';
import { DatabaseArtifactStore } from '../../artifacts/DatabaseArtifactStore';
import { leaseClock } from '../../database/clock';
import { testPrivacy } from '../../__testUtils__/testPrivacy';
import { textIndexOf } from '../../search/TextIndex';
import { RunText } from '../../search/RunText';
import { Portions } from '../deleteRows';
import { Purge } from '../Purge';
import { RetentionDesk } from '../RetentionDesk';
import { RetentionJobStore } from '../RetentionJobStore';
import { RetentionPolicies } from '../RetentionPolicies';
import { RetentionRunner } from '../RetentionRunner';
import { DAY_MS } from '../RetentionRules';

/** When tests of retention take place. */
export const NOW = Date.UTC(2026, 10, 28);

/** A run as tests of retention need it. */
export interface KeptRow {
  id: string;
  /** Days since its end; null: it goes on. */
  endedDaysAgo: number | null;
  status?: RunStatus;
  tenantId?: string;
  workflowId?: string;
  tags?: string[];
  needsIntervention?: boolean;
  parent?: string | null;
}

/** Tables with rows of runs that the tests write. */
export const PARTS = {
  logs: ['run_logs'],
  io: ['run_io', 'run_texts'],
  artifacts: ['artifacts'],
  sealed: ['sealed_payloads'],
  runs: [
    'runs',
    'run_live',
    'run_tags',
    'steps',
    'attempts',
    'run_states',
    'actions',
    'decisions',
    'annotations',
    'run_watchers',
    'run_messages',
    'launch_keys',
    'statistics_runs',
    'bulk_items',
    'run_failures',
    'run_events',
  ],
} as const;

/** Retention over a database, with as many backends as wanted. */
export class KeptWorld {
  now = NOW;
  #position = 0;
  readonly #said: string[] = [];

  constructor(
    readonly knex: Knex,
    private readonly store: ArtifactStore = new DatabaseArtifactStore(knex),
  ) {}

  /** A backend with its own leases. */
  backend(
    owner: string,
    options: {
      policies?: RetentionPolicyContent[];
      holdTags?: string[];
      portions?: Portions;
    } = {},
  ) {
    const { knex } = this;
    const now = () => this.now;
    const clock = leaseClock(knex, () => Date.now());
    const policies = new RetentionPolicies({
      knex,
      now,
      config: {
        policies: (options.policies ?? []).map(policy => ({
          ...policy,
          origin: 'configuration',
        })),
        legalHoldTags: options.holdTags ?? ['legal-hold'],
        schedule: undefined,
      },
    });
    const jobs = new RetentionJobStore({ knex, clock, now, owner });
    const purge = new Purge({
      knex,
      stores: new ArtifactStores([this.store]),
      now,
      rest: 0,
      portions: options.portions,
    });
    const runner = new RetentionRunner({
      knex,
      jobs,
      policies,
      purge,
      logger: silentLogger(message => this.#said.push(message)),
      now,
    });
    const desk = new RetentionDesk({
      knex,
      policies,
      jobs,
      purge,
      redactor: testPrivacy().withoutRun,
      now,
      notify: () => {},
    });
    return { desk, runner, jobs, policies, purge };
  }

  /** What the log of the backends has said. */
  get said(): string[] {
    return this.#said;
  }

  /** Runs with something of everything that a run can have. */
  async insert(runs: readonly KeptRow[]): Promise<void> {
    for (const run of runs) await this.#insert(run);
  }

  async #insert(run: KeptRow): Promise<void> {
    const { knex } = this;
    const {
      id,
      endedDaysAgo,
      status = endedDaysAgo === null ? 'running' : 'completed',
    } = run;
    const tags = ['managed', ...(run.tags ?? [])];
    const ended = endedDaysAgo === null ? null : NOW - endedDaysAgo * DAY_MS;
    const queued = (ended ?? NOW - 1_000 * DAY_MS) - 1_000;
    const step = { run_id: id, step_key: 'fetch', item_index: -1 };
    const failed = status === 'failed';
    await knex('runs').insert({
      id,
      workflow_id: run.workflowId ?? 'wfl_1',
      tenant_id: run.tenantId ?? 'default',
      engine_instance: 'airflow',
      namespace: 'default',
      native_id: `native ${id}`,
      workflow_version: '1',
      environment: 'prod',
      status,
      priority: 'normal',
      trigger_type: 'manual',
      tags: JSON.stringify(tags),
      needs_intervention: run.needsIntervention ?? false,
      parent_run_id: run.parent ?? null,
      error_category: failed ? 'bug' : null,
      error_message: failed ? `It failed: ${id}` : null,
      ordered_at: queued,
      queued_at: queued,
      completed_at: ended,
      updated_at: queued,
    });
    await knex('run_live').insert({ run_id: id, updated_at: queued });
    for (const tag of tags) {
      await knex('run_tags').insert({ tag, ordered_at: queued, run_id: id });
    }
    await knex('steps').insert({
      ...step,
      id: `stp_${id}`,
      step_number: 1,
      name: 'Fetch',
      type: 'tool',
      status: 'completed',
      depends_on: '[]',
      progress: '{"message":"half"}',
      updated_at: queued,
    });
    await knex('attempts').insert({
      ...step,
      generation: 0,
      number: 1,
      status: 'completed',
      started_at: queued,
    });
    await knex('run_states').insert({
      run_id: id,
      number: 1,
      generation: 0,
      status,
      entered_at: queued,
    });
    await knex('run_logs').insert(
      [1, 2, 3].map(sequence => ({
        run_id: id,
        sequence,
        at: queued,
        level: 'info',
        message: 'wörds',
      })),
    );
    await knex('run_io').insert({
      ...step,
      direction: 'output',
      generation: 0,
      content: '{"a":1}',
      bytes: 7,
      truncated: false,
      created_at: queued,
    });
    await knex('sealed_payloads').insert({
      ...step,
      kind: 'data_key',
      content: Buffer.from('sealed'),
      created_at: queued,
    });
    await knex('actions').insert({
      id: `act_${id}`,
      tenant_id: 'default',
      run_id: id,
      actor: 'user:default/eve',
      idempotency_key: id,
      request_hash: '',
      action: 'cancel',
      step_key: '',
      item_index: -1,
      status: 'completed',
      requested_at: queued,
    });
    await knex('decisions').insert({
      ...step,
      generation: 0,
      asked_at: queued,
      about: 'approval',
      approvers: '[]',
    });
    await knex('annotations').insert({
      id: `ann_${id}`,
      run_id: id,
      number: 1,
      author: 'user:default/eve',
      note: 'seen',
      created_at: queued,
    });
    await knex('run_watchers').insert({
      run_id: id,
      user_ref: 'user:default/eve',
      created_at: queued,
    });
    await knex('run_messages').insert({
      run_id: id,
      child_run_id: 'run_child',
      generation: 0,
      step_key: 'fetch',
      item_index: -1,
      attempt: 1,
      created_at: queued,
    });
    await knex('launch_keys').insert({
      workflow_id: 'wfl_1',
      kind: 'idempotency_key',
      key: id,
      run_id: id,
      request_hash: '',
      created_at: queued,
    });
    await knex('statistics_runs').insert({
      run_id: id,
      series_id: 1,
      base_id: 1,
      chain_id: 1,
      ended_at: ended ?? queued,
      outcome: 1,
      tally: Buffer.from('tally'),
    });
    await knex('bulk_items').insert({
      job_id: `blk_${id}`,
      number: 0,
      run_id: id,
      outcome: 'done',
    });
    await knex('artifacts').insert({
      ...step,
      id: `art_${id.replace(/\W|_/g, '').padEnd(8, '0')}`,
      generation: 0,
      attempt: 1,
      name: 'report.csv',
      content_type: 'text/csv',
      bytes: 5,
      sha256: '',
      store: this.store.id,
      created_at: queued,
    });
    await this.store.put(
      `art_${id.replace(/\W|_/g, '').padEnd(8, '0')}`,
      Buffer.from('a;b;c'),
    );
    this.#position += 1;
    await knex('run_events').insert({
      position: this.#position,
      run_id: id,
      number: 1,
      event_key: id,
      type: 'run.queued',
      schema_version: 1,
      mode: 'live',
      generation: 0,
      occurred_at: queued,
      recorded_at: NOW - 1_000,
      payload: '{}',
      auth: '{}',
    });
    await knex('log_head').update({ position: this.#position });
    await this.#fail(run, queued, failed);
    const text = new RunText();
    text.add(`words of ${id}`);
    await knex.transaction(trx => textIndexOf(knex).put(trx, [[id, text]]));
  }

  async #fail(run: KeptRow, queued: number, failed: boolean) {
    const { knex } = this;
    const key = { group_id: 'fgr_1', environment: 'prod' };
    const at = queued + 1_000;
    await knex('run_failures').insert({
      ...key,
      run_id: run.id,
      failed_group_id: failed ? 'fgr_1' : null,
      generation: 0,
      ordered_at: queued,
      failed_at: at,
    });
    await knex('failure_groups')
      .insert({
        id: 'fgr_1',
        fingerprint: 'x',
        tenant_id: 'default',
        workflow_id: 'wfl_1',
        error_category: 'bug',
        pattern: 'It failed',
        first_seen: 0,
        last_seen: at,
        state: 'open',
      })
      .onConflict('id')
      .ignore();
    await knex('failure_group_environments')
      .insert({
        ...key,
        first_seen: 0,
        last_seen: at,
        message: `It failed: ${run.id}`,
        episodes: 1,
        seen: 0,
        failed: 0,
      })
      .onConflict(['group_id', 'environment'])
      .ignore();
    await knex('failure_group_environments')
      .where(key)
      .increment({ seen: 1, failed: failed ? 1 : 0 });
    await knex('failure_days')
      .insert({ ...key, day: Math.floor(at / DAY_MS), runs: 1 })
      .onConflict(['group_id', 'environment', 'day'])
      .merge({ runs: knex.raw('failure_days.runs + 1') });
  }

  /** Which runs have rows in which tables. */
  async rows(): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const table of Object.values(PARTS).flat()) {
      const column = table === 'runs' ? 'id' : 'run_id';
      const ids: string[] = await this.knex(table)
        .distinct(column)
        .pluck(column);
      found[table] = ids.sort();
    }
    return found;
  }

  async clear(): Promise<void> {
    const tables = [
      ...Object.values(PARTS).flat(),
      'artifact_chunks',
      'purged_runs',
      'retention_jobs',
      'retention_policies',
      'engine_runs',
      'cursors',
      'failure_groups',
      'failure_group_environments',
      'failure_days',
      'failure_episodes',
    ];
    for (const table of tables) await this.knex(table).delete();
    await this.knex('retention_settings').update({
      hold_tags: '[]',
      revision: 0,
    });
    this.#position = 0;
    this.now = NOW;
  }
}
