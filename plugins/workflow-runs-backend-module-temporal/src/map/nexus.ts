import { ObservedStep } from 'backstage-plugin-workflow-runs-common';
import { outcomeOf } from './endings';
import { errorOf } from './failures';
import { StepGroup } from './groups';
import { StepContext } from './StepContext';
import { inputOf, resultOf } from './values';
import {
  eventIdOf,
  eventTimeOf,
  instantOf,
  PendingNexusOperationState,
  wordOf,
} from './protobuf';

/**
 * What is told of an operation of Nexus. Its history does not say how often it was tried, so that it is one attempt,
 * whatever the server says of it while it is under way.
 */
export function nexusStep(
  { head, followers }: StepGroup,
  { reader, pendingNexusOperations }: StepContext,
): Partial<ObservedStep> {
  const about = head.nexusOperationScheduledEventAttributes;
  const end = followers.find(outcomeOf);
  const outcome = end && outcomeOf(end);
  const failure =
    end?.nexusOperationFailedEventAttributes?.failure ??
    end?.nexusOperationTimedOutEventAttributes?.failure;
  const result = end?.nexusOperationCompletedEventAttributes?.result;
  const pending = end ? undefined : pendingNexusOperations.get(eventIdOf(head));
  const scheduledAt = eventTimeOf(head);
  const triedAt = instantOf(pending?.lastAttemptCompleteTime) ?? 0;
  return {
    attempts: [
      {
        generation: 0,
        number: 1,
        startedAt: scheduledAt,
        ...(end && outcome
          ? {
              end: {
                at: eventTimeOf(end),
                outcome,
                ...(outcome === 'failed'
                  ? { error: errorOf(failure, reader) }
                  : {}),
              },
            }
          : {}),
      },
    ],
    ...inputOf(about?.input ? { payloads: [about.input] } : null, reader),
    ...resultOf(end, result ? { payloads: [result] } : null, reader),
    ...(pending
      ? {
          nativeStatus: {
            at: Math.max(scheduledAt, triedAt) + 1,
            value: wordOf(
              PendingNexusOperationState[pending.state ?? 0],
              'PENDING_NEXUS_OPERATION_STATE_',
            ),
          },
        }
      : {}),
  };
}
