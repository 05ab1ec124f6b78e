import {
  OperatorAction,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';

/** Something that was asked of a run, and that the engine has not answered yet. */
export interface AwaitedAction {
  action: RunAction;
  stepKey: string | null;
  /** Ids of what had been asked before. */
  known: ReadonlySet<string>;
}

/** The entry of what was asked, once there is one; the answer itself does not name it. */
export function entryOf(
  actions: readonly OperatorAction[],
  { action, stepKey, known }: AwaitedAction,
): OperatorAction | undefined {
  return actions.find(
    each =>
      each.action === action &&
      (each.stepKey || null) === stepKey &&
      !known.has(each.id),
  );
}

/** Whether the engine still has to say what has come of it. @public */
export function isUnderWay({
  status,
}: Pick<OperatorAction, 'status'>): boolean {
  return status === 'requested' || status === 'accepted';
}

/** Why nothing has come of what was asked, as an error that reads like the answer of the API would. */
export function refusalOf({
  status,
  message,
}: OperatorAction): Error | undefined {
  if (status === 'completed') return undefined;
  return Object.assign(new Error(message ?? status), {
    response: { status: 409 },
  });
}
