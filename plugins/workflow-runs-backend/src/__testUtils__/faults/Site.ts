import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Knex } from 'knex';
import { ConnectionLimits } from '../../database/guardConnections';
import { EngineTiming } from '../../engine/timing';
import { connect, ConnectionOptions, ScriptProcess } from '../ScriptProcess';
import { BackendOptions, OPEN_RUN_COLUMNS, OpenRun } from './backend/messages';
import { Defect } from './backend/defects';
import { Hit, readHits, Tripwire } from './backend/Tripwires';
import { BackendProcess } from './BackendProcess';
import { Evidence, Launch, readTables } from './check/Evidence';
import { Observer, withCopyOf } from './Observer';
import { DatabaseProxy } from './outside/DatabaseProxy';
import { SmallDisk } from './outside/disk';
import { readLedger } from './outside/ledger';
import { Random } from './random';

/** Leases of seconds instead of half a minute, and polls to match. */
export const HURRIED: Partial<EngineTiming> & Pick<EngineTiming, 'leaseMs'> = {
  leaseMs: 1_500,
  leaseSkewMs: 300,
  pollMs: 100,
  blockedCheckMs: 500,
  unreadableMs: 1_000,
  abortGraceMs: 1_000,
  stopGraceMs: 1_500,
};

/** As long as it takes to notice on a busy machine; a lease that is lost meanwhile is claimed anew. */
const HURRIED_LIMITS: ConnectionLimits = {
  idleInTransactionMs: 1_000,
  lockMs: 1_500,
  statementMs: 2_000,
  silenceMs: 2_500,
};

export interface SiteOptions {
  /** How to reach the database directly. */
  connection: ConnectionOptions;
  /** Where files go; must be there, and is removed. */
  directory: string;
  /** One on SQLite. */
  backends: number;
  timing?: Partial<EngineTiming>;
  defect?: Defect;
  /** The small disk that the SQLite file is on, where it is on one. */
  disk?: SmallDisk;
}

/** A place at which one backend after another works. */
export interface Slot {
  backend: BackendProcess | undefined;
  /** Whether it is known to stand still or to be cut off: it is not to be asked. */
  isStruck: boolean;
  proxy: DatabaseProxy | undefined;
}

/** A database that outlives backends, the ledger beside it, and places for backends to work at. */
export class Site {
  readonly slots: Slot[] = [];
  readonly isSqlite: boolean;
  readonly #observer = new Observer();
  readonly #processes = new Set<BackendProcess>();
  /** What backends have said that have ended by themselves. */
  readonly ownEnds: string[] = [];
  #ledger!: ScriptProcess<{ port: number }>;
  #ledgerPort!: number;
  #spare: BackendProcess | undefined;
  #knex: Knex | undefined;
  #looking: Promise<void> = Promise.resolve();

  private constructor(readonly options: SiteOptions) {
    this.isSqlite = options.connection.client.includes('sqlite');
  }

  static async open(options: SiteOptions): Promise<Site> {
    const site = new Site(options);
    site.#ledger = ScriptProcess.start(
      require.resolve('./outside/ledgerService'),
      {},
    );
    // What transforms the code says something, too.
    const { port } = await site.#ledger.message(said => said.port > 0);
    site.#ledgerPort = port;
    for (let i = 0; i < options.backends; i++) {
      const proxy = site.isSqlite
        ? undefined
        : await DatabaseProxy.start(addressOf(options.connection));
      site.slots.push({ backend: undefined, isStruck: false, proxy });
    }
    if (!site.isSqlite) site.#knex = connect(options.connection, 2);
    return site;
  }

  /** Starts a backend; it may be struck before it is ready, then it is as good as ready. */
  async start(slot: Slot, tripwire?: Tripwire): Promise<BackendProcess> {
    const backend = this.#spare ?? this.#load();
    this.#spare = undefined;
    slot.backend = backend;
    slot.isStruck = true;
    try {
      await backend.start({
        connection: this.#connectionOf(slot),
        ledgerPort: this.#ledgerPort,
        journal: this.#journal,
        refusals: this.#refusals,
        timing: this.options.timing ?? HURRIED,
        limits: HURRIED_LIMITS,
        tripwire,
        defect: this.options.defect,
      } satisfies BackendOptions);
      slot.isStruck = false;
    } catch (error) {
      const wasHit = this.hitsOf(backend).length > 0;
      if (!wasHit && backend.isAlive) await backend.kill();
      if (!wasHit) throw error;
    }
    this.#spare ??= this.#load();
    return backend;
  }

  /** A backend that can be asked now. */
  someBackend(random: Random): BackendProcess | undefined {
    const able = this.slots.flatMap(({ backend, isStruck }) =>
      backend?.isAlive && !isStruck ? [backend] : [],
    );
    return able.length === 0 ? undefined : random.pick(able);
  }

  /** How often something was refused because it was decided under a lease that was lost. */
  get refusals(): number {
    return existsSync(this.#refusals)
      ? readFileSync(this.#refusals, 'utf8').split('\n').length - 1
      : 0;
  }

  /** At which points a process was struck, in that order. */
  hitsOf({ pid }: BackendProcess): Hit[] {
    return readHits(this.#journal).filter(hit => hit.pid === pid);
  }

  /** @returns undefined where nobody can tell */
  async openRuns(random: Random): Promise<OpenRun[] | undefined> {
    if (this.#knex) {
      return this.#knex('runs')
        .whereNull('completed_at')
        .select(OPEN_RUN_COLUMNS);
    }
    return this.someBackend(random)?.ask<OpenRun[]>({ type: 'openRuns' });
  }

  /** Reads what is new in the log. On SQLite, only while no backend lives. */
  look(): Promise<void> {
    const read = (knex: Knex) => this.#observer.look(knex);
    this.#looking = this.#looking.then(() =>
      this.#knex ? read(this.#knex) : withCopyOf(this.#file, read),
    );
    return this.#looking;
  }

  /** Everything that checks look at; every backend must have stopped. */
  async evidence(launches: Launch[]): Promise<Evidence> {
    await this.look();
    const knex = this.#knex ?? connect(this.options.connection);
    try {
      return {
        ...(await readTables(knex)),
        launches,
        ledger: await readLedger(this.#ledgerPort),
        observed: this.#observer.observations,
      };
    } finally {
      if (knex !== this.#knex) await knex.destroy();
    }
  }

  async close(): Promise<void> {
    for (const process of this.#processes) process.signal('SIGKILL');
    await Promise.all([...this.#processes].map(({ exited }) => exited));
    this.#ledger.kill('SIGKILL');
    await this.#ledger.exited;
    await this.#looking.catch(() => {});
    for (const { proxy } of this.slots) await proxy?.close();
    await this.#knex?.destroy();
    rmSync(this.options.directory, { recursive: true, force: true });
  }

  #load(): BackendProcess {
    const process = BackendProcess.load();
    this.#processes.add(process);
    void process.exited.then(() => {
      this.#processes.delete(process);
      if (process.ownEnd) this.ownEnds.push(process.ownEnd);
    });
    return process;
  }

  #connectionOf({ proxy }: Slot): ConnectionOptions {
    const { connection } = this.options;
    if (!proxy) return connection;
    return {
      ...connection,
      connection: {
        ...connection.connection,
        host: '127.0.0.1',
        port: proxy.port,
      },
    };
  }

  get #file(): string {
    return (this.options.connection.connection as { filename: string })
      .filename;
  }

  get #refusals(): string {
    return join(this.options.directory, 'refusals.txt');
  }

  get #journal(): string {
    return join(this.options.directory, 'hits.jsonl');
  }
}

function addressOf({ connection }: ConnectionOptions) {
  const { host, port } = connection as { host: string; port: number };
  return { host, port: Number(port) };
}
