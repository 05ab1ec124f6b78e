/*
 * A backend without HTTP, as a process that can be killed: it launches and executes runs of the
 * shipment workflow, and says what it is told to say.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { leaseClock } from '../database/clock';
import { openDatabase } from '../database/open';
import { connect, ConnectionOptions } from './ScriptProcess';
import { silentLogger } from './silentLogger';
import { TestEngine } from './TestEngine';
import { becomeSoleOwner } from '../engine/soleOwner';
import { lockSqliteFile } from '../engine/sqliteLock';
import { EngineTiming } from '../engine/timing';
import { Pace, shipment, shipmentHandlers } from './shipment';

export interface WorkerOptions {
  connection: ConnectionOptions;
  ledger: string;
  pace: Pace;
  timing: Partial<EngineTiming>;
  /** How long it waits for another backend to leave its SQLite file. */
  patienceMs?: number;
}

export type WorkerRequest =
  | { type: 'launch'; count: number }
  | { type: 'tellWhenEnded'; runIds: string[] };

export type WorkerMessage =
  | { type: 'ready'; workerId: string }
  | { type: 'launched'; runIds: string[] }
  | { type: 'ended'; runIds: string[] }
  /** The recorder has refused a transition. */
  | { type: 'refused'; error: string };

async function work(options: WorkerOptions) {
  const knex = connect(options.connection);
  await lockSqliteFile(knex, options);
  const { lane, isSqlite } = await openDatabase(
    { getClient: async () => knex },
    silentLogger(),
  );
  const now = () => Date.now();
  if (isSqlite) await becomeSoleOwner(knex, leaseClock(knex, now), options);

  const worker = new TestEngine({ knex, lane }, { timing: options.timing });
  const commit = worker.recorder.commit.bind(worker.recorder);
  worker.recorder.commit = async transition => {
    try {
      return await commit(transition);
    } catch (error) {
      say({ type: 'refused', error: (error as Error).name });
      throw error;
    }
  };
  await worker.add(shipment, shipmentHandlers(options.ledger, options.pace));
  await worker.engine.start();

  process.on('message', async (request: WorkerRequest) => {
    if (request.type === 'launch') {
      const runIds: string[] = [];
      for (let i = 0; i < request.count; i++) {
        runIds.push(await worker.launch('shipment'));
      }
      say({ type: 'launched', runIds });
    } else {
      const { runIds } = request;
      const open = () =>
        knex('runs').whereIn('id', runIds).whereNull('completed_at').first();
      while (await open()) await sleep(20);
      say({ type: 'ended', runIds });
    }
  });
  process.once('SIGTERM', async () => {
    await worker.stop();
    await knex.destroy();
    process.exit(0);
  });
  say({ type: 'ready', workerId: worker.engine.workerId });
}

function say(message: WorkerMessage) {
  process.send!(message);
}

process.once('message', options => work(options as WorkerOptions));
