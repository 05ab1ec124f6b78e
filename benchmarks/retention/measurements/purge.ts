import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { RetentionJob } from 'backstage-plugin-workflow-runs-common';
import { ArtifactStores } from '../../../plugins/workflow-runs-backend/src/artifacts/ArtifactStores';
import { DatabaseArtifactStore } from '../../../plugins/workflow-runs-backend/src/artifacts/DatabaseArtifactStore';
import { leaseClock } from '../../../plugins/workflow-runs-backend/src/database/clock';
import { laneOf } from '../../../plugins/workflow-runs-backend/src/database/open';
import { testPrivacy } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { Cursors } from '../../../plugins/workflow-runs-backend/src/queries/cursor';
import { RunQueries } from '../../../plugins/workflow-runs-backend/src/queries/RunQueries';
import { createRetention } from '../../../plugins/workflow-runs-backend/src/retention/createRetention';
import { Signer } from '../../../plugins/workflow-runs-backend/src/sealing/Signer';
import { connect, Place } from '../../connect';
import { END } from '../../store/seed/population';

const DAY_MS = 86_400_000;
/** Runs were queued in the year before the end: half of them is older. */
const DAYS = 182;
const NOW = END;
/** Between two lists. */
const PAUSE_MS = 100;

/** How long is deleted and rested, and how often. */
export interface Turns {
  count: number;
  workMs: number;
  restMs: number;
}

/**
 * Deletes the older half of the runs in the process that lists runs all the time, as a backend does, and measures
 * how long lists take meanwhile, and in between.
 */
export async function measurePurge(
  place: Place,
  { count, workMs, restMs }: Turns,
) {
  const knex = connect(place);
  if (place.kind === 'sqlite') await knex.raw('pragma journal_mode = WAL');
  laneOf(knex);
  const logger: any = { warn: console.error, info() {}, error: console.error };
  const days = {
    runs: DAYS,
    logs: DAYS,
    io: DAYS,
    artifacts: DAYS,
    sealed: DAYS,
  };
  const { desk, runner } = createRetention({
    knex,
    config: {
      policies: [
        {
          tenantId: null,
          workflow: null,
          status: null,
          days,
          origin: 'configuration',
        },
      ],
      legalHoldTags: ['post-mortem'],
      schedule: undefined,
    },
    clock: leaseClock(knex, () => Date.now()),
    now: () => NOW,
    stores: new ArtifactStores([new DatabaseArtifactStore(knex)]),
    redactor: testPrivacy().withoutRun,
    logger,
  });
  const ask = listing(knex);
  const previewedAt = performance.now();
  const preview = await desk.preview({ policies: [], legalHoldTags: [] });
  const previewMs = performance.now() - previewedAt;
  const alone: number[] = [];
  const during: number[] = [];
  const jobs: RetentionJob[] = [];
  let ms = 0;
  let longest = { ms: 0, sql: '' };
  // In turns, so that whatever else the machine does is in both.
  for (let turn = 0; turn < count; turn++) {
    alone.push(...(await ask(() => sleep(restMs))));
    const statements = timeStatements(knex);
    const begun = performance.now();
    const { id } = await desk.start('user:default/benchmark');
    const timer = setTimeout(
      () => desk.abort(id, 'user:default/benchmark').catch(() => {}),
      workMs,
    );
    during.push(...(await ask(() => runner.look())));
    clearTimeout(timer);
    ms += performance.now() - begun;
    const found = statements.stop();
    if (found.ms > longest.ms) longest = found;
    jobs.push(await desk.job(id));
    if (jobs[jobs.length - 1].status === 'completed') break;
  }
  await knex.destroy();
  const deleted = jobs.flatMap(job => job.deleted);
  const rows = deleted.reduce((sum, each) => sum + each.rows, 0);
  const runs = deleted.reduce((sum, each) => sum + each.runs, 0);
  const seconds = ms / 1_000;
  return {
    jobs: jobs.map(({ status, errors, held }) => ({ status, errors, held })),
    runs,
    rows,
    seconds,
    runsPerSecond: runs / seconds,
    rowsPerSecond: rows / seconds,
    longest,
    lists: { alone: summed(alone), during: summed(during) },
    preview: {
      ms: previewMs,
      isPartial: preview.isPartial,
      rows: preview.amounts.reduce((sum, each) => sum + each.rows, 0),
    },
  };
}

/** Lists runs in turn with several filters while something goes on. */
function listing(knex: Knex) {
  const queries = new RunQueries(
    knex,
    new Cursors(new Signer([{ id: 'k', secret: 'x'.repeat(32) }], 'cursors')),
  );
  const filters = [
    {},
    { status: ['failed'] },
    { environment: ['production'] },
    { tag: ['region:us'] },
  ] as any[];
  return async (work: () => Promise<unknown>) => {
    const took: number[] = [];
    let isOver = false;
    const working = work().finally(() => {
      isOver = true;
    });
    for (let i = 0; !isOver; i++) {
      const begun = performance.now();
      await queries.list(
        { filter: filters[i % filters.length], limit: 50 },
        'all',
      );
      took.push(performance.now() - begun);
      await sleep(PAUSE_MS);
    }
    await working;
    return took;
  };
}

/** How long lists took, in milliseconds. */
function summed(took: number[]) {
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.floor(took.length * share)];
  return { count: took.length, p50: at(0.5), p95: at(0.95), max: at(0.9999) };
}

/** The longest of the statements that delete, lock or write, with what it was. */
function timeStatements(knex: Knex) {
  const begun = new Map<string, number>();
  const took: number[] = [];
  let longest = { ms: 0, sql: '' };
  const onQuery = ({ __knexQueryUid }: any) =>
    begun.set(__knexQueryUid, performance.now());
  const onAnswer = (_: unknown, { __knexQueryUid, sql }: any) => {
    const at = begun.get(__knexQueryUid);
    begun.delete(__knexQueryUid);
    if (at === undefined || /^select/i.test(sql)) return;
    const ms = performance.now() - at;
    took.push(ms);
    if (ms > longest.ms) longest = { ms, sql: sql.slice(0, 80) };
  };
  knex.on('query', onQuery);
  knex.on('query-response', onAnswer);
  return {
    stop() {
      knex.off('query', onQuery);
      knex.off('query-response', onAnswer);
      took.sort((a, b) => a - b);
      return { ...longest, p99: took[Math.floor(took.length * 0.99)] };
    },
  };
}
