import { Knex } from 'knex';
import { isEnded } from 'backstage-plugin-workflow-runs-common';
import { insertRuns, insertWorkflow } from '../../../__testUtils__/rows';
import { isSqlite } from '../../../database/isSqlite';
import { textOf } from '../../../search/__testUtils__/textFits';
import { textIndexOf } from '../../../search/TextIndex';
import { countRuns } from '../../../statistics/countRuns';
import { insertFailures } from './insertFailures';
import { insertJobs, insertViews } from './insertJobsAndViews';
import { World } from './World';

const AT = 1_005;
const ARTIFACT = (mark: string) => `Content of ${mark}`;

/** Puts a world into the database, with a mark in every text that there is room for. */
export async function insertWorld(knex: Knex, world: World): Promise<void> {
  await insertWorkflows(knex, world);
  await insertRunRows(knex, world);
  for (const index of world.drawn.runs.keys()) {
    await insertPartsOf(knex, world, index);
    await insertIoOf(knex, world, index);
  }
  await insertEvents(knex, world);
  await countAll(knex, world);
  await insertJobs(knex, world);
  await insertViews(knex, world);
  await insertFailures(knex, world);
}

/** Takes everything away again. */
export async function clearWorlds(knex: Knex): Promise<void> {
  for (const table of [
    ...['artifact_chunks', 'artifacts', 'run_logs', 'run_io', 'actions'],
    ...['decisions', 'annotations', 'run_watchers', 'run_states'],
    ...['attempts', 'steps', 'run_events', 'run_tags', 'run_texts'],
    ...['run_live', 'runs', 'workflow_owners', 'workflows', 'definitions'],
    ...['run_failures', 'failure_episodes', 'failure_days'],
    ...['failure_group_environments', 'failure_groups'],
    ...['bulk_items', 'bulk_jobs', 'saved_views', 'view_keys'],
    ...['statistics_buckets', 'statistics_runs', 'statistics_steps'],
    'statistics_series',
  ])
    await knex(table).delete();
  if (isSqlite(knex)) await knex('run_words').delete();
}

async function insertWorkflows(knex: Knex, world: World): Promise<void> {
  for (const [
    index,
    { ref, tenant, owners },
  ] of world.drawn.workflows.entries()) {
    const [engine, ...name] = ref.split('/');
    const id = world.workflowId(index);
    const [title, flow] = [
      world.mark('title', index),
      world.mark('flow', index),
    ];
    await insertWorkflow(knex, {
      id,
      engine,
      name: name.join('/'),
      tenantId: tenant,
      owners,
      entityRef: `component:default/${title}`,
    });
    await knex('definitions').insert({
      hash: `hash_${id}`,
      name: name.join('/'),
      version: '1',
      content: JSON.stringify({
        schemaVersion: 1,
        name: flow,
        version: '1',
        inputSchema: { type: 'object', title: flow },
        steps: [],
      }),
      created_at: 0,
    });
    await knex('workflows')
      .where({ id })
      .update({
        title,
        description: flow,
        definition_hash: `hash_${id}`,
        slo_defined: JSON.stringify({ successRate: 0.9 }),
        // What is wrong with it is told with its own words.
        slo_annotated: `${flow}=1`,
      });
  }
}

async function insertRunRows(knex: Knex, world: World): Promise<void> {
  const { runs, workflows } = world.drawn;
  await insertRuns(
    knex,
    runs.map((run, index) => ({
      ...run,
      id: world.runId(index),
      workflowId: world.workflowId(run.workflow),
      tenantId: workflows[run.workflow].tenant,
      version: world.mark('run', index),
      tags: [...run.tags, world.mark('run', index)],
      errorCode: run.errorCode && world.mark('run', index),
      businessEventId: run.businessEventId && world.mark('run', index),
      parent: idBefore(world, index, 'parent'),
    })),
  );
  for (const [index, run] of runs.entries()) {
    const [mark, io] = [world.mark('run', index), world.mark('io', index)];
    await knex('runs')
      .where({ id: world.runId(index) })
      .update({
        origin_run_id: idBefore(world, index, 'origin'),
        native_status: mark,
        triggered_by: `user:default/${mark}`,
        blocked_reason: mark,
        trace_id: mark,
        error_message: run.errorCode && mark,
        failed_step_key: run.errorCode && mark,
        resolution: JSON.stringify({ note: mark, actor: mark, at: AT }),
        inputs_summary: JSON.stringify({ [io]: io }),
        outputs_summary: JSON.stringify({ [io]: io }),
      });
  }
}

function idBefore(world: World, index: number, relation: 'parent' | 'origin') {
  const before = world.before(index, relation);
  return before === null ? null : world.runId(before);
}

async function insertPartsOf(
  knex: Knex,
  world: World,
  index: number,
): Promise<void> {
  const run_id = world.runId(index);
  const mark = world.mark('run', index);
  const step = { run_id, step_key: mark, item_index: -1 };
  const error = {
    error_category: 'external_api',
    error_code: mark,
    error_message: mark,
  };
  const isOpen = !isEnded(world.drawn.runs[index].status);
  await knex('run_states').insert({
    run_id,
    number: 1,
    generation: 0,
    status: 'running',
    reason: mark,
    entered_at: AT,
  });
  await knex('steps').insert({
    ...step,
    ...error,
    id: `stp_${mark}`,
    step_number: 1,
    name: mark,
    type: 'tool',
    status: isOpen ? 'running' : 'failed',
    depends_on: JSON.stringify([mark]),
    handler: mark,
    native_status: mark,
    span_id: mark,
    progress: JSON.stringify({ message: mark, fraction: null }),
    report: JSON.stringify({
      details: { model: mark, [mark]: mark },
      businessIndicators: [{ name: mark, before: 1, after: 2, unit: mark }],
    }),
    started_at: AT,
    updated_at: AT,
  });
  await knex('attempts').insert({
    ...step,
    ...error,
    error_stack: mark,
    generation: 0,
    number: 1,
    status: 'failed',
    worker: mark,
    started_at: AT,
  });
  await knex('run_logs').insert({
    ...step,
    sequence: 1,
    at: AT,
    level: 'info',
    message: mark,
    fields: JSON.stringify({ [mark]: mark }),
  });
  await knex('run_live').where({ run_id }).update({ log_sequence: 1 });
  await knex('decisions').insert({
    ...step,
    generation: 0,
    asked_at: AT,
    about: 'approval',
    approvers: JSON.stringify([mark]),
    shown: JSON.stringify({ [mark]: mark }),
    actor: mark,
    note: mark,
  });
  await knex('actions').insert({
    id: `act_${mark}`,
    tenant_id: 'default',
    run_id,
    step_key: mark,
    actor: mark,
    idempotency_key: mark,
    request_hash: mark,
    action: 'cancel',
    reason: mark,
    status: 'completed',
    message: mark,
    requested_at: AT,
  });
  await knex('annotations').insert({
    id: `ann_${mark}`,
    run_id,
    number: 1,
    author: mark,
    note: mark,
    created_at: AT,
  });
  await knex('run_watchers').insert({
    run_id,
    user_ref: `user:default/${world.mark('user', index)}`,
    created_at: AT,
  });
}

async function insertIoOf(knex: Knex, world: World, index: number) {
  const run_id = world.runId(index);
  const io = world.mark('io', index);
  const content = JSON.stringify({ [io]: 'alpha' });
  const ofRun = { run_id, step_key: '', item_index: -1, generation: 0 };
  for (const direction of ['input', 'output']) {
    await knex('run_io').insert({
      ...ofRun,
      direction,
      content,
      bytes: content.length,
      truncated: false,
      created_at: AT,
    });
  }
  const id = world.artifactId(index);
  await knex('artifacts').insert({
    ...ofRun,
    id,
    step_key: io,
    attempt: 1,
    name: io,
    content_type: 'text/plain',
    bytes: ARTIFACT(io).length,
    sha256: io,
    store: 'database',
    created_at: AT,
  });
  await knex('artifact_chunks').insert({
    artifact_id: id,
    number: 0,
    content: Buffer.from(ARTIFACT(io)),
  });
  const text = textOf([io, world.mark('run', index), 'alpha']);
  await knex.transaction(trx => textIndexOf(knex).put(trx, [[run_id, text]]));
}

/** At the end of the log, which goes on behind them. */
async function insertEvents(knex: Knex, world: World): Promise<void> {
  const head = await knex('log_head').where({ id: 1 }).first();
  let position = Number(head.position);
  for (const index of world.drawn.runs.keys()) {
    const run_id = world.runId(index);
    const mark = world.mark('run', index);
    position += 1;
    await knex('run_events').insert({
      position,
      run_id,
      number: 1,
      event_key: mark,
      type: 'run.queued',
      schema_version: 1,
      mode: 'live',
      generation: 0,
      step_key: mark,
      occurred_at: AT,
      recorded_at: AT,
      payload: JSON.stringify({ triggeredBy: mark, [mark]: mark }),
      auth: '{}',
    });
    await knex('run_live')
      .where({ run_id })
      .update({ last_position: position, last_number: 1 });
  }
  await knex('log_head').where({ id: 1 }).update({ position });
}

/** Puts the runs that have ended into the statistics. */
async function countAll(knex: Knex, world: World): Promise<void> {
  const { runs } = world.drawn;
  const ids = [...runs.keys()]
    .filter(index => isEnded(runs[index].status))
    .map(index => world.runId(index));
  await knex('runs').whereIn('id', ids).update({ completed_at: AT });
  await knex.transaction(trx => countRuns(trx, ids));
}
