import {
  isSettled,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  isItem,
  placeOf,
  rollbackOf,
} from 'backstage-plugin-workflow-runs-common/machine';
import { StepHistory } from './StepHistory';

type Units = ReadonlyMap<string, StepHistory>;

/** What no run may have left that has ended; items that have not begun are none of it. */
export function leftOpen(units: Units): string[] {
  return [...units].flatMap(([unit, { status, isHeld }]) => {
    const isOver = isSettled(status) && !isHeld;
    const hasNotBegun = isItem(unit) && status === 'pending';
    return isOver || hasNotBegun ? [] : [`step ${unit} is ${status}`];
  });
}

/**
 * What a run has left that is canceled, or has failed and was to be undone.
 *
 * @param failed - the step that has ended it
 */
export function leftDone(
  { steps, onFailure }: WorkflowDefinition,
  units: Units,
  failed?: string,
): string[] {
  const policy =
    steps.find(({ key }) => key === failed)?.onFailure ?? onFailure;
  if (failed && policy !== 'compensate') return [];
  return steps.flatMap(({ key, compensate }) =>
    compensate &&
    units.get(key)?.status === 'completed' &&
    units.get(rollbackOf(key))?.status !== 'skipped'
      ? [`step ${key} is not undone`]
      : [],
  );
}

/** What workers execute, which no run may have that is paused. */
export function stillRunning(
  { steps }: WorkflowDefinition,
  units: Units,
): string[] {
  const isExecuted = (unit: string) => {
    const step = steps.find(({ key }) => key === placeOf(unit).step);
    if (step?.type === 'map' && isItem(unit)) return 'handler' in step.each;
    return step !== undefined && 'handler' in step;
  };
  return [...units].flatMap(([unit, { status }]) =>
    status === 'running' && isExecuted(unit) ? [`${unit} still runs`] : [],
  );
}

/** Items of a fan-out start while it is under way, and so many at a time. */
export function itemsOutOfTurn(
  { steps }: WorkflowDefinition,
  units: Units,
  key: string,
): string[] {
  const step = steps.find(other => other.key === key);
  if (step?.type !== 'map') return [`${key} is no fan-out`];
  const status = units.get(key)?.status;
  const open = [...units].filter(
    ([unit, item]) =>
      unit.startsWith(`${key}#`) &&
      ['running', 'retrying'].includes(item.status),
  );
  return [
    ...(status === 'running' ? [] : [`it starts although ${key} is ${status}`]),
    ...(open.length > step.concurrency
      ? [`${open.length} items of ${key} are under way`]
      : []),
  ];
}
