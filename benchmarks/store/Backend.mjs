import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const HEADERS = {
  Authorization: 'Bearer mock-user-token:{"sub":"user:default/few"}',
};
/** How long the plugin may take to learn from the catalog who owns what. */
const PATIENCE_MS = 120_000;

/** The plugin in a process of its own. */
export class Backend {
  #process;

  static async start(worker, place, runs) {
    const backend = new Backend();
    backend.#process = fork(worker, [], {
      env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    backend.port = await new Promise((resolve, reject) => {
      backend.#process.on('message', ({ result, error }) =>
        error ? reject(new Error(error)) : resolve(result),
      );
      backend.#process.on('exit', code =>
        reject(new Error(`The backend has ended with ${code}`)),
      );
      backend.#process.send({ measure: 'serve', place, runs });
    });
    await backend.#untilOwned();
    return backend;
  }

  get pid() {
    return this.#process.pid;
  }

  async stop() {
    const gone = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill();
    await gone;
  }

  /** Owners are copied from the catalog shortly after the start. */
  async #untilOwned() {
    const url = `http://127.0.0.1:${this.port}/api/workflow-runs/v1/workflows`;
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const response = await fetch(url, { headers: HEADERS });
      const { items = [] } = await response.json();
      if (items.length === 10) return;
      await sleep(500);
    }
    throw new Error('The owners of workflows are not known');
  }
}
