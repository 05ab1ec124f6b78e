import { Knex } from 'knex';
import { isEnded, RunFact } from 'backstage-plugin-workflow-runs-common';
import { Recorder } from '../recorder/Recorder';
import { LeaseLost, Transition } from '../recorder/Transition';
import { ChildRuns } from './ChildRuns';
import { ClaimedRun } from './claim';
import { parentOf } from './parentOf';
import { openRequests, RunRequest } from './readRuns';
import { writeOff } from './writeOff';

type Answer = 'completed' | 'refused';
/** A run, and the claim under which it was looked at. */
type Seen = Pick<ClaimedRun, 'runId' | 'epoch'>;

/**
 * Answers what is asked of runs that nobody can read, or claim: they can be canceled, and nothing else. What had
 * been accepted before waits for the run to be read again, or to be canceled.
 */
export class UnreadableRequests {
  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      children: ChildRuns;
      now: () => number;
      notify: (runId: string) => void;
    },
  ) {}

  /** @returns whether the run has ended, and is none of the engine's any more */
  async answer(seen: Seen, why: string): Promise<boolean> {
    const { knex } = this.options;
    const { runId } = seen;
    const run = await knex('runs').where({ id: runId }).first();
    const hasEnded = isEnded(run.status);
    const asked = await openRequests(knex, [runId]);
    const cancel = asked.find(({ action }) => action === 'cancel');
    if (cancel && !hasEnded && run.status !== 'canceling') {
      return this.#cancel(seen, run, cancel, why);
    }
    if (asked.length === 0 && !hasEnded) return false;
    await this.#commit(seen, {
      ...this.#answers(run, asked, () => 'refused', why),
      isOver: hasEnded,
    });
    return hasEnded;
  }

  async #cancel(
    seen: Seen,
    run: Record<string, any>,
    cancel: RunRequest,
    why: string,
  ): Promise<boolean> {
    const { knex, children, now, notify } = this.options;
    const ofRun = { run_id: run.id };
    const states = await knex('run_states').where(ofRun).orderBy('number');
    const steps = await knex('steps').where(ofRun).orderBy('step_number');
    const timers = await knex('timers').where(ofRun);
    const open = await openRequests(knex, [run.id], ['requested', 'accepted']);
    const { actions, facts } = this.#answers(
      run,
      open,
      ({ action }) => (action === 'cancel' ? 'completed' : 'refused'),
      why,
    );
    const { reason, actor } = cancel;
    const ends = writeOff({ run, states, steps }, { at: now(), reason, actor });
    const tells = parentOf(run);
    const isWritten = await this.#commit(seen, {
      actions,
      facts: [...ends, ...facts],
      timers: timers.map(row => ({
        kind: row.kind,
        step: row.step_key,
        item: row.item_index,
        dueAt: null,
      })),
      ...(tells ? { tells } : {}),
      isOver: true,
    });
    if (!isWritten) return false;
    if (tells) notify(tells.runId);
    await children.cancelOthers(run.id, async () => false);
    return true;
  }

  #answers(
    { generation }: Record<string, any>,
    asked: readonly RunRequest[],
    answerTo: (request: RunRequest) => Answer,
    why: string,
  ) {
    const at = this.options.now();
    const message = `The run cannot be executed: ${why}`;
    return {
      actions: asked.map(request => {
        const status = answerTo(request);
        const isRefused = status === 'refused';
        return { id: request.id, status, message: isRefused ? message : null };
      }),
      facts: asked.map((request): RunFact => {
        const about = {
          at,
          generation,
          actionId: request.id,
          action: request.action,
        };
        return answerTo(request) === 'refused'
          ? { ...about, type: 'action.failed', outcome: 'refused', message }
          : { ...about, type: 'action.completed' };
      }),
    };
  }

  /** @returns false where somebody has claimed the run since, who will answer */
  async #commit(
    { runId, epoch }: Seen,
    {
      isOver,
      ...said
    }: Omit<Transition, 'runId' | 'fence'> & { isOver: boolean },
  ): Promise<boolean> {
    const leave = { workerId: null, wakeAt: null, hold: null, isOver };
    try {
      await this.options.recorder.commit({
        runId,
        ...said,
        fence: { epoch, ...(isOver ? { leave } : {}) },
      });
      return true;
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      return false;
    }
  }
}
