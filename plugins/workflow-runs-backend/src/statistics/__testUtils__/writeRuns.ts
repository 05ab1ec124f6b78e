import { Knex } from 'knex';
import { SomeRun } from './SomeRuns';

/** Puts runs into the tables as they are now, in place of what was there of them. */
export async function writeRuns(
  knex: Knex,
  runs: readonly SomeRun[],
  workflows: readonly { id: string; tenant: string }[],
): Promise<void> {
  await removeRuns(
    knex,
    runs.map(({ id }) => id),
  );
  await knex.batchInsert(
    'runs',
    runs.map(run => rowOf(run, workflows)),
    200,
  );
  await knex.batchInsert(
    'run_live',
    runs.map(run => ({
      run_id: run.id,
      steps_total: run.steps.length,
      tokens: run.tokens,
      compute_ms: run.computeMs,
      accuracy: run.accuracy,
      throughput_delta: run.throughputDelta,
      updated_at: 0,
    })),
    400,
  );
  await knex.batchInsert(
    'run_tags',
    runs.flatMap(({ id, endedAt, tags }) =>
      tags.map(tag => ({ tag, ordered_at: endedAt, run_id: id })),
    ),
    400,
  );
  await knex.batchInsert('steps', runs.flatMap(stepRows), 400);
  await knex.batchInsert('attempts', runs.flatMap(attemptRows), 400);
}

/** Takes runs out of the tables, as retention does. */
export async function removeRuns(
  knex: Knex,
  runIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < runIds.length; from += 500) {
    const ids = runIds.slice(from, from + 500);
    await knex('runs').whereIn('id', ids).delete();
    for (const table of ['run_live', 'run_tags', 'steps', 'attempts'])
      await knex(table).whereIn('run_id', ids).delete();
  }
}

function rowOf(
  run: SomeRun,
  workflows: readonly { id: string; tenant: string }[],
) {
  const isOpen = run.status === 'running';
  const { id, tenant } = workflows[run.workflow];
  return {
    id: run.id,
    workflow_id: id,
    tenant_id: tenant,
    engine_instance: 'embedded',
    namespace: 'default',
    native_id: run.id,
    workflow_version: run.version,
    environment: run.environment,
    status: run.status,
    generation: run.generation,
    partial: run.partial,
    priority: 'normal',
    trigger_type: 'manual',
    tags: JSON.stringify(run.tags),
    started_by: run.startedBy,
    backfill: run.backfill,
    task_queue: run.taskQueue,
    error_category: run.errorCategory,
    sla_status: run.sla,
    ordered_at: run.endedAt,
    queued_at: run.endedAt,
    completed_at: isOpen ? null : run.endedAt,
    duration_ms: isOpen ? null : run.durationMs,
    updated_at: run.endedAt,
  };
}

function stepRows(run: SomeRun) {
  return run.steps.map(({ key, status, durationMs, taskQueue }, index) => ({
    run_id: run.id,
    step_key: key,
    item_index: -1,
    id: `stp_${run.id}_${index}`,
    step_number: index + 1,
    name: `Step ${key}`,
    type: 'tool',
    status,
    task_queue: taskQueue,
    depends_on: '[]',
    started_at: durationMs === null ? null : run.endedAt,
    duration_ms: durationMs,
    report:
      index === 0 && run.experience !== null
        ? JSON.stringify({ experience: run.experience })
        : null,
    updated_at: 0,
  }));
}

function attemptRows(run: SomeRun) {
  return run.attempts.map(attempt => ({
    run_id: run.id,
    step_key: attempt.step,
    item_index: attempt.item,
    generation: attempt.generation,
    number: attempt.number,
    status: attempt.status,
    expected: attempt.expected,
    started_at: 0,
  }));
}
