import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  IngestAction,
  IngestCommand,
} from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineCommand,
} from 'backstage-plugin-workflow-runs-node';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken } from '../recorder/Transition';
import { Answered, answeredByRun } from '../observed/answeredByRun';
import { answerFact } from '../observed/answerFact';
import { commandToWire } from './commandToWire';
import { IngestEngine } from './IngestEngine';

/** Commands that are looked through at a time. */
const PAGE = 200;
/** How long it is known that one was answered: a late answer to it is no error. */
const ANSWERED_MS = 14 * 86_400_000;

/** What is asked of engines elsewhere, from the request to its answer. */
export class IngestCommands {
  constructor(
    private readonly options: {
      knex: Knex;
      engine: IngestEngine;
      recorder: Recorder;
      now: () => number;
    },
  ) {}

  /**
   * Keeps a command for the engine of its run, which comes for it or has it posted. Kept twice, it is there once.
   *
   * @throws CommandRefused where the engine could not be told all of it
   */
  async order({
    instance,
    run,
    idempotencyKey: actionId,
    details,
  }: EngineCommand): Promise<void> {
    if ((details.output ?? null) !== null)
      throw new CommandRefused('This engine is told of no output');
    const { knex, engine, now } = this.options;
    const { expireSeconds, webhook } = engine.commandsOf(instance.id)!;
    const row = await knex('runs')
      .where({
        engine_instance: instance.id,
        namespace: run.namespace,
        native_id: run.nativeId,
      })
      .first('id', 'generation');
    await knex('ingest_commands')
      .insert({
        action_id: actionId,
        run_id: row.id,
        engine_instance: instance.id,
        generation: row.generation,
        expires_at: now() + expireSeconds * 1_000,
        next_try_at: webhook ? now() : null,
      })
      .onConflict('action_id')
      .ignore();
    // It may have become so in the meantime.
    await this.answerByRuns([row.id]);
  }

  /** What an engine is to do, oldest first; that it was told is kept. */
  async hand(instance: string, limit: number): Promise<IngestCommand[]> {
    const { now } = this.options;
    const rows: DatabaseRow[] = await this.#open()
      .where('ingest_commands.engine_instance', instance)
      .where('ingest_commands.expires_at', '>', now())
      .orderBy([{ column: 'requested_at' }, { column: 'action_id' }])
      .limit(limit);
    await this.taken(rows.filter(row => row.taken_at === null));
    return rows.map(commandToWire);
  }

  /** The engine has them. */
  async taken(rows: readonly DatabaseRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.options
      .knex('ingest_commands')
      .whereIn(
        'action_id',
        rows.map(row => row.action_id),
      )
      .update({ taken_at: this.options.now(), next_try_at: null });
  }

  /** What is to be posted to engines now. */
  async due(limit: number): Promise<DatabaseRow[]> {
    const { now } = this.options;
    return this.#open()
      .where('ingest_commands.next_try_at', '<=', now())
      .where('ingest_commands.expires_at', '>', now())
      .orderBy('ingest_commands.next_try_at')
      .limit(limit);
  }

  /**
   * Records what an engine says.
   *
   * @param instances - those that whoever answers may speak for
   * @returns whether it is news: what was answered first stands
   * @throws NotFoundError where nothing of the kind was asked of them
   */
  async answer(
    id: string,
    instances: readonly string[],
    answer: Answered,
  ): Promise<boolean> {
    const { knex } = this.options;
    const row = await this.#open()
      .where('ingest_commands.action_id', id)
      .whereIn('ingest_commands.engine_instance', instances)
      .first();
    if (row) return this.#settle(row, answer);
    const known = await knex('ingest_answers')
      .join('runs', 'runs.id', 'ingest_answers.run_id')
      .where('action_id', id)
      .whereIn('runs.engine_instance', instances)
      .first('action_id');
    if (known) return false;
    throw new NotFoundError(`There is no command '${id}' of your sources`);
  }

  /** Answers what the runs themselves tell: they are as they were asked to be. */
  async answerByRuns(runIds: readonly string[]): Promise<void> {
    for (let start = 0; start < runIds.length; start += PAGE) {
      const rows: DatabaseRow[] = await this.#open().whereIn(
        'ingest_commands.run_id',
        runIds.slice(start, start + PAGE),
      );
      for (const row of rows) {
        const command = {
          action: row.action as IngestAction,
          generation: row.generation,
        };
        const answer = answeredByRun(command, {
          status: row.run_status,
          generation: row.run_generation,
        });
        if (answer) await this.#settle(row, answer);
      }
    }
  }

  /** Gives up what nobody has answered in time, and forgets what was answered long ago. */
  async expire(): Promise<void> {
    const { knex, now } = this.options;
    const rows: DatabaseRow[] = await this.#open()
      .where('ingest_commands.expires_at', '<=', now())
      .limit(PAGE);
    for (const row of rows) {
      await this.#settle(row, { outcome: 'failed', message: silence(row) });
    }
    await knex('ingest_commands')
      .whereIn('action_id', knex('ingest_answers').select('action_id'))
      .delete();
    await knex('ingest_answers')
      .where('answered_at', '<', now() - ANSWERED_MS)
      .delete();
  }

  /** Those that have no answer, with all that is told of them. */
  #open() {
    return this.options
      .knex('ingest_commands')
      .join('actions', 'actions.id', 'ingest_commands.action_id')
      .join('runs', 'runs.id', 'ingest_commands.run_id')
      .leftJoin(
        'ingest_answers',
        'ingest_answers.action_id',
        'ingest_commands.action_id',
      )
      .whereNull('ingest_answers.action_id')
      .select<DatabaseRow[]>(
        'ingest_commands.*',
        'actions.action',
        'actions.step_key',
        'actions.details',
        'actions.reason',
        'actions.actor',
        'actions.requested_at',
        'runs.native_id',
        'runs.namespace',
        'runs.status as run_status',
        'runs.generation as run_generation',
      );
  }

  /** @returns false where another answer was first */
  async #settle(row: DatabaseRow, answer: Answered): Promise<boolean> {
    const { knex, recorder, now } = this.options;
    const { action_id: id, run_id: runId } = row;
    const { outcome, message = null } = answer;
    if (outcome === 'accepted') return this.#accept(row, message);
    const claim: Claim = {
      table: 'ingest_answers',
      key: ['action_id'],
      row: { action_id: id, run_id: runId, answered_at: now() },
    };
    let isFirst = true;
    try {
      await recorder.commit({
        runId,
        claims: [claim],
        facts: [answerFact(askedBy(row), answer, now())],
        actions: [{ id, status: outcome, message }],
      });
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      isFirst = false;
    }
    await knex('ingest_commands').where({ action_id: id }).delete();
    return isFirst;
  }

  /** The engine is on it. Where the last word was said meanwhile, that stands. */
  async #accept(row: DatabaseRow, message: string | null): Promise<boolean> {
    const { knex, recorder } = this.options;
    await this.taken([row]);
    const accepted = await knex('actions')
      .where({ id: row.action_id, status: 'requested' })
      .update({ status: 'accepted', message });
    // Whoever looks at the run is to see it.
    await recorder.commit({ runId: row.run_id, facts: [] });
    return accepted === 1;
  }
}

function askedBy(row: DatabaseRow) {
  return {
    actionId: row.action_id,
    action: row.action,
    generation: row.run_generation,
  };
}

/** Why there is no answer, as far as it is known. */
function silence(row: DatabaseRow): string {
  const seconds = Math.round(
    (Number(row.expires_at) - Number(row.requested_at)) / 1_000,
  );
  if (row.taken_at !== null)
    return `The engine has taken the request, and did not answer within ${seconds} s`;
  return row.problem
    ? `The engine was not reached within ${seconds} s: ${row.problem}`
    : `The engine did not come for the request within ${seconds} s`;
}
