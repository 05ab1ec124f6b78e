import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** When a connection is cut, seen from the statement that it carries. */
export type CutMoment = 'before' | 'after';

interface Cut {
  statement: string;
  moment: CutMoment;
  done: () => void;
}

interface Connection {
  client: Socket;
  server: Socket;
  /** Whether nothing will arrive on it any more, whatever becomes of others. */
  isAbandoned?: boolean;
}

/** `ReadyForQuery` and its length: the server has answered everything; a status follows. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Stands between a backend and PostgreSQL, and does what networks do. */
export class DatabaseProxy {
  readonly #connections = new Set<Connection>();
  #state: 'open' | 'stalled' | 'refusing' = 'open';
  #cut: Cut | undefined;
  #ended = 0;

  private constructor(
    private readonly target: { host: string; port: number },
    private readonly listener: Server,
  ) {
    listener.on('connection', client => this.#join(client));
  }

  static async start(target: {
    host: string;
    port: number;
  }): Promise<DatabaseProxy> {
    // Paused, or what is sent before the other side is there would be lost.
    const listener = createServer({ pauseOnConnect: true });
    const proxy = new DatabaseProxy(target, listener);
    await new Promise<void>(resolve => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** How many connections it has reset, and how many it has refused. */
  get ended(): number {
    return this.#ended;
  }

  /** Resets every connection; new ones are let through. */
  reset() {
    this.#ended += this.#connections.size;
    for (const { client, server } of [...this.#connections]) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Nothing arrives any more, and nobody is told: a cable that is pulled. */
  stall() {
    this.#state = 'stalled';
    for (const { client, server } of this.#connections) {
      client.pause();
      server.pause();
    }
  }

  /** The same, for ever, for the connections that there are; new ones are let through. */
  abandon() {
    for (const connection of this.#connections) {
      connection.isAbandoned = true;
      connection.client.pause();
      connection.server.pause();
    }
  }

  /** Resets every connection, and those that come. */
  refuse() {
    this.#state = 'refusing';
    this.reset();
  }

  /** Lets everything through again, also what was held back. */
  open() {
    this.#state = 'open';
    for (const { client, server, isAbandoned } of this.#connections) {
      if (isAbandoned) continue;
      client.resume();
      server.resume();
    }
  }

  /**
   * Cuts the connection that carries the statement next: before the server sees it, or after the
   * server has carried it out and before the backend hears of it.
   */
  cutAt(statement: string, moment: CutMoment): Promise<void> {
    return new Promise(done => {
      this.#cut = { statement, moment, done };
    });
  }

  /** Takes back a cut that has not happened. */
  cutNothing() {
    this.#cut = undefined;
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise(resolve => {
      this.listener.close(resolve);
    });
  }

  #join(client: Socket) {
    if (this.#state === 'refusing') {
      this.#ended += 1;
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.target);
    const connection: Connection = { client, server };
    this.#connections.add(connection);
    const end = () => {
      this.#connections.delete(connection);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    let cutting: Cut | undefined;
    client.on('data', chunk => {
      const cut = this.#cut;
      if (cut && chunk.includes(cut.statement)) {
        this.#cut = undefined;
        if (cut.moment === 'before') {
          client.resetAndDestroy();
          cut.done();
          return;
        }
        cutting = cut;
      }
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      if (!cutting) {
        client.write(chunk);
      } else if (chunk.subarray(-6, -1).equals(READY)) {
        client.resetAndDestroy();
        cutting.done();
      }
    });
    // Listening has set both flowing.
    if (this.#state === 'stalled') {
      client.pause();
      server.pause();
    } else {
      client.resume();
    }
  }
}
