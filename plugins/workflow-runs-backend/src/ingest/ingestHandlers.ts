import { NotAllowedError } from '@backstage/errors';
import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { callerOf, HandlerOptions, Handlers } from '../api/handlers';
import { TooManyRequests } from '../requests/TooManyRequests';
import { readEvents } from './readEvents';

/** The handlers by which engines elsewhere tell of their runs, and hear what is asked of them. */
export function createIngestHandlers({
  ingest,
  ingestEngine,
  commands,
}: Pick<HandlerOptions, 'ingest' | 'ingestEngine' | 'commands'>): Pick<
  Handlers,
  Extract<
    RouteId,
    'ingestEvents' | 'listIngestCommands' | 'answerIngestCommand'
  >
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

    listIngestCommands: async (
      { query: { source, limit } },
      { runs, response, credentials },
    ) => {
      runs.demand(permissionNames.runIngest);
      const { ref } = callerOf(credentials);
      const instance = ingestEngine.instanceFor(ref, source);
      if (!instance) {
        throw new NotAllowedError(
          `You may not speak for the source '${source}'`,
        );
      }
      response.set('Cache-Control', 'no-store');
      return { items: await commands.hand(instance.id, limit) };
    },

    answerIngestCommand: async ({ params, body }, { runs, credentials }) => {
      runs.demand(permissionNames.runIngest);
      const { ref } = callerOf(credentials);
      const instances = ingestEngine.instancesOf(ref);
      return {
        answered: await commands.answer(params.commandId, instances, body),
      };
    },
  };
}
