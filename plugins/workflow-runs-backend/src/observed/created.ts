import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance } from 'backstage-plugin-workflow-runs-node';
import { Transition } from '../recorder/Transition';
import { queuedAtOf } from './standing';

/** The run that a snapshot makes, where it is shown for the first time. */
export function created(
  instance: EngineInstance,
  snapshot: RunSnapshot,
  workflowId: string,
): Pick<Transition, 'create'> {
  return {
    create: {
      workflowId,
      tenantId: instance.tenantId,
      engineInstance: instance.id,
      namespace: snapshot.namespace,
      nativeId: snapshot.nativeId,
      definition: null,
      definitionHash: null,
      environment: instance.environment,
      priority: 'normal',
      triggerType: snapshot.triggerType ?? 'event',
      triggeredBy: snapshot.triggeredBy ?? null,
      startedBy: snapshot.startedBy ?? null,
      businessEventId: snapshot.businessEventId ?? null,
      backfill: false,
      tags: snapshot.tags,
      originRunId: null,
      parent: null,
      reused: [],
      queuedAt: queuedAtOf(snapshot),
      slaTargetMs: null,
      input: null,
    },
  };
}
