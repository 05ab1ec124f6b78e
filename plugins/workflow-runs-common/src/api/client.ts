import { ResponseError } from '@backstage/errors';
import { Route, RouteRequest, RouteResult } from './route';
import { RouteId, Routes, routes } from './contract';
import { LaunchRequest } from './actions';
import { AuditExportFormat, AuditFilterQuery } from './auditRoutes';
import { RunExportFormat, RunsExportFormat } from './exportRoutes';
import { RunFilter, RunSort, toFilterQuery } from './runFilter';
import {
  readFrames,
  RunStreamFrame,
  StreamFrame,
  toRunStreamFrame,
  toStreamFrame,
} from './streamFrames';
import { FollowedRun, joinFollowedRuns } from './streamRoutes';

/** Finds the base URL of a plugin's API. @public */
export interface DiscoveryLike {
  getBaseUrl(pluginId: string): Promise<string>;
}

/** A `fetch` that authenticates. @public */
export interface FetchLike {
  fetch: typeof fetch;
}

/** Options of a call. @public */
export interface CallOptions {
  signal?: AbortSignal;
  /** Sent as a bearer token; for callers whose `fetch` does not authenticate. */
  token?: string;
  /** Makes a repeated call answer like the first. */
  idempotencyKey?: string;
}

/** What a call passes; parts that need nothing may be left out. @public */
export type RouteInput<R extends Route> = {
  [Part in 'params' | 'query' | 'body' as {} extends RouteRequest<R>[Part]
    ? never
    : Part]: RouteRequest<R>[Part];
} & {
  [Part in 'params' | 'query' | 'body' as {} extends RouteRequest<R>[Part]
    ? Part
    : never]?: RouteRequest<R>[Part];
};

/** What one stream tells of: runs, a list, or both. @public */
export interface StreamSubject {
  /** At most 50; each behind its own position, where it says one. */
  runs?: readonly FollowedRun[];
  /** The list that a filter makes; `{}` for all runs. */
  list?: RunFilter & { view?: string };
}

/**
 * Typed client of the API; every call throws a `ResponseError` where the answer is not a success.
 *
 * @public
 */
export class WorkflowRunsClient {
  constructor(
    private readonly options: {
      discoveryApi: DiscoveryLike;
      fetchApi: FetchLike;
    },
  ) {}

  /** Calls a route by its name in the contract. */
  async call<Id extends RouteId>(
    id: Id,
    input: RouteInput<Routes[Id]>,
    options?: CallOptions,
  ): Promise<RouteResult<Routes[Id]>> {
    const response = await this.request(id, input, options);
    return response.json() as Promise<RouteResult<Routes[Id]>>;
  }

  /** Calls a route whose answer is a file, by its name in the contract: the body is read as it comes. */
  async download<Id extends RouteId>(
    id: Id,
    input: RouteInput<Routes[Id]>,
    options?: CallOptions,
  ): Promise<Response> {
    return this.request(id, input, options);
  }

  /** Launches a run. */
  launch(request: LaunchRequest, options?: CallOptions) {
    return this.call('launch', { body: request }, options);
  }

  /** The content of an artifact. */
  async downloadArtifact(
    artifact: { runId: string; id: string },
    options?: CallOptions,
  ): Promise<Blob> {
    const response = await this.request(
      'downloadArtifact',
      { params: { runId: artifact.runId, artifactId: artifact.id } },
      options,
    );
    return response.blob();
  }

  /** A run as a file. */
  async downloadRunExport(
    runId: string,
    format: RunExportFormat,
    options?: CallOptions,
  ): Promise<Blob> {
    const response = await this.request(
      'exportRun',
      { params: { runId }, query: { format } },
      options,
    );
    return response.blob();
  }

  /**
   * The runs that fit a filter, as a file. There may be a million: read the body as it comes. It throws
   * where the file breaks off.
   */
  async exportRuns(
    filter: RunFilter,
    format: RunsExportFormat,
    options: CallOptions & { sort?: RunSort; limit?: number } = {},
  ): Promise<Response> {
    const { sort, limit, ...callOptions } = options;
    return this.request(
      'exportRuns',
      { query: { ...toFilterQuery(filter), format, sort, limit } },
      callOptions,
    );
  }

  /** The audit trail, or what fits of it, as a file; to be read as it comes. */
  async exportAudit(
    filter: AuditFilterQuery,
    format: AuditExportFormat,
    options: CallOptions & { limit?: number } = {},
  ): Promise<Response> {
    const { limit, ...callOptions } = options;
    return this.request(
      'exportAudit',
      { query: { ...filter, format, limit } },
      callOptions,
    );
  }

  /**
   * The frames of a run's stream until the server ends it, the signal aborts or the connection
   * breaks (then it throws). To go on, call again with the last frame's position.
   */
  async *streamRun(
    runId: string,
    options: CallOptions & { after?: number } = {},
  ): AsyncGenerator<RunStreamFrame, void, void> {
    const response = await this.request(
      'streamRun',
      {
        params: { runId },
        query: options.after === undefined ? {} : { after: options.after },
      },
      options,
    );
    for await (const raw of readFrames(response)) {
      const frame = toRunStreamFrame(raw);
      if (frame) yield frame;
    }
  }

  /**
   * The frames of several runs, of a list, or of both on one connection, until the server ends it, the signal
   * aborts or the connection breaks (then it throws). To go on, or to follow something else, call again with
   * the last position that a frame had; runs may say their own. Load a list once the first frame has come:
   * whatever changes after that is told.
   */
  async *stream(
    { runs, list }: StreamSubject,
    options: CallOptions & { after?: number } = {},
  ): AsyncGenerator<StreamFrame, void, void> {
    const { after, ...callOptions } = options;
    const { view, ...filter } = list ?? {};
    const response = await this.request(
      'stream',
      {
        query: {
          ...toFilterQuery(filter),
          view,
          run: runs?.length ? joinFollowedRuns(runs) : undefined,
          list: list && 'true',
          after,
        },
      },
      callOptions,
    );
    for await (const raw of readFrames(response)) {
      const frame = toStreamFrame(raw);
      if (frame) yield frame;
    }
  }

  private async request<Id extends RouteId>(
    id: Id,
    input: RouteInput<Routes[Id]>,
    options: CallOptions = {},
  ): Promise<Response> {
    const { method, path }: Route = routes[id];
    const { params, query, body } = input as Partial<RouteRequest<Route>>;
    // What takes a body gets one, also where it has nothing to say.
    const takesBody = method === 'post' || method === 'put';
    const base = await this.options.discoveryApi.getBaseUrl('workflow-runs');
    const response = await this.options.fetchApi.fetch(
      `${base}/v1${fillPath(path, params)}${toQuery(query)}`,
      {
        method: method.toUpperCase(),
        signal: options.signal,
        headers: {
          ...(takesBody ? { 'Content-Type': 'application/json' } : {}),
          ...(options.token
            ? { Authorization: `Bearer ${options.token}` }
            : {}),
          ...(options.idempotencyKey
            ? { 'Idempotency-Key': options.idempotencyKey }
            : {}),
        },
        ...(takesBody ? { body: JSON.stringify(body ?? {}) } : {}),
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

/** @throws Error where a parameter would make the path another one */
function fillPath(path: string, params: unknown): string {
  return path.replace(/:(\w+)/g, (_, name) => {
    const value = (params as Record<string, string>)[name];
    // A URL has no way to write these as a segment: encoded dots count as dots.
    if (['', '.', '..'].includes(value)) {
      throw new Error(`The ${name} of a route cannot be '${value}'`);
    }
    return encodeURIComponent(value);
  });
}

function toQuery(query: unknown): string {
  const entries = Object.entries(
    (query ?? {}) as Record<string, unknown>,
  ).filter(([, value]) => value !== undefined);
  return entries.length === 0
    ? ''
    : `?${new URLSearchParams(
        entries.map(([name, value]) => [name, String(value)]),
      )}`;
}
