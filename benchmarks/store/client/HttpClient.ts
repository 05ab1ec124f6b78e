import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';

/** An answer, and how long it took until its last byte was here. */
export interface Answer<T = any> {
  ms: number;
  bytes: number;
  /** Parsed when it is asked for: that is no work of the answer. */
  body: () => T;
}

/** Asks the plugin as one user, on connections that are kept. */
export class HttpClient {
  readonly #agent: Agent;
  readonly #headers: Record<string, string>;

  constructor(
    private readonly port: number,
    user: string,
    connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    // A token as the authentication of the test portal takes it.
    const token = `mock-user-token:{"sub":"user:default/${user}"}`;
    this.#headers = { Authorization: `Bearer ${token}` };
  }

  /** @throws Error where the answer is not 200 */
  async ask<T = any>(
    path: string,
    query: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const search = new URLSearchParams(query).toString();
    const whole = `/api/workflow-runs/v1${path}?${search}`;
    const start = performance.now();
    const { status, text } = await this.#get(whole);
    const ms = performance.now() - start;
    if (status !== 200) throw new Error(`${status} of ${whole}: ${text}`);
    return { ms, bytes: text.length, body: () => JSON.parse(text) };
  }

  close(): void {
    this.#agent.destroy();
  }

  #get(path: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: this.port,
        path,
        agent: this.#agent,
        headers: this.#headers,
      };
      get(options, response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            text: Buffer.concat(parts).toString(),
          }),
        );
      }).on('error', reject);
    });
  }
}
