import {
  type Connection,
  LiveConnection,
  type LiveSource,
  Refresher,
  type RouteInput,
  type Routes,
  type RunFilter,
  runQuerySchema,
  type StreamFrame,
  type WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { isRefusal } from '../connection/isRefusal';
import { type RunList, updateList } from './runList';
import { terminalTab } from './terminalTab';

/** However often it is told that it changed, it is read no more often than that. */
const LEAST_MS = 1_000;
/** How often it is read where the stream does not hold. */
const POLL_MS = 3_000;

/** A filter as the query of the API has it. */
export type RunQuery = NonNullable<RouteInput<Routes['countRuns']>['query']>;

/** What is asked of the server to follow a list. */
export type FollowListClient = Pick<WorkflowRunsClient, 'call' | 'stream'>;

type Wanted = RunFilter & { view?: string };

/** The newest runs that a filter lets through, as they are from moment to moment. */
export class FollowedList implements LiveSource<Wanted, StreamFrame> {
  private readonly listeners = new Set<() => void>();
  private readonly stream: LiveConnection<Wanted, StreamFrame>;
  private readonly reading: Refresher;
  private polling: ReturnType<typeof setInterval> | undefined;

  /** Reads the list and follows it; rejects where it cannot be read. */
  static async follow(
    client: FollowListClient,
    query: RunQuery,
    { limit, signal }: { limit: number; signal: AbortSignal },
  ): Promise<FollowedList> {
    const wanted = runQuerySchema.parse(query);
    const read = async () => {
      const page = await client.call(
        'listRuns',
        { query: { ...query, limit } },
        { signal },
      );
      return {
        list: { runs: page.items, hasMore: page.nextToken !== null },
        position: page.position,
      };
    };
    const { list, position } = await read();
    const followed = new FollowedList(client, { wanted, list, position, read });
    signal.addEventListener('abort', () => followed.stop());
    if (signal.aborted) followed.stop();
    return followed;
  }

  private list: RunList;
  private problem: unknown;
  private readonly position: number;

  private constructor(
    private readonly client: FollowListClient,
    options: {
      wanted: Wanted;
      list: RunList;
      position: number;
      read: () => Promise<{ list: RunList }>;
    },
  ) {
    this.list = options.list;
    this.position = options.position;
    this.reading = new Refresher(() => this.readAnew(options.read), LEAST_MS);
    this.stream = new LiveConnection(this, terminalTab);
    this.stream.subscribe(() => this.onConnection());
    this.stream.want(options.wanted);
  }

  getList(): RunList {
    return this.list;
  }

  getConnection(): Connection {
    return this.stream.getConnection();
  }

  /** Why it is followed no more. */
  get error(): unknown {
    return this.problem;
  }

  /** @returns how to listen no more */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Reads it anew: something was done to one of the runs. */
  refresh(): void {
    this.reading.ask();
  }

  stop(): void {
    this.listeners.clear();
    this.stream.want(undefined);
    this.reading.stop();
    clearInterval(this.polling);
  }

  open(
    wanted: Wanted,
    options: { after: number | undefined; signal: AbortSignal },
  ): AsyncIterable<StreamFrame> {
    const after = options.after ?? this.position;
    return this.client.stream({ list: wanted }, { ...options, after });
  }

  opened(): void {}

  receive(frames: StreamFrame[]): void {
    for (const frame of frames) {
      if (frame.type === 'reset') this.reading.ask();
      if (frame.type !== 'runs') continue;
      const { list, isStale } = updateList(this.list, frame);
      this.list = list;
      if (isStale) this.reading.ask();
    }
    this.tell();
  }

  private async readAnew(read: () => Promise<{ list: RunList }>) {
    try {
      const { list } = await read();
      this.list = list;
      this.tell();
    } catch (error) {
      // Any other passes; meanwhile, whoever shows it says how fresh it is.
      if (isRefusal(error)) this.end(error);
    }
  }

  private end(error: unknown) {
    this.problem = error;
    this.tell();
    this.stop();
  }

  private onConnection() {
    clearInterval(this.polling);
    if (this.getConnection().status === 'disconnected') {
      this.reading.ask();
      this.polling = setInterval(() => this.reading.ask(), POLL_MS);
    }
    this.tell();
  }

  private tell() {
    for (const listener of this.listeners) listener();
  }
}
