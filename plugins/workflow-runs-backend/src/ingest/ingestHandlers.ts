import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { callerOf, HandlerOptions, Handlers } from '../api/handlers';
import { TooManyRequests } from '../requests/TooManyRequests';
import { readEvents } from './readEvents';

/** The handler by which engines elsewhere tell of their runs. */
export function createIngestHandlers({
  ingest,
}: Pick<HandlerOptions, 'ingest'>): Pick<
  Handlers,
  Extract<RouteId, 'ingestEvents'>
> {
  return {
    ingestEvents: async (
      { body },
      { runs, request, response, credentials },
    ) => {
      runs.demand(permissionNames.runIngest);
      const events = readEvents(request, body);
      try {
        const results = await ingest.take(callerOf(credentials).ref, events);
        return { results };
      } catch (error) {
        if (error instanceof TooManyRequests) response.set('Retry-After', '1');
        throw error;
      }
    },
  };
}
