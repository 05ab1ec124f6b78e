import { Request } from 'express';
import {
  CallContext,
  callerOf,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { RunRecord } from '../queries/runToWire';
import { InvalidInput } from '../runs/InvalidInput';
import { ofOneRun, ofSeveral } from './Dialect';
import { LiveHub } from './LiveHub';
import { openStream, StreamOptions } from './openStream';
import { updateFor } from './SharedUpdate';

/** Handlers of streams. */
export function createStreamHandlers({
  hub,
  limits,
  delivered,
  streams,
  views,
  now,
  signal,
}: HandlerOptions): Pick<Handlers, 'streamRun' | 'stream'> {
  const open = (
    { runs, response, credentials }: CallContext,
    subject: Pick<StreamOptions, 'dialect' | 'runs' | 'absent' | 'list'>,
  ) => {
    limits.openStream(callerOf(credentials).ref, response);
    streams.opened(response);
    return openStream({
      ...subject,
      hub,
      response,
      shown: update => updateFor(runs, update),
      expiresAt: credentials.expiresAt,
      delivered,
      onCut: () => streams.cut(),
      now,
      signal,
    });
  };
  return {
    streamRun: async ({ params, query }, context) => {
      const run = await context.runs.getRun(params.runId);
      const after = lastEventId(context.request) ?? query.after ?? run.position;
      await open(context, {
        dialect: ofOneRun,
        runs: new Map([[run.id, after]]),
        absent: [],
        list: undefined,
      });
    },

    stream: async ({ query }, context) => {
      const { run: followed = [], list, after: asked, ...filtered } = query;
      const { runs, request, identity } = context;
      const last = lastEventId(request);
      const ids = [...new Set(followed.map(({ id }) => id))];
      const found = await findRuns(ids, runs, hub);
      const behind = new Map(followed.map(({ id, after }) => [id, after]));
      const filter = list && (await views.filterOf(filtered, identity));
      if (filter) runs.demandList(filter);
      await open(context, {
        dialect: ofSeveral,
        runs: new Map(
          found.flatMap(run =>
            run
              ? [[run.id, last ?? behind.get(run.id) ?? asked ?? run.position]]
              : [],
          ),
        ),
        absent: ids.filter((_, index) => !found[index]),
        list: filter && { filter, runs, after: last ?? asked },
      });
    },
  };
}

/** Runs that the caller may see, with holes: as many come at once, they are read for together. */
async function findRuns(
  runIds: string[],
  runs: AuthorizedRuns,
  hub: LiveHub,
): Promise<(RunRecord | undefined)[]> {
  runs.demandSight();
  const found = await hub.past.runs(runIds);
  return runIds.map(runId => {
    const run = found.get(runId);
    if (run instanceof Error) throw run;
    return run && runs.maySee(run) ? run : undefined;
  });
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
