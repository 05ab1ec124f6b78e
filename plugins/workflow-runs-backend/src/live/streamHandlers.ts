import { NotImplementedError } from '@backstage/errors';
import { Request } from 'express';
import { callerOf, HandlerOptions, Handlers } from '../api/handlers';
import { InvalidInput } from '../runs/InvalidInput';
import { streamRun } from './streamRun';

/** Handlers of streams. */
export function createStreamHandlers({
  hub,
  limits,
  delivered,
  now,
  signal,
}: HandlerOptions): Pick<Handlers, 'streamRun' | 'stream'> {
  return {
    streamRun: async (
      { params, query },
      { runs, request, response, credentials },
    ) => {
      const run = await runs.getRun(params.runId);
      limits.openStream(callerOf(credentials).ref, response);
      await streamRun({
        hub,
        response,
        run,
        after: lastEventId(request) ?? query.after ?? run.position,
        expiresAt: credentials.expiresAt,
        toReader: update =>
          runs.maySee(update.run)
            ? { ...update, run: runs.toWire(update.run) }
            : undefined,
        delivered,
        now,
        signal,
      });
    },
    stream: async () => {
      throw new NotImplementedError('Streams of several runs are on their way');
    },
  };
}

function lastEventId(request: Request): number | undefined {
  const id = request.header('last-event-id');
  if (id === undefined) return undefined;
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new InvalidInput('header', [
    {
      pointer: '/Last-Event-ID',
      rule: 'pattern',
      message: 'it must be a position',
    },
  ]);
}
