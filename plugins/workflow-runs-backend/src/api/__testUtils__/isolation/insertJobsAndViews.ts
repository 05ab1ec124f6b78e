import { Knex } from 'knex';
import { World } from './World';

const AT = 1_005;

/** Jobs that have ended, of the caller and of others, with items of all runs. */
export async function insertJobs(knex: Knex, world: World): Promise<void> {
  for (const [index, { by, runs }] of world.drawn.jobs.entries()) {
    const mark = world.mark('job', index);
    await knex('bulk_jobs').insert({
      id: world.jobId(index),
      name: mark,
      action: 'tag',
      params: JSON.stringify({ add: [mark] }),
      reason: mark,
      status: 'completed',
      started_by: by === 'caller' ? world.caller : `user:default/${mark}`,
      request_hash: mark,
      total: runs.length,
      refused: runs.length,
      aborted_by: mark,
      abort_reason: mark,
      created_at: AT,
      updated_at: AT,
      completed_at: AT,
    });
    // The one after each has come of it; some are of no run.
    for (const [number, run] of runs.entries()) {
      await knex('bulk_items').insert({
        job_id: world.jobId(index),
        number,
        run_id: world.runId(run),
        outcome: 'refused',
        reason: world.mark('run', run),
        result_run_id: world.runId(run + 1),
        settled_at: AT,
      });
    }
  }
}

/** Views of the caller, of their group, and of others. */
export async function insertViews(knex: Knex, world: World): Promise<void> {
  for (const index of world.drawn.views.keys()) {
    const mark = world.mark('view', index);
    await knex('saved_views').insert({
      id: world.viewId(index),
      owner_ref: world.ownerOfView(index),
      name: mark,
      description: mark,
      filter: JSON.stringify({ environment: 'prod', owner: mark }),
      sort: '-queuedAt',
      columns: JSON.stringify([mark]),
      created_by: `user:default/${mark}`,
      created_at: AT,
      updated_at: AT,
      version: 1,
    });
  }
}
