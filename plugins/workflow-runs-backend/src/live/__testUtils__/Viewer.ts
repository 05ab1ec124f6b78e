import { IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Run,
  StreamFrame,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { mockCredentials } from '@backstage/backend-test-utils';

/**
 * Watches runs and perhaps a list as a browser tab does: whatever breaks, it connects again behind what it has,
 * to whichever backend it is led to.
 */
export class Viewer {
  /** Numbers of events by run, as they came. */
  readonly events = new Map<string, number[]>();
  /** The latest row of each run that it was told of. */
  readonly rows = new Map<string, Run>();
  readonly unexpected: StreamFrame[] = [];
  connections = 0;
  readonly #positions = new Map<string, number>();
  readonly #abort = new AbortController();
  #body: IncomingMessage | undefined;
  #position: number | undefined;
  #done: Promise<void> | undefined;

  /** @param port - of the backend to connect to now */
  constructor(
    private readonly runIds: string[],
    private readonly port: () => number,
    private readonly options: { list?: true } = {},
  ) {}

  start(): this {
    this.#done = this.#watch();
    return this;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.resume();
    await this.#done;
  }

  /** It does not read any more, as a tab that is frozen. */
  pause(): void {
    this.#body?.pause();
  }

  resume(): void {
    this.#body?.resume();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        this.connections += 1;
        await this.#connect();
      } catch {
        // It is tried again.
      }
      await sleep(20 + Math.random() * 60);
    }
  }

  async #connect(): Promise<void> {
    const { signal } = this.#abort;
    const client = new WorkflowRunsClient({
      discoveryApi: {
        getBaseUrl: async () =>
          `http://127.0.0.1:${this.port()}/api/workflow-runs`,
      },
      fetchApi: {
        fetch: (async (url: string) => this.#get(url)) as typeof fetch,
      },
    });
    const frames = client.stream(
      {
        runs: this.runIds.map(id => ({ id, after: this.#positions.get(id) })),
        list: this.options.list && {},
      },
      { after: this.#position ?? 0, signal },
    );
    for await (const frame of frames) {
      this.#take(frame);
      if (signal.aborted) return;
    }
  }

  /** A socket that can be left unread; that of `fetch` cannot. */
  #get(url: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#abort;
      const asked = request(
        url,
        {
          signal,
          headers: { Authorization: mockCredentials.user.header() },
        },
        body => {
          this.#body = body;
          if (body.statusCode !== 200) {
            body.resume();
            reject(new Error(`It answers ${body.statusCode}`));
            return;
          }
          const stream = new ReadableStream({
            start: controller => {
              body.on('data', chunk =>
                controller.enqueue(new Uint8Array(chunk)),
              );
              body.on('end', () => controller.close());
              body.on('error', error => controller.error(error));
            },
            cancel: () => void body.destroy(),
          });
          resolve({ ok: true, body: stream } as Response);
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  #take(frame: StreamFrame): void {
    if ('position' in frame) this.#position = frame.position ?? this.#position;
    if (frame.type === 'update') {
      const { runId, update } = frame;
      const numbers = this.events.get(runId) ?? [];
      numbers.push(...update.events.map(({ number }) => number));
      this.events.set(runId, numbers);
      const last = update.events.at(-1);
      if (last) this.#positions.set(runId, last.position);
      this.#keep(update.run);
    } else if (frame.type === 'runs') {
      frame.items.forEach(run => this.#keep(run));
    } else if (frame.type !== 'heartbeat') {
      this.unexpected.push(frame);
    }
  }

  #keep(run: Run): void {
    const known = this.rows.get(run.id);
    if (!known || known.position <= run.position) this.rows.set(run.id, run);
  }
}
