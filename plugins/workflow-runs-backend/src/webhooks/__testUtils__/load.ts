import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { TestDatabase } from '../../__testUtils__/databases';
import { newRun } from '../../__testUtils__/newRun';
import { Received, Receiver, verify } from './Receiver';
import { WebhookWorld } from './WebhookWorld';

const PER_RUN = 10;
const TARGETS = { healthy: 10, failing: 5, hanging: 3, redirecting: 2 };

/** What has come of many events for many receivers. */
export interface LoadResult {
  events: number;
  /** What receivers that are well have got, all of them together. */
  delivered: number;
  /** What they have got more than once. */
  repeated: number;
  /** Why they have not got all of it, each in its order and signed: nothing, where it went well. */
  faults: string[];
  /** What has arrived where a redirect led, which nobody may call. */
  leaked: number;
  readMs: number;
  deliverMs: number;
  /** How long one that was well had to wait for all of its events, at most. */
  slowestMs: number;
  pending: number;
}

/** Tells twenty receivers of events, of which five fail, three hang, and two redirect to a private address. */
export async function load(
  database: TestDatabase,
  options: { events: number; deadlineMs: number },
): Promise<LoadResult> {
  const { events, deadlineMs } = options;
  const receiver = await Receiver.start();
  const inner = await Receiver.start('127.0.0.2');
  const world = await WebhookWorld.start(database, {
    config: {
      allow: [`127.0.0.1:${receiver.port}`],
      timeoutSeconds: 2,
    },
  });
  const clock = setInterval(() => {
    world.now = Date.now();
  }, 10);
  try {
    const secrets = await subscribe(world, receiver, inner);
    await tell(world, events);
    const begun = performance.now();
    await world.read();
    const readMs = performance.now() - begun;
    world.main.sender.start();
    const doneAt = new Map<string, number>();
    const arrived = new Arrived();
    while (doneAt.size < secrets.size) {
      if (performance.now() - begun > deadlineMs) break;
      await sleep(20);
      arrived.look(receiver.received);
      for (const path of secrets.keys()) {
        const isDone = arrived.at(path) >= events;
        if (isDone && !doneAt.has(path)) doneAt.set(path, performance.now());
      }
    }
    const deliverMs = performance.now() - begun - readMs;
    await world.stop();
    const { lines, delivered } = check(receiver, secrets, events);
    const left = await world
      .knex('webhook_deliveries')
      .whereNotNull('due_at')
      .count({ n: '*' })
      .first();
    return {
      events,
      delivered,
      repeated: delivered - secrets.size * events,
      faults: lines,
      leaked: inner.received.length,
      readMs: Math.round(readMs),
      deliverMs: Math.round(deliverMs),
      slowestMs: Math.round(Math.max(0, ...doneAt.values()) - begun),
      pending: Number(left!.n),
    };
  } finally {
    clearInterval(clock);
    await world.stop();
    await receiver.stop();
    await inner.stop();
  }
}

/** @returns the secrets of those that are well, by their paths */
async function subscribe(
  world: WebhookWorld,
  receiver: Receiver,
  inner: Receiver,
): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  for (const [kind, count] of Object.entries(TARGETS)) {
    for (let n = 0; n < count; n++) {
      const path = `/${kind}/${n}`;
      const { secret } = await world.hook({
        url: receiver.url(path),
        eventTypes: ['*'],
      });
      if (kind === 'healthy') secrets.set(path, secret);
      if (kind === 'failing') receiver.on(path, () => 500);
      if (kind === 'hanging') receiver.on(path, () => {});
      if (kind === 'redirecting') {
        receiver.on(path, (_, response) => {
          const location = inner.url('/', '127.0.0.2');
          response.writeHead(n === 0 ? 307 : 302, { location }).end();
        });
      }
    }
  }
  return secrets;
}

async function tell(world: WebhookWorld, events: number): Promise<void> {
  const at = world.now;
  const runs = Array.from({ length: events / PER_RUN }, (_, n) => `run_${n}`);
  await Promise.all(
    runs.map(runId => {
      const facts = Array.from({ length: PER_RUN - 1 }, (_, n) => ({
        type: 'action.completed',
        at,
        generation: 0,
        actionId: `${n}`,
        action: 'tag',
      })) as RunFact[];
      const created = newRun(`load_${at}_${runId}`, { at });
      return world.recorder.commit({
        ...created,
        facts: [...created.facts, ...facts],
      });
    }),
  );
}

/** Counts what has arrived where, each once. */
class Arrived {
  readonly #ids = new Map<string, Set<string>>();
  #looked = 0;

  look(received: Received[]): void {
    for (; this.#looked < received.length; this.#looked++) {
      const { path, headers } = received[this.#looked];
      const ids = this.#ids.get(path) ?? new Set();
      this.#ids.set(path, ids.add(headers['webhook-id']));
    }
  }

  at(path: string): number {
    return this.#ids.get(path)?.size ?? 0;
  }
}

/** Whether each that is well has got everything, in order and signed. */
function check(
  receiver: Receiver,
  secrets: Map<string, string>,
  events: number,
): { lines: string[]; delivered: number } {
  const lines: string[] = [];
  let delivered = 0;
  for (const [path, secret] of secrets) {
    const last = new Map<string, number>();
    const seen = new Set<string>();
    for (const received of receiver.at(path)) {
      delivered += 1;
      try {
        verify(received, secret);
      } catch (error) {
        lines.push(`${path}: ${error}`);
      }
      const { run, number } = received.message.data;
      const before = last.get(run.id) ?? 0;
      const isRepeated = seen.has(received.headers['webhook-id']);
      if (!isRepeated && number !== before + 1)
        lines.push(`${path}: ${number} behind ${before} of ${run.id}`);
      seen.add(received.headers['webhook-id']);
      last.set(run.id, Math.max(before, number));
    }
    if (seen.size !== events) lines.push(`${path}: ${seen.size} of ${events}`);
  }
  return { lines, delivered };
}
