import type { Handlers } from '../api/handlers';
import { StatisticsQueries } from './StatisticsQueries';

/** What the handler of statistics works with. */
export interface StatisticsHandlerOptions {
  statistics: StatisticsQueries;
}

/** The handler that sums up runs. */
export function createStatisticsHandlers({
  statistics,
}: StatisticsHandlerOptions): Pick<Handlers, 'getStatistics'> {
  return {
    getStatistics: ({ query }, { runs }) =>
      runs.sumUp(visibility => statistics.sumUp(query, visibility)),
  };
}
