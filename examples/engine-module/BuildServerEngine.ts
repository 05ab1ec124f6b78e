import {
  Capabilities,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAnswer,
  EngineAway,
  EngineCommand,
  EngineInstance,
  RunEngine,
  RunSink,
  SyncPage,
  SyncScope,
} from 'backstage-plugin-workflow-runs-node';

/** A build server, and whose builds it runs. */
export interface BuildServer extends EngineInstance {
  url: string;
}

/** A build as the server tells it. Times are epoch milliseconds. */
interface Build {
  id: string;
  pipeline: string;
  state: string;
  createdAt: number;
  startedAt?: number;
  endedAt?: number;
  changedAt: number;
}

const OUTCOMES: Record<string, 'completed' | 'failed' | 'canceled'> = {
  passed: 'completed',
  broken: 'failed',
  stopped: 'canceled',
};

/** Shows the builds of build servers as runs. */
export class BuildServerEngine implements RunEngine {
  readonly id = 'build-server';

  constructor(private readonly servers: readonly BuildServer[]) {}

  instances(): readonly EngineInstance[] {
    return this.servers;
  }

  capabilities(): Capabilities {
    return {
      launch: false,
      actions: ['cancel'],
      logs: false,
      artifacts: false,
    };
  }

  async sync(
    scope: SyncScope,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<SyncPage> {
    if (scope.kind === 'run') {
      const build = await this.#build(scope, scope.run.nativeId, signal);
      if (build) await sink.observe(toSnapshot(build));
      return { nextCursor: null };
    }
    let requests = 1;
    const page = await this.#get<{ builds: Build[]; next: string | null }>(
      scope,
      `/builds?${queryOf(scope)}`,
      signal,
    );
    await Promise.all(
      page!.builds.map(build => sink.observe(toSnapshot(build))),
    );
    if (scope.kind === 'open') {
      // They are open in the portal, and the server did not list them last time.
      for (const { nativeId } of scope.known) {
        requests += 1;
        const build = await this.#build(scope, nativeId, signal);
        if (build) await sink.observe(toSnapshot(build));
      }
    }
    return { nextCursor: page!.next, requests };
  }

  async perform(
    { instance, run, action, idempotencyKey }: EngineCommand,
    signal: AbortSignal,
  ): Promise<EngineAnswer> {
    if (action !== 'cancel') throw new CommandRefused(`It cannot ${action}`);
    const path = `/builds/${encodeURIComponent(run.nativeId)}/stop`;
    const response = await this.#fetch(instance, path, {
      method: 'POST',
      headers: { 'Idempotency-Key': idempotencyKey },
      signal,
    });
    if (response.ok) return { status: 'completed' };
    throw new CommandRefused(
      response.status === 409
        ? 'The build has ended already'
        : `The build server has answered ${response.status}`,
    );
  }

  #build(
    at: { instance: EngineInstance },
    id: string,
    signal: AbortSignal,
  ): Promise<Build | undefined> {
    return this.#get(at, `/builds/${encodeURIComponent(id)}`, signal);
  }

  /** @returns undefined where there is no such thing */
  async #get<T>(
    { instance }: { instance: EngineInstance },
    path: string,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const response = await this.#fetch(instance, path, { signal });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`It has answered ${response.status}`);
    return (await response.json()) as T;
  }

  async #fetch(
    { id }: EngineInstance,
    path: string,
    init: RequestInit,
  ): Promise<Response> {
    const { url } = this.servers.find(server => server.id === id)!;
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, init);
    } catch (error) {
      init.signal?.throwIfAborted();
      throw new EngineAway(`The build server cannot be reached: ${error}`);
    }
    if (response.status === 429 || response.status >= 500) {
      const after = response.headers.get('Retry-After');
      throw new EngineAway(`The build server has answered ${response.status}`, {
        // Seconds, or a date; what is no time is not heeded.
        retryAfterMs:
          Number(after) * 1_000 || Date.parse(`${after}`) - Date.now(),
      });
    }
    return response;
  }
}

function queryOf(scope: SyncScope): URLSearchParams {
  const query = new URLSearchParams({ limit: `${scope.limit}` });
  if (scope.cursor) query.set('after', scope.cursor);
  if (scope.kind === 'open') query.set('open', 'true');
  else if (scope.kind !== 'run') {
    query.set('changedSince', `${scope.since}`);
    query.set('changedUntil', `${scope.until}`);
  }
  return query;
}

/** A state that is not in the table is no end: the build goes on until the server says a word that is known. */
function toSnapshot(build: Build): RunSnapshot {
  const outcome = OUTCOMES[build.state];
  return {
    nativeId: build.id,
    namespace: 'default',
    workflow: { name: build.pipeline },
    nativeStatus: { at: build.changedAt, value: build.state },
    tags: [],
    passages: [
      {
        generation: 0,
        queuedAt: build.createdAt,
        ...(build.startedAt === undefined
          ? {}
          : { startedAt: build.startedAt }),
        marks: [],
        ...(outcome
          ? { end: { at: build.endedAt ?? build.changedAt, outcome } }
          : {}),
      },
    ],
    steps: [],
  };
}
