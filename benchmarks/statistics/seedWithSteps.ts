import { connect, Place } from '../connect';
import { seed } from '../store/seed/seed';

const STEPS = 5;

/** Fills a database as the benchmark of the store does, and gives every run steps and attempts. */
export async function seedWithSteps(
  place: Place,
  runs: number,
): Promise<boolean> {
  const isNew = await seed(place, runs);
  if (!isNew) return false;
  const knex = connect(place);
  const numbers = `(${Array.from(
    { length: STEPS },
    (_, index) => `select ${index} as number`,
  ).join(' union all ')}) as numbers`;
  const missing = `not exists (select 1 from steps where steps.run_id = runs.id)`;
  await knex.raw(`
    insert into steps (run_id, step_key, item_index, id, step_number, name, type, status, depends_on,
      attempts, started_at, completed_at, duration_ms, updated_at)
    select runs.id, 'step_' || number, -1, 'stp_' || substr(runs.id, 5, 30) || '_' || number, number + 1,
      'Step ' || number, 'tool', 'completed', '[]', 1, ordered_at, completed_at,
      duration_ms / (number + 2), updated_at
    from runs cross join ${numbers}
    where completed_at is not null and ${missing}`);
  await knex.raw(`
    insert into attempts (run_id, step_key, item_index, generation, number, status, started_at)
    select run_id, step_key, -1, 0, 1, 'completed', started_at from steps
    where not exists (select 1 from attempts where attempts.run_id = steps.run_id)`);
  if (place.kind === 'postgres') await knex.raw('vacuum analyze');
  await knex.destroy();
  return true;
}
