/*
 * A backend without HTTP, as a process that faults can strike: it launches and executes runs of the
 * scenarios. Its parts are those of a real one; what strikes it is put around them here.
 */
import { Knex } from 'knex';
import { leaseClock } from '../../../database/clock';
import { openDatabase } from '../../../database/open';
import { becomeSoleOwner } from '../../../engine/soleOwner';
import { lockSqliteFile } from '../../../engine/sqliteLock';
import { connect } from '../../ScriptProcess';
import { silentLogger } from '../../silentLogger';
import { TestEngine } from '../../TestEngine';
import { allWorkflows } from '../scenarios';
import { ignoreFences, loseCommits } from './defects';
import { addPointsToDatabase } from './databaseWithPoints';
import { noteRefusals } from './noteRefusals';
import { handlersOf } from './handlers';
import { laneWithPoints } from './laneWithPoints';
import {
  ActAnswer,
  BackendMessage,
  BackendOptions,
  BackendRequest,
  OPEN_RUN_COLUMNS,
  OpenRun,
  RunStatuses,
} from './messages';
import { addPointsToRecorder } from './recorderWithPoints';
import { Tripwires } from './Tripwires';

class Backend {
  #offsetMs = 0;
  #isStopping = false;
  readonly #wires: Tripwires;
  readonly #knex: Knex;
  #engine!: TestEngine;

  constructor(private readonly options: BackendOptions) {
    this.#wires = new Tripwires(options.journal);
    this.#wires.arm(options.tripwire ?? null);
    this.#knex = connect(options.connection);
  }

  async start(): Promise<void> {
    const { ledgerPort, timing, limits, defect } = this.options;
    const knex = this.#knex;
    const now = () => Date.now() + this.#offsetMs;
    const isStopping = () => this.#isStopping;
    const { pass } = this.#wires;
    // First of all: who locks the file opens the only connection to it.
    addPointsToDatabase(knex, this.#wires, isStopping);
    await lockSqliteFile(knex);
    const { lane, isSqlite } = await openDatabase(
      { getClient: async () => knex },
      silentLogger(),
      limits,
    );
    if (isSqlite) await becomeSoleOwner(knex, leaseClock(knex, now));

    const broken = defect === 'loses commits' ? loseCommits(lane) : lane;
    const engine = new TestEngine(
      { knex, lane: laneWithPoints(broken, pass) },
      { timing, now },
    );
    this.#engine = engine;
    if (defect === 'ignores fences') ignoreFences(engine.recorder, knex);
    noteRefusals(engine.recorder, this.options.refusals);
    addPointsToRecorder(engine.recorder, pass, isStopping);
    const { workerId } = engine.engine;
    await engine.addAll(
      allWorkflows().map(workflow => ({
        workflow,
        handlers: handlersOf(workflow, { ledgerPort, workerId, pass }),
      })),
    );
    await engine.engine.start();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wires.pass('release.begun');
    await this.#engine.stop();
    await this.#knex.destroy();
  }

  async answer(request: BackendRequest): Promise<unknown> {
    const knex = this.#knex;
    switch (request.type) {
      case 'launch':
        return this.#engine.launch(
          request.workflow,
          { input: request.script },
          request.key,
        );
      case 'act':
        return this.#act(request);
      case 'statuses':
        return statusesOf(knex, request.runId);
      case 'arm':
        return this.#wires.arm(request.tripwire);
      case 'shiftClock':
        this.#offsetMs = request.offsetMs;
        return undefined;
      case 'limitDisk':
        return limitDisk(knex, request.pages);
      case 'holdsRuns':
        return this.#holdsRuns();
      default:
        return openRuns(knex);
    }
  }

  async #holdsRuns(): Promise<boolean> {
    const { workerId } = this.#engine.engine;
    const row = await this.#knex('attempts')
      .where({ worker: workerId, status: 'running' })
      .first();
    return row !== undefined;
  }

  async #act({
    runId,
    request,
    key,
  }: Extract<BackendRequest, { type: 'act' }>): Promise<ActAnswer> {
    try {
      const { status } = await this.#engine.act(runId, request, key);
      return status;
    } catch (error) {
      if ((error as Error).name === 'ConflictError') return 'refused';
      throw error;
    }
  }
}

async function statusesOf(knex: Knex, runId: string): Promise<RunStatuses> {
  const run = await knex('runs').where({ id: runId }).first('status');
  const steps = await knex('steps').where({ run_id: runId, item_index: -1 });
  return {
    run: run.status,
    steps: Object.fromEntries(
      steps.map(({ step_key: key, status }) => [key, status]),
    ),
  };
}

async function openRuns(knex: Knex): Promise<OpenRun[]> {
  return knex('runs').whereNull('completed_at').select(OPEN_RUN_COLUMNS);
}

async function limitDisk(knex: Knex, pages: number | null): Promise<void> {
  if (pages === null) {
    await knex.raw('pragma max_page_count = 1073741823');
    return;
  }
  const [{ page_count: count }] = await knex.raw('pragma page_count');
  await knex.raw(`pragma max_page_count = ${count + pages}`);
}

function say(message: BackendMessage) {
  process.send!(message);
}

async function work(options: BackendOptions) {
  const backend = new Backend(options);
  process.once('SIGTERM', async () => {
    await backend.stop();
    process.exit(0);
  });
  await backend.start();
  process.on(
    'message',
    async ({ id, request }: { id: number; request: BackendRequest }) => {
      try {
        say({ type: 'answer', id, value: await backend.answer(request) });
      } catch (error) {
        say({ type: 'refusal', id, message: String(error) });
      }
    },
  );
  say({ type: 'ready' });
}

// Nobody is left to strike it, or to stop it.
process.once('disconnect', () => process.exit(1));
// Whoever needs a backend at once has had one loaded before.
process.once('message', () => {
  process.once('message', options => work(options as BackendOptions));
  say({ type: 'loaded' });
});
