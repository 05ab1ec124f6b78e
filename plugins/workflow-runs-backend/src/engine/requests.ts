import { Json } from 'backstage-plugin-workflow-runs-common';
import { OperatorEvent } from 'backstage-plugin-workflow-runs-common/machine';
import { EngineCommandDetails } from 'backstage-plugin-workflow-runs-node';
import { RunRequest } from './readRuns';

/** What a request says beside who asks for what, and why; it is sealed, for it may hold anything. */
export type RequestDetails = EngineCommandDetails;

/**
 * What a request is to the machine; undefined where this version does not know it.
 *
 * @param open - decrypts the details
 */
export function toHappening(
  request: RunRequest,
  open: (sealed: Buffer) => Json,
): OperatorEvent | undefined {
  const { id, action, actor, reason, sealed } = request;
  const details: RequestDetails = sealed
    ? (open(sealed) as RequestDetails)
    : {};
  const { step = '', item } = details;
  switch (action) {
    case 'pause':
    case 'resume':
      return { type: action, request: id };
    case 'cancel':
      return { type: 'cancel', request: id, reason, actor };
    case 'retry':
      return {
        type: 'retry',
        request: id,
        reason,
        actor,
        ...(step ? { step, item } : {}),
      };
    case 'force':
      return {
        type: 'force',
        request: id,
        step,
        to: details.to!,
        output: details.output,
        reason: reason ?? '',
        actor,
      };
    case 'decide':
      return {
        type: 'decide',
        request: id,
        step,
        decision: details.decision!,
        note: reason,
        actor,
      };
    case 'node_action':
      return {
        type: 'node_action',
        request: id,
        step,
        action: details.operation!,
        input: details.input ?? null,
      };
    case 'send_event':
      return {
        type: 'send_event',
        request: id,
        name: details.name!,
        payload: details.payload ?? null,
      };
    case 'resolve':
      return { type: 'resolve', request: id, note: reason ?? '', actor };
    default:
      return undefined;
  }
}
