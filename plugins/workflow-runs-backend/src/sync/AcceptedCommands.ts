import { Knex } from 'knex';
import { Answered, answeredByRun, UNSAID } from '../observed/answeredByRun';
import { answerFact } from '../observed/answerFact';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Recorder } from '../recorder/Recorder';
import { actionsElsewhere } from './actionsElsewhere';
import { Engines } from './Engines';

const MAX_SETTLED = 1_000;
/** What nobody has told of for so long is given up. */
const GIVE_UP_MS = 86_400_000;

/** What engines elsewhere have taken up, and may be on for long: what has come of it, their runs tell. */
export class AcceptedCommands {
  constructor(
    private readonly options: {
      knex: Knex;
      engines: Engines;
      recorder: Recorder;
      now: () => number;
    },
  ) {}

  /** Settles those of which the runs tell by now that they are done, or that it is too late. */
  async settle(): Promise<void> {
    for (const row of await this.#accepted()) {
      const answer = answeredByRun(
        { action: row.action, generation: generationBefore(row) },
        { status: row.run_status, generation: row.run_generation },
      );
      const isOld = this.options.now() - Number(row.requested_at) > GIVE_UP_MS;
      if (answer) await this.#settle(row, answer);
      else if (isOld)
        await this.#settle(row, { outcome: 'failed', message: UNSAID });
    }
  }

  async #accepted(): Promise<DatabaseRow[]> {
    const { knex, engines } = this.options;
    return actionsElsewhere(knex, engines, 'accepted')
      .orderBy('actions.requested_at')
      .limit(MAX_SETTLED)
      .select(
        'actions.id',
        'actions.run_id',
        'actions.action',
        'actions.requested_at',
        'runs.status as run_status',
        'runs.generation as run_generation',
        'runs.started_at as run_started_at',
      );
  }

  async #settle(row: DatabaseRow, answered: Answered): Promise<void> {
    const { id, run_id: runId, action, run_generation: generation } = row;
    const { outcome, message = null } = answered;
    if (outcome === 'accepted') return;
    const asked = { actionId: id, action, generation };
    await this.options.recorder.commit({
      runId,
      facts: [answerFact(asked, answered, this.options.now())],
      actions: [{ id, status: outcome, message }],
    });
  }
}

/** The passage that the run was in when it was asked for. */
function generationBefore(row: DatabaseRow): number {
  const hasBegunAnew = Number(row.run_started_at) > Number(row.requested_at);
  return row.run_generation - (hasBegunAnew ? 1 : 0);
}
