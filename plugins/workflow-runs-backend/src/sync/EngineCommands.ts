import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  ActionRefusal,
  EngineAction,
  jsonSchema,
} from 'backstage-plugin-workflow-runs-common';
import { EngineAnswer } from 'backstage-plugin-workflow-runs-node';
import { LeaseClock } from '../database/clock';
import { RequestDetails } from '../engine/requests';
import { RunRecord } from '../queries/runToWire';
import { Recorder } from '../recorder/Recorder';
import { actionsElsewhere } from './actionsElsewhere';
import { askEngine } from './askEngine';
import { isCommandRefused, isEngineAway } from './engineErrors';
import { EngineAt, Engines } from './Engines';
import { SyncOrders } from './SyncOrders';

/** How long an engine may take to answer. */
const ANSWER_MS = 10_000;
/** A request that has no answer after so long was on its way in a backend that has died. */
const FORGOTTEN_MS = 60_000;
const MAX_FORGOTTEN = 50;
const UNHEARD =
  'The engine was not heard: it may or may not have done it. Look at the run before you ask again';

/** Something that was asked of a run, and is recorded. */
export interface AskedCommand {
  actionId: string;
  action: EngineAction;
  actor: string;
  credentials?: BackstageCredentials;
  reason: string | null;
  details: RequestDetails;
}

/** Passes on to engines elsewhere what operators ask for, and records what the engines say. */
export class EngineCommands {
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly options: {
      knex: Knex;
      engines: Engines;
      orders: SyncOrders;
      recorder: Recorder;
      clock: LeaseClock;
      now: () => number;
      logger: LoggerService;
      notify: (instance: string) => void;
    },
  ) {}

  /** Whether a run lives in an engine elsewhere. */
  covers({ workflow }: RunRecord): boolean {
    return this.options.engines.find(workflow.engine) !== undefined;
  }

  /** Passes something on; what comes of it is recorded, whoever waits for it. */
  pass(run: RunRecord, command: AskedCommand): void {
    const passing = this.#pass(run, command)
      .catch(error =>
        this.options.logger.error(
          `What became of ${command.actionId} is not recorded: ${error}`,
        ),
      )
      .finally(() => this.#underWay.delete(passing));
    this.#underWay.add(passing);
  }

  /** Answers what was asked of an engine by a backend that has died since. */
  async answerForgotten(): Promise<void> {
    const { knex, engines, now } = this.options;
    const rows = await actionsElsewhere(knex, engines, 'requested')
      .where('actions.requested_at', '<', now() - FORGOTTEN_MS)
      .limit(MAX_FORGOTTEN)
      .select('actions.id', 'actions.action', 'runs.id as run', 'generation');
    for (const row of rows) {
      await this.#refuse(
        { id: row.run, generation: row.generation },
        { actionId: row.id, action: row.action },
        'failed',
        UNHEARD,
      );
    }
  }

  /** What is on its way is given up, and said to be. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  async #pass(run: RunRecord, command: AskedCommand): Promise<void> {
    const at = this.options.engines.find(run.workflow.engine)!;
    let answer: EngineAnswer;
    try {
      answer = demandAnswer(await this.#ask(at, run, command));
    } catch (error) {
      const { outcome, message } = this.#refusalOf(error);
      await this.#refuse(run, command, outcome, message);
      return;
    }
    await this.#answered(run, command, answer);
    await this.#lookAgain(at, run);
  }

  /** @throws EngineAway where it does not answer in time, whether or not it heeds the signal */
  async #ask(
    { engine, instance }: EngineAt,
    run: RunRecord,
    { actionId, action, actor, credentials, reason, details }: AskedCommand,
  ): Promise<EngineAnswer> {
    const native = await this.options
      .knex('runs')
      .where({ id: run.id })
      .first('namespace', 'native_id');
    const signal = AbortSignal.any([
      AbortSignal.timeout(ANSWER_MS),
      this.#stopping.signal,
    ]);
    return askEngine(
      within =>
        engine.perform!(
          {
            instance,
            run: { namespace: native.namespace, nativeId: native.native_id },
            action,
            idempotencyKey: actionId,
            actor,
            credentials,
            reason,
            details,
          },
          within,
        ),
      { signal, silence: UNHEARD },
    );
  }

  #refusalOf(error: unknown): { outcome: ActionRefusal; message: string } {
    if (isCommandRefused(error))
      return { outcome: 'refused', message: error.message };
    if (isEngineAway(error))
      return { outcome: 'failed', message: error.message };
    const message = error instanceof Error ? error.message : String(error);
    return { outcome: 'failed', message: `The engine has failed: ${message}` };
  }

  async #answered(
    { id: runId, generation }: RunRecord,
    { actionId: id, action }: AskedCommand,
    { status, message, result }: EngineAnswer,
  ): Promise<void> {
    // Nobody has heard of it yet: whoever does will say so.
    if (status === 'queued') return;
    const at = this.options.now();
    await this.options.recorder.commit({
      runId,
      facts:
        status === 'completed'
          ? [{ type: 'action.completed', at, generation, actionId: id, action }]
          : [],
      actions: [{ id, status, message: message ?? null, result }],
    });
  }

  async #refuse(
    { id: runId, generation }: Pick<RunRecord, 'id' | 'generation'>,
    { actionId: id, action }: Pick<AskedCommand, 'actionId' | 'action'>,
    outcome: ActionRefusal,
    message: string,
  ): Promise<void> {
    const at = this.options.now();
    await this.options.recorder.commit({
      runId,
      facts: [
        {
          type: 'action.failed',
          at,
          generation,
          actionId: id,
          action,
          outcome,
          message,
        },
      ],
      actions: [{ id, status: outcome, message }],
    });
  }

  /** What the engine has done is seen by whoever looks, not only by the next sweep. */
  async #lookAgain({ engine, instance }: EngineAt, run: RunRecord) {
    if (!engine.sync) return;
    const { orders, clock, notify } = this.options;
    await orders.want(instance.id, 'run', await clock(), run.id);
    notify(instance.id);
  }
}

const ANSWERS: readonly unknown[] = ['completed', 'accepted', 'queued'];

/** @throws Error where the engine does not say what comes of it */
function demandAnswer(answer: EngineAnswer | undefined): EngineAnswer {
  if (answer && ANSWERS.includes(answer.status)) {
    const { result } = answer;
    if (result === undefined || jsonSchema.safeParse(result).success)
      return answer;
    throw new Error('it has answered what is no JSON');
  }
  throw new Error(
    `it has answered ${JSON.stringify(
      answer,
    )}, and not what comes of it: completed, accepted or queued`,
  );
}
