import { Worker } from 'node:worker_threads';
import { Knex } from 'knex';
import { Point } from '../points';
import { neverReturn, Tripwires } from './Tripwires';

interface Statement {
  pattern: RegExp;
  asking?: Point;
  answered?: Point;
}

/** Statements that the engine sends beside its batches. */
const STATEMENTS: Statement[] = [
  { pattern: /update .knex_migrations_lock/i, asking: 'start.migrating' },
  { pattern: /^insert into .workers/, asking: 'worker.registering' },
  {
    pattern: /update .engine_runs. set .*epoch \+ 1/,
    asking: 'claim.asking',
    answered: 'claim.answered',
  },
  { pattern: /from .sealed_payloads/, asking: 'run.reading' },
  {
    pattern: /^update .workers. set .heartbeat_at/,
    asking: 'heartbeat.asking',
    answered: 'heartbeat.answered',
  },
];
const CLAIM = STATEMENTS[2].pattern;
const REMOVAL = /^delete from .workers/;

/** Has the connections of a pool pass the points that only they see. */
export function addPointsToDatabase(
  knex: Knex,
  wires: Tripwires,
  isStopping: () => boolean,
): void {
  const { pass } = wires;
  knex.on('query', ({ sql }: { sql: string }) => {
    const asking = STATEMENTS.find(({ pattern }) => pattern.test(sql))?.asking;
    if (asking) pass(asking);
    if (REMOVAL.test(sql) && isStopping()) pass('release.removing');
  });
  knex.on('query-response', (_: unknown, { sql }: { sql: string }) => {
    const found = STATEMENTS.find(({ pattern }) => pattern.test(sql));
    if (found?.answered) pass(found.answered);
    if (REMOVAL.test(sql))
      pass(isStopping() ? 'release.removed' : 'reap.removed');
  });
  const isSqlite = knex.client.config.client.includes('sqlite');
  knex.client.pool.on('createSuccess', (_: unknown, connection: any) =>
    isSqlite
      ? ambushCommits(connection, wires)
      : watchSending(connection, wires),
  );
}

/** PostgreSQL: bytes are with the kernel once `query` has returned. */
function watchSending(
  connection: { query(...args: unknown[]): unknown },
  { pass }: Tripwires,
) {
  const query = connection.query.bind(connection);
  connection.query = (...args) => {
    const [statement] = args as [{ text?: string } | string];
    const text = typeof statement === 'string' ? statement : statement.text;
    const result = query(...args);
    if (/^commit/i.test(text ?? '')) pass('commit.sent');
    else if (CLAIM.test(text ?? '')) pass('claim.sent');
    return result;
  };
}

const AMBUSH = `
  const { workerData: signal } = require('node:worker_threads');
  const spins = Math.random() * 5e5;
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
  while (Atomics.load(signal, 1) === 0);
  const since = process.hrtime.bigint();
  while (process.hrtime.bigint() - since < spins);
  process.kill(process.pid, 'SIGKILL');
`;

/**
 * SQLite commits while nothing else can run on this thread, so another thread does the deed, up to
 * half a millisecond after the commit has begun.
 */
function ambushCommits(
  connection: { exec(sql: string): unknown },
  wires: Tripwires,
) {
  const exec = connection.exec.bind(connection);
  connection.exec = sql => {
    if (sql !== 'commit' || !wires.due('commit.sent')) return exec(sql);
    const signal = new Int32Array(new SharedArrayBuffer(8));
    const ambush = new Worker(AMBUSH, { eval: true, workerData: signal });
    ambush.unref();
    // It says that it is there; this thread has nothing else to do.
    Atomics.wait(signal, 0, 0);
    wires.record();
    Atomics.store(signal, 1, 1);
    exec(sql);
    return neverReturn();
  };
}
