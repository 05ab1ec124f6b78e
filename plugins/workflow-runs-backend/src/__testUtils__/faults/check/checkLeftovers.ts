import { isEnded } from 'backstage-plugin-workflow-runs-common';
import { Evidence } from './Evidence';

/** What must be gone once every run has ended and every backend has stopped in good order. */
export function checkLeftovers({
  tables: {
    runs,
    attempts,
    engine_runs: held,
    timers,
    actions,
    workers,
    run_messages: messages,
  },
}: {
  tables: Pick<
    Evidence['tables'],
    | 'runs'
    | 'attempts'
    | 'engine_runs'
    | 'timers'
    | 'actions'
    | 'workers'
    | 'run_messages'
  >;
}): string[] {
  return [
    ...runs
      .filter(({ status }) => !isEnded(String(status)))
      .map(({ id, status, blocked_reason: reason }) => {
        const row = held.find(({ run_id: runId }) => runId === id);
        const due = row
          ? `held by ${row.worker_id}, due at ${row.wake_at}`
          : 'unknown to the engine';
        return `${id} has not ended: ${status} (${reason}), ${due}`;
      }),
    ...runs
      .filter(({ status }) => isEnded(String(status)))
      .filter(({ blocked_reason: reason }) => reason !== null)
      .map(
        ({ id, status, blocked_reason: reason }) =>
          `${id} is ${status}, and blocked: ${reason}`,
      ),
    ...leftOf(
      'running attempts',
      attempts.filter(({ status }) => status === 'running').length,
    ),
    ...leftOf('engine_runs', held.length),
    ...leftOf('timers', timers.length),
    ...leftOf('workers', workers.length),
    ...leftOf(
      'unanswered actions',
      actions.filter(({ status }) =>
        ['requested', 'accepted'].includes(String(status)),
      ).length,
    ),
    ...leftOf('unread messages', messages.length),
  ];
}

function leftOf(what: string, count: number): string[] {
  return count === 0 ? [] : [`${count} ${what} are left`];
}
