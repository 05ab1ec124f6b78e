import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { offersOfWorkers, whyNobodyCanExecute } from './offers';
import { UnreadableRequests } from './UnreadableRequests';

/** Runs that one check looks at. */
const MAX_LOOKED_AT = 50;

/**
 * Cancels runs that no worker can claim, because their definition is gone or nobody offers what they
 * need: nobody else would ever hear of it. What has something to roll back waits for a worker that can.
 */
export class UnclaimableRuns {
  constructor(
    private readonly options: {
      knex: Knex;
      definitions: DefinitionStore;
      requests: UnreadableRequests;
      clock: LeaseClock;
      now: () => number;
      /** How long a cancel waits for a worker, in milliseconds. */
      blockedAfterMs: number;
    },
  ) {}

  async check(): Promise<void> {
    const { knex, clock, definitions, requests } = this.options;
    const asked = await this.#asked();
    if (asked.length === 0) return;
    const offers = await offersOfWorkers(knex, clock);
    for (const { run_id: runId, definition_hash: hash, epoch } of asked) {
      const why = await whyNobodyCanExecute(definitions, hash, offers);
      if (why === null || (await this.#hasToUndo(runId, hash))) continue;
      await requests.answer({ runId, epoch: Number(epoch) }, why);
    }
  }

  #asked(): Promise<Record<string, any>[]> {
    const { knex, now, blockedAfterMs } = this.options;
    return knex('actions')
      .join('engine_runs', 'engine_runs.run_id', 'actions.run_id')
      .where({ 'actions.status': 'requested', 'actions.action': 'cancel' })
      .whereNull('engine_runs.worker_id')
      .where('engine_runs.wake_at', '<=', now() - blockedAfterMs)
      .limit(MAX_LOOKED_AT)
      .distinct(
        'engine_runs.run_id',
        'engine_runs.definition_hash',
        'engine_runs.epoch',
      );
  }

  async #hasToUndo(runId: string, hash: string): Promise<boolean> {
    const graph = await this.options.definitions
      .graph(hash)
      .catch(() => undefined);
    // What nobody knows any more nobody can undo.
    if (!graph) return false;
    const undoable = graph.definition.steps.filter(step => step.compensate);
    const done = await this.options
      .knex('steps')
      .where({ run_id: runId, status: 'completed' })
      .whereIn(
        'step_key',
        undoable.map(({ key }) => key),
      )
      .first();
    return done !== undefined;
  }
}
