import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, QueryConfig } from 'pg';
import createKnex from 'knex';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { EmbeddedSubject } from '../subjects/EmbeddedSubject';
import { Load } from '../subjects/Subject';

interface CapturedStatement {
  text: string;
  values: unknown[];
}

/** What stands between `begin` and `commit`. */
interface CapturedTransaction {
  statements: CapturedStatement[];
  /** Steps that it completes. */
  steps: number;
  /** A run that it is about; undefined where it is none of the lane's. */
  runId: string | undefined;
}

type Query = (this: Client, ...args: unknown[]) => unknown;

/** The driver that the engine's connections come from; there may be several of its name. */
const driver: typeof import('pg') = createKnex({ client: 'pg', connection: {} })
  .client.driver;

/**
 * How fast the database takes the very transactions of our engine when nothing of our code is in the
 * way: they are captured from a run of the engine, and sent again to an empty database.
 *
 * @param connections - one lane, or as many clients as would commit each for itself
 */
export async function measurePostgresLimit(options: {
  captureUrl: string;
  replayUrl: string;
  load: Load;
  captureMs: number;
  connections: number;
}): Promise<{ stepsPerSecond: number; statementsPerTransaction: number }> {
  const captured = await capture(options);
  await migrate(options.replayUrl);
  const queues = Array.from(
    { length: options.connections },
    (): CapturedTransaction[] => [],
  );
  const queueOf = new Map<string | undefined, number>();
  for (const transaction of captured) {
    // What happens to one run happens one after the other.
    const known = queueOf.get(transaction.runId) ?? queueOf.size;
    queueOf.set(transaction.runId, known);
    queues[known % queues.length].push(transaction);
  }
  const clients = await Promise.all(
    queues.map(async () => {
      const client = new driver.Client({
        connectionString: options.replayUrl,
        pipeline: true,
      });
      await client.connect();
      return client;
    }),
  );
  const start = performance.now();
  await Promise.all(
    queues.map((queue, index) => replay(clients[index], queue)),
  );
  const seconds = (performance.now() - start) / 1_000;
  await Promise.all(clients.map(client => client.end()));
  return {
    stepsPerSecond: sum(captured.map(({ steps }) => steps)) / seconds,
    statementsPerTransaction:
      sum(captured.map(({ statements }) => statements.length)) /
      captured.length,
  };
}

/** Has the engine execute runs for a while, and keeps what its lane sends to the database. */
async function capture(options: {
  captureUrl: string;
  load: Load;
  captureMs: number;
}): Promise<CapturedTransaction[]> {
  const captured: CapturedTransaction[] = [];
  const prototype = driver.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  const open = new Map<Client, CapturedStatement[]>();
  prototype.query = function spy(this: Client, ...args: unknown[]) {
    const [config, parameters] = args as [QueryConfig | string, unknown[]?];
    const { text, values = parameters ?? [] } =
      typeof config === 'string' ? { text: config } : config;
    if (/^begin/i.test(text)) {
      open.set(this, []);
    } else if (/^commit/i.test(text)) {
      const statements = open.get(this);
      open.delete(this);
      if (statements) captured.push(described(statements));
    } else {
      open.get(this)?.push({ text, values });
    }
    return query.apply(this, args);
  };
  try {
    const subject = await EmbeddedSubject.create(
      { kind: 'postgres', url: options.captureUrl },
      options.load,
    );
    let isOver = false;
    const keepRunning = async () => {
      while (!isOver) await subject.run();
    };
    const runners = Array.from({ length: options.load.inFlight }, keepRunning);
    await sleep(options.captureMs);
    isOver = true;
    await Promise.all(runners);
    await subject.stop();
  } finally {
    prototype.query = query;
  }
  return captured.filter(({ runId }) => runId);
}

function described(statements: CapturedStatement[]): CapturedTransaction {
  const events = statements.filter(({ text }) => text.includes('run_events'));
  return {
    statements,
    steps: JSON.stringify(events).match(/\/step\.completed\//g)?.length ?? 0,
    runId: /run_[0-9A-Z]{26}/.exec(JSON.stringify(statements))?.[0],
  };
}

/** Sends each transaction in one go: nothing can be faster on one connection. */
async function replay(client: Client, transactions: CapturedTransaction[]) {
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `s${names.size}`;
    names.set(text, name);
    return name;
  };
  for (const { statements } of transactions) {
    await Promise.all([
      client.query({ name: 'begin', text: 'begin' }),
      ...statements.map(({ text, values }) =>
        client.query({ name: nameOf(text), text, values }),
      ),
      client.query({ name: 'commit', text: 'commit' }),
    ]);
  }
}

async function migrate(url: string) {
  const knex = createKnex({ client: 'pg', connection: url });
  await openDatabase({ getClient: async () => knex }, silentLogger());
  await knex.destroy();
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
