import { ConflictError } from '@backstage/errors';
import { ActionResult, RunStatus } from 'backstage-plugin-workflow-runs-common';
import { WorkflowRecord } from '../workflows/WorkflowQueries';
import { hashOf } from './hash';
import { Launcher, LaunchKey } from './Launcher';

/** The run of a launch, and whether it is this launch that has made it. */
export interface Launched {
  result: ActionResult;
  created: boolean;
}

/**
 * Launches a run, unless one of its keys has launched one before.
 *
 * @param launch - asked only where there is something to launch: a repeated launch finds its run
 *   whatever has become of the workflow since
 * @throws ConflictError where a key was used for something else
 */
export async function launchOnce(
  launcher: Pick<Launcher, 'launchedBy'>,
  keys: LaunchKey[],
  launch: () => Promise<{ runId: string } | { taken: LaunchKey }>,
): Promise<Launched> {
  for (const key of keys) {
    const known = await launchedBy(launcher, key);
    if (known) return known;
  }
  const launched = await launch();
  if ('taken' in launched) return (await launchedBy(launcher, launched.taken))!;
  return {
    created: true,
    result: {
      status: 'completed',
      runId: launched.runId,
      newStatus: 'queued',
      message: 'The run is queued',
    },
  };
}

/** The key of a caller: two callers that count from 1 do not meet. */
export function idempotencyKeys(
  { id }: WorkflowRecord,
  callerRef: string,
  idempotencyKey: string | undefined,
  request: unknown,
): LaunchKey[] {
  if (!idempotencyKey) return [];
  const key = `${callerRef}\u001f${idempotencyKey}`;
  return [launchKey(id, 'idempotency_key', key, request)];
}

/** A business event has one run, whoever tells of it. */
export function businessEventKeys(
  { id }: WorkflowRecord,
  businessEventId: string | undefined,
  request: unknown,
): LaunchKey[] {
  if (!businessEventId) return [];
  return [launchKey(id, 'business_event_id', businessEventId, request)];
}

async function launchedBy(
  launcher: Pick<Launcher, 'launchedBy'>,
  key: LaunchKey,
): Promise<Launched | undefined> {
  const { kind, request_hash } = key.row;
  const known = await launcher.launchedBy(key);
  if (!known) return undefined;
  if (kind === 'idempotency_key' && known.requestHash !== request_hash) {
    throw new ConflictError('Idempotency-Key: it was used for another launch');
  }
  return {
    created: false,
    result: {
      status: 'completed',
      runId: known.runId,
      newStatus: known.status as RunStatus,
      message:
        kind === 'business_event_id'
          ? 'A run of this business event exists already'
          : 'This launch was accepted before',
    },
  };
}

function launchKey(
  workflowId: string,
  kind: string,
  key: string,
  request: unknown,
): LaunchKey {
  return {
    row: { workflow_id: workflowId, kind, key, request_hash: hashOf(request) },
  };
}
