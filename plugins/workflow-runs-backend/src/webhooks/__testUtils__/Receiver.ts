import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** Something that a receiver has got. */
export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  message: { type: string; timestamp: string; data: any };
}

type Answer = (
  received: Received,
  response: ServerResponse,
) => number | void | Promise<number | void>;

/** Receivers of webhooks on this machine, one for each path. It answers 204 unless a path is to answer otherwise. */
export class Receiver {
  readonly received: Received[] = [];
  readonly #answers = new Map<string, Answer>();

  static async start(host = '127.0.0.1'): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>(resolve => {
      receiver.#server.listen(0, host, () => resolve());
    });
    return receiver;
  }

  readonly #server: Server = createServer((request, response) => {
    this.#take(request, response).catch(() => response.destroy());
  });

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path = '/', host = '127.0.0.1'): string {
    return `http://${host}:${this.port}${path}`;
  }

  /** @param answer - returns a status, or answers itself; nothing where it never does */
  on(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  /** Takes everything again. */
  mend(path: string): void {
    this.#answers.delete(path);
  }

  at(path: string): Received[] {
    return this.received.filter(each => each.path === path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse) {
    let body = '';
    for await (const chunk of request) body += chunk;
    const received: Received = {
      path: request.url!,
      headers: request.headers as Record<string, string>,
      body,
      message: JSON.parse(body),
    };
    this.received.push(received);
    const answer = this.#answers.get(received.path);
    const status = answer ? await answer(received, response) : 204;
    if (status !== undefined && !response.writableEnded)
      response.writeHead(status).end();
  }
}

/** Checks a signature as the library of the standard does. @throws where it is none */
export function verify({ body, headers }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers);
}
