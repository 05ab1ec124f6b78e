import {
  MAX_OBSERVED_STEPS,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import {
  hasEnded,
  lastWordOf,
  splitPassages,
  toPassages,
  Ways,
} from './passages';
import { toSteps } from './steps';
import { inOrder, Task, TaskEvent } from './task';
import { inputOf, outputOf } from './values';
import { workflowOf } from './workflow';

const MAX_PASSAGES = 100;

/**
 * What a task of the scaffolder, and what has happened to it, says of its run.
 *
 * @param events - all of its events, in any order
 */
export function toSnapshot(
  task: Task,
  events: readonly TaskEvent[],
  options: Ways & { now: number },
): RunSnapshot {
  const { now } = options;
  const ordered = inOrder(events);
  const passages = splitPassages(task, ordered, options);
  const by = task.createdBy ?? task.spec.user?.ref;
  return {
    nativeId: task.id,
    namespace: 'default',
    workflow: workflowOf(task.spec.templateInfo),
    nativeStatus: {
      // Times may be whole seconds: an end is behind what was said in the same one.
      at: lastWordOf(task, ordered) + (hasEnded(task) ? 1 : 0),
      value: task.status.slice(0, 64) || 'unknown',
    },
    triggerType: by ? 'manual' : 'event',
    ...(by ? { triggeredBy: by.slice(0, 512) } : {}),
    // The scaffolder has made sure who asked; what is in the spec of the task is for its steps to read.
    ...(task.createdBy ? { startedBy: task.createdBy.slice(0, 512) } : {}),
    ...inputOf(task),
    ...outputOf(passages),
    tags: [],
    passages: toPassages(task, passages, now).slice(0, MAX_PASSAGES),
    steps: toSteps(task.spec.steps, passages, now).slice(0, MAX_OBSERVED_STEPS),
  };
}
