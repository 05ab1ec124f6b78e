import { performance } from 'node:perf_hooks';
import { connect, Place } from '../../connect';
import { Times, timesOf } from '../client/measureCell';

const SAMPLES = 7;

/** How long the naive ways take on the same rows: without HTTP, permissions, or what joins to a run. */
export async function measureFloors(
  place: Place,
  { runs, page }: { runs: number; page: number },
): Promise<({ what: string } & Times)[]> {
  const knex = connect(place);
  // As far back as the benchmark is wide, or half of what there is.
  const offset = Math.min(500_000, runs / 2);
  const statements = [
    [
      `a page at OFFSET ${offset}`,
      `select * from runs order by ordered_at desc, id desc limit ${page} offset ${offset}`,
    ],
    ['COUNT(*)', 'select count(*) from runs'],
    [
      'COUNT(*) of failed runs',
      `select count(*) from runs where status = 'failed'`,
    ],
  ];
  const results = [];
  for (const [what, sql] of statements) {
    const times: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) {
      const start = performance.now();
      await knex.raw(sql);
      times.push(performance.now() - start);
    }
    results.push({ what, ...timesOf(times) });
  }
  await knex.destroy();
  return results;
}
