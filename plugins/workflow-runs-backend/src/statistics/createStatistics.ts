import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { LogReader } from '../readers/LogReader';
import { Recorder } from '../recorder/Recorder';
import { StatisticsQueries } from './StatisticsQueries';
import { StatisticsReader } from './StatisticsReader';

/** Puts together what counts runs, behind the log, and what tells of it. */
export function createStatistics(options: {
  knex: Knex;
  clock: LeaseClock;
  now: () => number;
  recorder: Recorder;
  logger: LoggerService;
}): { queries: StatisticsQueries; reader: LogReader } {
  const { knex, now, recorder } = options;
  const reader = new LogReader(new StatisticsReader(knex), {
    ...options,
    owner: newId('reader'),
  });
  reader.listenTo(recorder);
  return { queries: new StatisticsQueries(knex, now), reader };
}
