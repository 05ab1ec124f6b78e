import {
  CommandRefused,
  EngineAnswer,
} from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal } from '../../client/failureOf';
import { Asking } from './asking';
import { stepsOf } from './stepsOf';

/** What an operator may have done to an activity that is pending. */
interface ActivityOperation {
  step: string;
  operation: string;
  identity: string;
  reason: string;
  requestId: string;
}

/** @throws CommandRefused where the step is no activity, or does not wait or run any more */
export async function operateActivity(
  asking: Asking,
  options: ActivityOperation,
): Promise<EngineAnswer> {
  const { step, operation } = options;
  const id = await activityIdOf(asking, step);
  try {
    await operate(asking, id, options);
  } catch (error) {
    if (!(error instanceof TemporalRefusal) || !error.isGone) throw error;
    throw new CommandRefused(
      `'${step}' does not wait or run any more, or the execution has ended`,
    );
  }
  return {
    status: 'completed',
    ...(operation === 'pause' && {
      message:
        'An attempt that is under way ends; there is no other until it is resumed',
    }),
  };
}

async function operate(
  { namespace, execution, signal }: Asking,
  id: string,
  { operation, identity, reason, requestId }: ActivityOperation,
): Promise<void> {
  const asked = { namespace: namespace.name, execution, identity, id };
  await namespace.call({ signal }, async api => {
    switch (operation) {
      case 'pause':
        return api.pauseActivity({ ...asked, reason, requestId });
      case 'unpause':
        return api.unpauseActivity(asked);
      case 'reset':
        return api.resetActivity(asked);
      default:
        throw new CommandRefused(
          `Temporal has no '${operation}' of activities`,
        );
    }
  });
}

async function activityIdOf(asking: Asking, step: string): Promise<string> {
  const id = (await stepsOf(asking)).activityIdOf(step);
  if (id === null) throw new CommandRefused(`'${step}' is no activity`);
  return id;
}
