import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 600_000;
const AT_ONCE = 8;

/** The API of the portal, as the example operator. */
export class Client {
  #url;
  #token;

  constructor(url) {
    this.#url = url;
  }

  /** @returns {Promise<string>} the run's id */
  async launch(workflow, input) {
    const { runId } = await this.#call('POST', '/runs', {
      workflow: `embedded/${workflow}`,
      input,
    });
    return runId;
  }

  async launchMany(workflow, inputs) {
    const ids = [];
    for (let from = 0; from < inputs.length; from += AT_ONCE) {
      const batch = inputs.slice(from, from + AT_ONCE);
      ids.push(
        ...(await Promise.all(
          batch.map(input => this.launch(workflow, input)),
        )),
      );
    }
    return ids;
  }

  async cancel(runId) {
    await this.#call('POST', `/runs/${runId}/cancel`, { reason: 'measured' });
  }

  /** Waits until a run has the status, and fails where it ends otherwise. */
  async until(runId, ...statuses) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { status } = await this.#call('GET', `/runs/${runId}`);
      if (statuses.includes(status)) return;
      if (['failed', 'canceled', 'lost'].includes(status)) {
        throw new Error(`Run ${runId} is ${status}`);
      }
      if (Date.now() > deadline) {
        throw new Error(`Run ${runId} is ${status} for too long`);
      }
      await sleep(200);
    }
  }

  async #call(method, path, body) {
    this.#token ??= await this.#signIn();
    const response = await fetch(`${this.#url}/api/workflow-runs/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text);
  }

  async #signIn() {
    const response = await fetch(
      `${this.#url}/api/auth/example-operator/refresh`,
      { headers: { 'x-requested-with': 'XMLHttpRequest' } },
    );
    return (await response.json()).backstageIdentity.token;
  }
}
