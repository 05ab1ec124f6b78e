import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import {
  actionRefusalSchema,
  ActionResult,
  AllowedAction,
  isEnded,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';
import { RunRecord } from '../queries/runToWire';
import { RecordedRefusal } from './ActionRefused';

/** How long an answer waits for the engine, in milliseconds. */
const CONFIRM_MS = 2_000;
const CONFIRM_POLL_MS = 50;

/** Statuses of an action that nothing has come of. */
const REFUSALS: ReadonlySet<string> = new Set(actionRefusalSchema.options);

/** What may be done to a run, and why not. */
export type AllowedActions = Record<RunAction, AllowedAction>;

/** What the caller may do to the run as it is. */
export type AllowedNow = () => Promise<{
  status: string;
  allowed: AllowedActions;
}>;

/** Hears what engines say to what was asked of runs. */
export class Answers {
  constructor(
    private readonly options: {
      knex: Knex;
      now: () => number;
      /** Has the engine look at a run that has ended; engines elsewhere answer whatever its state. */
      revive?: (runId: string) => Promise<void>;
    },
  ) {}

  /**
   * Waits for the engine's answer, but not for long: the run's events tell the rest.
   *
   * @throws RecordedRefusal where nothing comes of it
   */
  async wait(
    actionId: string,
    run: RunRecord,
    action: RunAction,
    allowedNow: AllowedNow,
  ): Promise<ActionResult> {
    const { id: runId } = run;
    let isRevived = false;
    const deadline = this.options.now() + CONFIRM_MS;
    for (;;) {
      // In one statement: the engine ends a run and answers in one commit, and what was read in
      // two could show the one without the other.
      const { state, message, status, result } = await this.options
        .knex('actions')
        .join('runs', 'runs.id', 'actions.run_id')
        .where({ 'actions.id': actionId })
        .first('actions.status as state', 'message', 'result', 'runs.status');
      if (REFUSALS.has(state)) {
        const now = await allowedNow();
        throw new RecordedRefusal(message, now.status, now.allowed);
      }
      if (state === 'completed') {
        return {
          status: 'completed',
          runId,
          newStatus: status,
          message: message ?? `The engine has taken the request: ${action}`,
          ...(result !== null && { result: JSON.parse(result) }),
        };
      }
      if (state === 'accepted' || this.options.now() >= deadline) {
        return {
          status: 'accepted',
          runId,
          newStatus: status,
          message:
            message ??
            'The request is recorded; the engine has not confirmed it yet',
        };
      }
      if (isEnded(status) && !isRevived) {
        // It ended while the request was on its way: the engine has to answer all the same.
        isRevived = true;
        await this.options.revive?.(runId);
      }
      await sleep(CONFIRM_POLL_MS);
    }
  }
}
