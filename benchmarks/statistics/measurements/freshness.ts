import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { leaseClock } from '../../../plugins/workflow-runs-backend/src/database/clock';
import { newId } from '../../../plugins/workflow-runs-backend/src/database/ids';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { LogReader } from '../../../plugins/workflow-runs-backend/src/readers/LogReader';
import { Recorder } from '../../../plugins/workflow-runs-backend/src/recorder/Recorder';
import { StatisticsReader } from '../../../plugins/workflow-runs-backend/src/statistics/StatisticsReader';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { testRedaction } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { connect, Place } from '../../connect';
import { Commit, recordRun } from '../../store/measurements/recorder';
import { Times, timesOf } from '../../store/client/measureCell';

export interface FreshnessTask {
  eventsPerSecond: number;
  warmUpMs: number;
  measureMs: number;
}

const SAMPLE_MS = 100;
/** How long the last runs may take to be counted. */
const END_MS = 10_000;

export interface FreshnessResult {
  /** By how much the reader was behind, in milliseconds. */
  behind: Times;
  eventsPerSecond: number;
  /** Runs that have ended, and those that were counted in the end. */
  ended: number;
  counted: number;
}

/** How far the reader is behind while events are recorded at a steady pace, in the same process. */
export async function measureFreshness(
  place: Place,
  { eventsPerSecond, warmUpMs, measureMs }: FreshnessTask,
): Promise<FreshnessResult> {
  const knex = connect(place);
  const { lane } = await openDatabase(
    { getClient: async () => knex },
    silentLogger(),
  );
  const recorder = new Recorder({
    database: lane,
    redaction: testRedaction(knex),
    now: Date.now,
  });
  const reader = new LogReader(new StatisticsReader(knex), {
    knex,
    clock: leaseClock(knex, Date.now),
    owner: newId('reader'),
    logger: silentLogger(),
  });
  reader.listenTo(recorder);
  reader.start();

  let ended = 0;
  let events = 0;
  const start = performance.now();
  const commit: Commit = async transition => {
    await recorder.commit(transition);
    events += transition.facts.length;
    if (transition.facts.some(({ type }) => type === 'run.completed')) {
      ended += 1;
    }
  };
  const until = start + warmUpMs + measureMs;
  const recording: Promise<void>[] = [];
  const pacing = (async () => {
    let due = 0;
    while (performance.now() < until) {
      const wanted = ((performance.now() - start) / 1_000) * eventsPerSecond;
      for (; due < wanted; due += EVENTS_OF_A_RUN) {
        recording.push(recordRun(commit));
      }
      await sleep(10);
    }
  })();
  const behind: number[] = [];
  await sleep(warmUpMs);
  while (performance.now() < until) {
    behind.push((await reader.lag()).seconds * 1_000);
    await sleep(SAMPLE_MS);
  }
  const seconds = (performance.now() - start) / 1_000;
  const recorded = events;
  await pacing;
  await Promise.all(recording);
  const counted = async () => {
    const [{ n }] = await knex('statistics_runs').count({ n: '*' });
    return Number(n);
  };
  for (let waited = 0; waited < END_MS; waited += SAMPLE_MS) {
    if ((await counted()) === ended) break;
    await sleep(SAMPLE_MS);
  }
  const result = {
    behind: timesOf(behind),
    eventsPerSecond: recorded / seconds,
    ended,
    counted: await counted(),
  };
  await reader.stop();
  await knex.destroy();
  return result;
}

/** It is queued, starts, ends, and so do its ten steps. */
const EVENTS_OF_A_RUN = 23;
