import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** A tool outside, on this machine; it answers as it is told, and remembers what it was asked. */
export class ToolServer {
  readonly asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  answer: (response: ServerResponse) => void = response => response.end('{}');

  static async start(): Promise<ToolServer> {
    const tool = new ToolServer();
    tool.#server.listen(0, '127.0.0.1');
    await once(tool.#server, 'listening');
    return tool;
  }

  readonly #server = createServer((request, response) => {
    this.asked.push({ url: request.url!, headers: request.headers });
    this.answer(response);
  });

  private constructor() {}

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
