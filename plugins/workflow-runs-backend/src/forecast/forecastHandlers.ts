import type { Handlers } from '../api/handlers';
import { ForecastQueries } from './ForecastQueries';

/** What the handler of forecasts works with. */
export interface ForecastHandlerOptions {
  forecasts: ForecastQueries;
}

/** The handler that tells when a run is likely to end. */
export function createForecastHandlers({
  forecasts,
}: ForecastHandlerOptions): Pick<Handlers, 'getForecast'> {
  return {
    getForecast: async ({ params }, { runs }) => {
      const run = await runs.getRun(params.runId);
      return runs.sumUp(visibility => forecasts.forecast(run, visibility));
    },
  };
}
