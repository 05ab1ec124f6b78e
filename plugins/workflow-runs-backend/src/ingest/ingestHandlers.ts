import { NotFoundError } from '@backstage/errors';
import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import {
  CallContext,
  callerOf,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { TooManyRequests } from '../requests/TooManyRequests';
import { auditClaim, auditIngest } from './auditIngest';
import { readEvents } from './readEvents';

/** The handlers by which engines elsewhere tell of their runs, and hear what is asked of them. */
export function createIngestHandlers({
  ingest,
  ingestEngine,
  commands,
  auditor,
}: Pick<
  HandlerOptions,
  'ingest' | 'ingestEngine' | 'commands' | 'auditor'
>): Pick<
  Handlers,
  Extract<
    RouteId,
    'ingestEvents' | 'listIngestCommands' | 'answerIngestCommand'
  >
> {
  const demandIngest = async ({ runs, request }: CallContext) => {
    if (!runs.has(permissionNames.runIngest))
      await auditClaim(auditor, request, []);
    runs.demand(permissionNames.runIngest);
  };
  return {
    ingestEvents: async ({ body }, context) => {
      await demandIngest(context);
      const { request, response, credentials } = context;
      const events = readEvents(request, body);
      try {
        const { ref } = callerOf(credentials);
        const results = await auditIngest(auditor, request, events, () =>
          ingest.take(ref, events),
        );
        return { results };
      } catch (error) {
        if (error instanceof TooManyRequests) response.set('Retry-After', '1');
        throw error;
      }
    },

    listIngestCommands: async ({ query: { source, limit } }, context) => {
      await demandIngest(context);
      const { request, response, credentials } = context;
      const { ref } = callerOf(credentials);
      const instance = ingestEngine.instanceFor(ref, source);
      if (!instance) {
        await auditClaim(auditor, request, [source]);
        throw new NotFoundError(
          `There is no source '${source}' that you may speak for`,
        );
      }
      response.set('Cache-Control', 'no-store');
      return { items: await commands.hand(instance.id, limit) };
    },

    answerIngestCommand: async ({ params, body }, context) => {
      await demandIngest(context);
      const { ref } = callerOf(context.credentials);
      const instances = ingestEngine.instancesOf(ref);
      return {
        answered: await commands.answer(params.commandId, instances, body),
      };
    },
  };
}
