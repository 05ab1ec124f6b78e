import { Connection, isGrpcServiceError } from '@temporalio/client';
import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { ClusterConfig } from '../config/schema';
import { failureOf } from './failureOf';
import { CallOptions, TemporalApi, TemporalCluster } from './TemporalApi';
import { readTls, versionOf } from './tls';

/** How long a call may take, in milliseconds. */
const CALL_MS = 10_000;
/** How often it is looked whether certificates were renewed, in milliseconds. */
const LOOK_MS = 5_000;
/** gRPC waits up to two minutes before it tries a server again that was gone; people would wait with it. */
const RECONNECT_MS = { first: 200, longest: 2_000 };

/** The connection to a cluster: made when it is first needed, and shared by the namespaces. */
export class ClusterConnection implements TemporalCluster {
  readonly address: string;
  readonly #underWay = new Set<AbortController>();
  #current: { connection: Connection; version: string } | undefined;
  #connecting: Promise<Connection> | undefined;
  #lookedAt = -Infinity;
  #isClosed = false;

  constructor(
    private readonly cluster: ClusterConfig,
    private readonly now: () => number,
  ) {
    this.address = cluster.address;
  }

  async call<T>(
    { namespace, signal, timeoutMs = CALL_MS }: CallOptions,
    ask: (api: TemporalApi) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    // By hand: the connection adds a listener for each call, and takes none away.
    signal.addEventListener('abort', stop, { once: true });
    this.#underWay.add(stopping);
    try {
      const connection = await this.#connection();
      // It heeds a signal that comes, not one that has come.
      stopping.signal.throwIfAborted();
      return await connection.withDeadline(Date.now() + timeoutMs, () =>
        connection.withAbortSignal(stopping.signal, () =>
          ask(connection.workflowService),
        ),
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (this.#isClosed) throw new EngineAway('The portal is shutting down');
      // Certificates that were renewed are tried with the next call.
      if (isGrpcServiceError(error)) this.#lookedAt = -Infinity;
      throw failureOf(error, { address: this.address, namespace });
    } finally {
      this.#underWay.delete(stopping);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stopping of this.#underWay) stopping.abort();
    await this.#connecting?.catch(() => {});
    await this.#current?.connection.close();
    this.#current = undefined;
  }

  /** Calls that come while it is made wait for the same. */
  async #connection(): Promise<Connection> {
    this.#connecting ??= this.#renewed().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #renewed(): Promise<Connection> {
    if (this.#isClosed) throw new EngineAway('The portal is shutting down');
    const { tls } = this.cluster;
    const now = this.now();
    if (this.#current && now - this.#lookedAt < LOOK_MS)
      return this.#current.connection;
    const version = await versionOf(tls);
    this.#lookedAt = now;
    if (this.#current?.version === version) return this.#current.connection;
    const connection = this.#connect(await readTls(tls, now));
    const former = this.#current?.connection;
    this.#current = { connection, version };
    // What it was asked for already, it still answers.
    await former?.close();
    return connection;
  }

  #connect(tls: Awaited<ReturnType<typeof readTls>>): Connection {
    const { address, apiKey } = this.cluster;
    return Connection.lazy({
      address,
      tls,
      apiKey,
      // Who asks decides whether and when it is asked again.
      interceptors: [],
      channelArgs: {
        'grpc.initial_reconnect_backoff_ms': RECONNECT_MS.first,
        'grpc.max_reconnect_backoff_ms': RECONNECT_MS.longest,
      },
    });
  }
}
