import { EngineLogLine } from 'backstage-plugin-workflow-runs-node';
import { toLine } from './lines';
import { splitPassages, Ways } from './passages';
import { stepKeyOf } from './steps';
import { inOrder, Task, TaskEvent } from './task';

/**
 * The lines of a task's log, numbered by their events.
 *
 * @param behind - the number of the last one that is known
 */
export function toLines(
  task: Task,
  events: readonly TaskEvent[],
  ways: Ways,
  behind: number,
): EngineLogLine[] {
  return splitPassages(task, inOrder(events), ways).flatMap(passage => {
    const tries = new Map<string, number>();
    return passage.events.flatMap(event => {
      const { id, createdAt, body } = event;
      const { stepId, status } = body;
      const before = stepId ? tries.get(stepId) ?? 0 : 0;
      const attempt = status === 'processing' ? before + 1 : before;
      if (stepId) tries.set(stepId, attempt);
      const { level, message } = toLine(event);
      if (id <= behind || !message) return [];
      return [
        {
          number: id,
          at: createdAt,
          level,
          message,
          ...(stepId ? { step: stepKeyOf(stepId) } : {}),
          attempt: Math.max(1, attempt),
        },
      ];
    });
  });
}
