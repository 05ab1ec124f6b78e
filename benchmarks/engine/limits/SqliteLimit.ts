import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import SqliteDatabase, { Database, Statement } from 'better-sqlite3';
import createKnex from 'knex';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { EmbeddedSubject } from '../subjects/EmbeddedSubject';
import { Load } from '../subjects/Subject';

interface CapturedStatement {
  sql: string;
  method: 'run' | 'get' | 'all';
  parameters: unknown[];
}
type CapturedTransaction = CapturedStatement[];

const METHODS = ['run', 'get', 'all'] as const;

/**
 * How fast SQLite takes the very transactions of our engine when nothing of our code is in the way:
 * they are captured from a run of the engine, and executed again on an empty file.
 */
export async function measureSqliteLimit(options: {
  captureFile: string;
  replayFile: string;
  load: Load;
  captureMs: number;
}): Promise<{ stepsPerSecond: number; statementsPerTransaction: number }> {
  const captured = await capture(options);
  await migrate(options.replayFile);
  const database = new SqliteDatabase(options.replayFile);
  database.pragma('synchronous = NORMAL');
  const statements = new Map<string, Statement>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const start = performance.now();
  for (const transaction of captured) {
    database.exec('begin immediate');
    for (const { sql, method, parameters } of transaction) {
      prepared(sql)[method](...parameters);
    }
    database.exec('commit');
  }
  const seconds = (performance.now() - start) / 1_000;
  database.close();
  const all = captured.flat();
  return {
    stepsPerSecond: all.filter(completesStep).length / seconds,
    statementsPerTransaction: all.length / captured.length,
  };
}

function completesStep({ sql, parameters }: CapturedStatement): boolean {
  return (
    sql.includes('run_events') &&
    JSON.stringify(parameters).includes('/step.completed/')
  );
}

/** Has the engine execute runs for a while, and keeps what its lane has SQLite execute. */
async function capture(options: {
  captureFile: string;
  load: Load;
  captureMs: number;
}): Promise<CapturedTransaction[]> {
  const captured: CapturedTransaction[] = [];
  let open: CapturedTransaction | undefined;
  const prototype = SqliteDatabase.prototype as Database;
  const { exec, prepare } = prototype;
  prototype.exec = function spy(sql: string) {
    if (/^begin immediate/.test(sql)) open = [];
    if (/^commit/.test(sql) && open) {
      captured.push(open);
      open = undefined;
    }
    return exec.call(this, sql);
  };
  prototype.prepare = function spy(this: Database, sql: string) {
    const statement: Statement = prepare.call(this, sql);
    if (!open) return statement;
    for (const method of METHODS) {
      const original = statement[method] as (...values: unknown[]) => unknown;
      const spied = (...parameters: unknown[]) => {
        open?.push({ sql, method, parameters });
        return original.apply(statement, parameters);
      };
      Object.assign(statement, { [method]: spied });
    }
    return statement;
  } as Database['prepare'];
  try {
    const subject = await EmbeddedSubject.create(
      { kind: 'sqlite', file: options.captureFile },
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
    Object.assign(prototype, { exec, prepare });
  }
  return captured;
}

async function migrate(file: string) {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
  });
  await openDatabase({ getClient: async () => knex }, silentLogger());
  await knex.destroy();
}
