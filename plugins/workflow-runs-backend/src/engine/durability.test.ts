import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import {
  describeOnDatabases,
  describeOnPostgres,
  TestDatabase,
} from '../__testUtils__/databases';
import {
  connect,
  ConnectionOptions,
  connectionOf,
  ScriptProcess,
} from '../__testUtils__/ScriptProcess';
import { LedgerEntry, Pace, readLedger } from '../__testUtils__/shipment';
import {
  WorkerMessage,
  WorkerOptions,
  WorkerRequest,
} from '../__testUtils__/worker';
import { EngineTiming } from './timing';

jest.setTimeout(120_000);

/** Leases of seconds instead of half a minute. */
const HURRIED: Partial<EngineTiming> = {
  leaseMs: 1_500,
  leaseSkewMs: 300,
  pollMs: 100,
};

/** A place for backends to work at: a database that outlives them, and a ledger beside it. */
class Site {
  readonly #directory = mkdtempSync(join(tmpdir(), 'workflow-runs-'));
  readonly #workers: ScriptProcess<WorkerMessage>[] = [];
  readonly #connection: ConnectionOptions;
  #knex: Knex | undefined;

  constructor({ knex }: TestDatabase, isPostgres: boolean) {
    this.#connection = isPostgres
      ? connectionOf(knex)
      : {
          client: 'better-sqlite3',
          connection: { filename: join(this.#directory, 'runs.sqlite') },
        };
  }

  async start(options: {
    timing: Partial<EngineTiming>;
    pace?: Pace;
  }): Promise<ScriptProcess<WorkerMessage>> {
    // The file has one user at a time: these tests look into it between two backends.
    await this.#close();
    const { timing, pace = { stepMs: 20 } } = options;
    const whole: WorkerOptions = {
      connection: this.#connection,
      ledger: this.#ledgerFile,
      timing,
      pace,
    };
    const worker = ScriptProcess.start<WorkerMessage>(
      require.resolve('../__testUtils__/worker'),
      whole,
    );
    this.#workers.push(worker);
    await worker.message(({ type }) => type === 'ready');
    return worker;
  }

  async launch(
    worker: ScriptProcess<WorkerMessage>,
    count: number,
  ): Promise<string[]> {
    const known = worker.messages.length;
    this.#ask(worker, { type: 'launch', count });
    const answer = await worker.message(
      message =>
        message.type === 'launched' &&
        worker.messages.indexOf(message) >= known,
    );
    return (answer as { runIds: string[] }).runIds;
  }

  async ended(
    worker: ScriptProcess<WorkerMessage>,
    runIds: string[],
  ): Promise<void> {
    this.#ask(worker, { type: 'tellWhenEnded', runIds });
    await worker.message(
      message =>
        message.type === 'ended' && message.runIds.join() === runIds.join(),
    );
  }

  get ledger(): LedgerEntry[] {
    return readLedger(this.#ledgerFile);
  }

  /** Waits for an entry of the ledger. */
  async noted(
    wanted: (entry: LedgerEntry) => boolean,
    count = 1,
  ): Promise<LedgerEntry> {
    for (let waited = 0; waited < 30_000; waited += 5) {
      const found = this.ledger.filter(wanted);
      if (found.length >= count) return found[count - 1];
      await sleep(5);
    }
    throw new Error('The ledger does not say what was waited for');
  }

  get knex(): Knex {
    this.#knex ??= connect(this.#connection);
    return this.#knex;
  }

  async close() {
    for (const worker of this.#workers) worker.kill('SIGKILL');
    await Promise.all(this.#workers.map(({ exited }) => exited));
    await this.#close();
    rmSync(this.#directory, { recursive: true });
  }

  get #ledgerFile() {
    return join(this.#directory, 'ledger.jsonl');
  }

  #ask(worker: ScriptProcess<WorkerMessage>, request: WorkerRequest) {
    worker.send(request);
  }

  async #close() {
    await this.#knex?.destroy();
    this.#knex = undefined;
  }
}

const place = ({ run, step }: { run: string; step: string }) =>
  `${run}/${step}`;

/** What is recorded of steps. */
async function stepsOf(knex: Knex) {
  const outputs = new Map(
    (await knex('run_io').where({ direction: 'output' })).map(row => [
      place({ run: row.run_id, step: row.step_key }),
      row.content,
    ]),
  );
  const rows = await knex('steps').orderBy(['run_id', 'step_number']);
  return rows.map(row => ({
    place: place({ run: row.run_id, step: row.step_key }),
    run: row.run_id as string,
    step: row.step_key as string,
    status: row.status as string,
    attempts: row.attempts as number,
    tries: row.tries as number,
    losses: row.losses as number,
    output: outputs.get(place({ run: row.run_id, step: row.step_key })),
  }));
}

type Step = Awaited<ReturnType<typeof stepsOf>>[number];

async function attemptsOf(knex: Knex) {
  const rows = await knex('attempts').orderBy(['run_id', 'step_key', 'number']);
  return rows.map(row => ({
    place: place({ run: row.run_id, step: row.step_key }),
    number: row.number as number,
    status: row.status as string,
    expected: row.expected === null ? null : Boolean(row.expected),
    worker: row.worker as string,
  }));
}

/** What must hold of the tables, whatever has happened to backends. */
async function expectConsistent(knex: Knex, ledger: LedgerEntry[]) {
  const attempts = await attemptsOf(knex);
  for (const step of await stepsOf(knex)) {
    const own = attempts.filter(attempt => attempt.place === step.place);
    const statuses = own.map(({ status }) => status);
    expect(own.map(({ number }) => number)).toEqual(
      Array.from({ length: step.attempts }, (_, index) => index + 1),
    );
    expect(statuses.at(-1)).toBe('completed');
    expect(statuses.filter(status => status === 'completed')).toHaveLength(1);
    expect(statuses.filter(status => status === 'failed')).toHaveLength(
      step.tries,
    );
    own.slice(1).forEach(({ expected }, index) => {
      expect(expected).toBe(statuses[index] === 'failed');
    });

    const notes = ledger.filter(entry => place(entry) === step.place);
    const committed = notes.find(
      ({ phase, attempt }) => phase === 'end' && attempt === step.attempts,
    );
    expect(step.output).toBe(JSON.stringify(committed!.output));
    const keys = new Set(notes.map(({ idempotencyKey }) => idempotencyKey));
    expect([...keys]).toEqual([step.place]);
    // Nothing runs that was not recorded before, and nothing twice under the same number.
    const starts = notes.filter(({ phase }) => phase === 'start');
    expect(starts.map(({ attempt }) => attempt).sort()).toEqual(
      [...new Set(starts.map(({ attempt }) => attempt))].sort(),
    );
    for (const { attempt } of starts) {
      expect(attempt).toBeLessThanOrEqual(step.attempts);
    }
  }

  const events = await knex('run_events').orderBy('position');
  expect(events.map(({ position }) => Number(position))).toEqual(
    events.map((_, index) => index + 1),
  );
  for (const live of await knex('run_live')) {
    const numbers = events
      .filter(({ run_id }) => run_id === live.run_id)
      .map(({ number }) => number);
    expect(numbers).toEqual(
      Array.from({ length: live.last_number }, (_, index) => index + 1),
    );
    expect(live.steps_done).toBe(12);
  }
  expect(await knex('engine_runs')).toEqual([]);
  expect(await knex('timers')).toEqual([]);
}

let site: Site;
afterEach(() => site.close());

describeOnDatabases(
  'a backend that is killed',
  (createDatabase, isPostgres) => {
    beforeEach(async () => {
      site = new Site(await createDatabase(), isPostgres);
    });

    it('goes on where it was after each restart: no result is lost or made again', async () => {
      const ENDS_BETWEEN_KILLS = 14;
      let worker = await site.start({ timing: HURRIED });
      const runIds = await site.launch(worker, 5);
      const interrupted: { place: string; attempt: number }[] = [];
      const snapshots: { done: Step[]; noted: number }[] = [];
      let kills = 0;
      for (;;) {
        const { pid } = worker;
        const goneOn = site.noted(
          entry => entry.phase === 'end' && entry.pid === pid,
          ENDS_BETWEEN_KILLS,
        );
        const outcome = await Promise.race([
          site.ended(worker, runIds).then(() => 'ended'),
          goneOn.then(
            () => 'kill',
            () => 'too few are left',
          ),
        ]);
        if (outcome === 'ended') break;
        await sleep(Math.random() * 30);
        worker.kill('SIGKILL');
        await worker.exited;
        kills += 1;
        const before = await stepsOf(site.knex);
        snapshots.push({
          done: before.filter(({ status }) => status === 'completed'),
          noted: site.ledger.length,
        });
        for (const { status, place: where, attempts } of before) {
          if (status === 'running') {
            interrupted.push({ place: where, attempt: attempts });
          }
        }

        worker = await site.start({ timing: HURRIED });
      }
      worker.kill('SIGTERM');
      await worker.exited;

      expect(kills).toBeGreaterThanOrEqual(3);
      const runs = await site.knex('runs').select('status');
      expect(runs.map(({ status }) => status)).toEqual(
        Array(5).fill('completed'),
      );
      await expectConsistent(site.knex, site.ledger);
      const after = await stepsOf(site.knex);
      for (const { done, noted } of snapshots) {
        const places = new Set(done.map(step => step.place));
        expect(after.filter(step => places.has(step.place))).toEqual(done);
        const notedAgain = site.ledger
          .slice(noted)
          .filter(entry => places.has(place(entry)));
        expect(notedAgain).toEqual([]);
      }

      expect(interrupted.length).toBeGreaterThan(0);
      const attempts = await attemptsOf(site.knex);
      for (const { place: where, attempt } of interrupted) {
        const own = attempts.filter(row => row.place === where);
        expect(own[attempt - 1]).toMatchObject({ status: 'lost' });
        expect(own[attempt]).toMatchObject({ expected: false });
      }
      const lost = attempts.filter(({ status }) => status === 'lost');
      expect(lost).toHaveLength(interrupted.length);
    });

    it('lets go in good order when it is asked to stop: the next one goes on at once', async () => {
      const timing = { pollMs: 100 };
      const first = await site.start({ timing, pace: { stepMs: 150 } });
      const [runId] = await site.launch(first, 1);
      await site.noted(
        ({ step, phase }) => step === 'pick' && phase === 'start',
      );
      first.kill('SIGTERM');
      expect(await first.exited).toMatchObject({ code: 0 });

      const between = await stepsOf(site.knex);
      expect(between.filter(({ status }) => status === 'running')).toEqual([]);
      expect(between.map(({ losses }) => losses)).toEqual(Array(12).fill(0));
      const released = between.filter(({ status }) => status === 'retrying');
      expect(released.length).toBeGreaterThan(0);
      expect(await site.knex('workers')).toEqual([]);

      const second = await site.start({ timing });
      // The lease of the first would have lasted for half a minute.
      await site.ended(second, [runId]);
      second.kill('SIGTERM');
      await second.exited;
      await expectConsistent(site.knex, site.ledger);
      const again = (await attemptsOf(site.knex)).filter(({ place: where }) =>
        released.some(step => step.place === where),
      );
      expect(again.map(({ status }) => status)).toEqual(
        released.flatMap(() => ['lost', 'completed']),
      );
    });
  },
);

describeOnPostgres('two backends on one database', createDatabase => {
  beforeEach(async () => {
    site = new Site(await createDatabase(), true);
  });

  it('take over from each other when one is killed, after its lease', async () => {
    const pace = { stepMs: 60 };
    const workers = [
      await site.start({ timing: HURRIED, pace }),
      await site.start({ timing: HURRIED, pace }),
    ];
    const runIds = (
      await Promise.all(workers.map(worker => site.launch(worker, 3)))
    ).flat();
    const [killed, survivor] = workers;
    await site.noted(({ pid }) => pid === killed.pid, 4);
    killed.kill('SIGKILL');
    await killed.exited;
    await site.ended(survivor, runIds);

    await expectConsistent(site.knex, site.ledger);
    expect(await site.knex('workers').pluck('pid')).toEqual([survivor.pid]);
  });

  it('refuse what a stopped one still writes when it continues, and it goes on with other runs', async () => {
    const zombie = await site.start({
      // It does not look for itself whether it is late.
      timing: { leaseMs: 3_000, leaseSkewMs: 500, pollMs: 60_000 },
      pace: { stepMs: 20, blockingMs: 1_000 },
    });
    const [runId] = await site.launch(zombie, 1);
    const { step } = await site.noted(({ pid }) => pid === zombie.pid);
    zombie.kill('SIGSTOP');
    const heir = await site.start({ timing: HURRIED });
    await site.noted(entry => entry.step === step && entry.pid === heir.pid);
    zombie.kill('SIGCONT');
    const refused = await zombie.message(({ type }) => type === 'refused');
    expect(refused).toEqual({ type: 'refused', error: 'LeaseLost' });

    await site.ended(heir, [runId]);
    await expectConsistent(site.knex, site.ledger);
    const [first, second] = await attemptsOf(site.knex).then(attempts =>
      attempts.filter(({ place: where }) => where === `${runId}/${step}`),
    );
    expect(first).toMatchObject({ status: 'lost' });
    expect(second).toMatchObject({ status: 'completed', expected: false });
    expect(second.worker).not.toBe(first.worker);

    heir.kill('SIGTERM');
    await heir.exited;
    const [next] = await site.launch(zombie, 1);
    await site.ended(zombie, [next]);
    await expectConsistent(site.knex, site.ledger);
  });
});
