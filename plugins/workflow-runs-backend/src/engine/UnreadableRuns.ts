import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Recorder } from '../recorder/Recorder';
import { ChildRuns } from './ChildRuns';
import { ClaimedRun } from './claim';
import { tellBlocked } from './tellBlocked';
import { EngineTiming } from './timing';
import { UnreadableRequests } from './UnreadableRequests';

const MAX_REASON = 500;

/**
 * Runs that were claimed and could not be read: they are given back, say why, answer what is asked of
 * them, and are tried again after a while that doubles each time.
 */
export class UnreadableRuns {
  readonly #requests: UnreadableRequests;

  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      children: ChildRuns;
      now: () => number;
      timing: Pick<EngineTiming, 'unreadableMs' | 'unreadableMaxMs'>;
      notify: (runId: string) => void;
      logger: LoggerService;
    },
  ) {
    this.#requests = new UnreadableRequests(options);
  }

  async giveBack(claimed: ClaimedRun, error: unknown): Promise<void> {
    const { knex, now, timing, logger } = this.options;
    const reason = reasonOf(error);
    const wakeAt = now() + backOff(claimed.failures, timing);
    const given = await knex('engine_runs')
      .where({ run_id: claimed.runId, epoch: claimed.epoch })
      .update({
        worker_id: null,
        wake_at: wakeAt,
        unreadable: reason,
        failures: reason === null ? 0 : claimed.failures + 1,
      });
    if (reason === null) {
      logger.warn(`Run ${claimed.runId} is read again soon: ${error}`);
      return;
    }
    const isNews = reason !== claimed.unreadable;
    if (isNews)
      logger.error(`Run ${claimed.runId} cannot be executed: ${error}`);
    if (given === 0) return;
    // After it is given back: what is asked from now on makes it due again.
    const isOver = await this.#requests.answer(claimed, reason);
    if (isNews && !isOver) await this.#tell(claimed, reason);
  }

  /** The run could be read, whatever was said of it before. */
  async read(claimed: ClaimedRun): Promise<void> {
    if (claimed.unreadable === null) return;
    await this.options
      .knex('engine_runs')
      .where({ run_id: claimed.runId, epoch: claimed.epoch })
      .update({ unreadable: null, failures: 0 });
    await this.#tell(claimed, claimed.hold);
  }

  async #tell({ runId, epoch }: ClaimedRun, blockedReason: string | null) {
    const { knex, recorder, now } = this.options;
    const run = await knex('runs').where({ id: runId }).first('generation');
    if (!run) return;
    await tellBlocked(
      recorder,
      { id: runId, generation: run.generation, epoch },
      { at: now(), blockedReason },
    );
  }
}

/** What may be shown of it; null where it is the database that could not answer. */
export function reasonOf(error: unknown): string | null {
  if (error instanceof Error && error.name === 'Unreadable') {
    return error.message.slice(0, MAX_REASON);
  }
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' || name === 'KnexTimeoutError') return null;
  // Whatever else it is may quote what was read.
  return 'It cannot be read; the log of the backend says why';
}

/** How long a run waits that could not be read, after so many tries before. */
export function backOff(
  failures: number,
  timing: Pick<EngineTiming, 'unreadableMs' | 'unreadableMaxMs'>,
): number {
  return Math.min(timing.unreadableMaxMs, timing.unreadableMs * 2 ** failures);
}
