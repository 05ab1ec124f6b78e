import { Change } from '../database/changes';
import { BatchContext, letsGo } from './readBatch';
import { Transition } from './Transition';

/**
 * What is asked of a run, or told to it, while its engine lets go of it would wait for the run's next
 * timer, which may never come: the run is due at once. The lock on `run_live` makes that safe: who
 * asks or tells takes it too, so either it is seen here, or its own wake-up comes later. A run that is
 * over, and of which nobody wants anything, is none of the engine's any more.
 */
export function letGoChanges(
  accepted: Transition[],
  { asked, messages }: Pick<BatchContext, 'asked' | 'messages'>,
  now: number,
): Change[] {
  const parked = accepted.filter(letsGo);
  if (parked.length === 0) return [];
  const withNews = new Set([
    ...unanswered(accepted, asked),
    ...unread(accepted, messages),
    // Nobody can have read what is told only now.
    ...accepted.flatMap(({ tells }) => (tells ? [tells.runId] : [])),
  ]);
  return parked.flatMap(({ runId, fence }): Change[] => {
    const row = { table: 'engine_runs', key: { run_id: runId } } as const;
    if (withNews.has(runId)) {
      return [{ ...row, kind: 'update', set: { wake_at: now } }];
    }
    return fence!.leave!.isOver ? [{ ...row, kind: 'delete' }] : [];
  });
}

/** Runs of which something is asked that is not answered by what is written now. */
function unanswered(
  accepted: Transition[],
  asked: BatchContext['asked'],
): string[] {
  const answered = new Set(
    accepted.flatMap(({ actions = [] }) => actions.map(({ id }) => id)),
  );
  return asked
    .filter(row => row.status === 'requested' && !answered.has(String(row.id)))
    .map(row => String(row.run_id));
}

/** Runs that were told something that is not read by what is written now. */
function unread(
  accepted: Transition[],
  messages: BatchContext['messages'],
): string[] {
  const read = new Set(
    accepted.flatMap(({ runId, read: own = [] }) =>
      own.map(({ childRunId }) => `${runId} ${childRunId}`),
    ),
  );
  return messages
    .filter(row => !read.has(`${row.run_id} ${row.child_run_id}`))
    .map(row => String(row.run_id));
}
