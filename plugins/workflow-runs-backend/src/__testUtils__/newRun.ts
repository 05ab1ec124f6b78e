import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import { NewRun, Transition } from '../recorder/Transition';

const DEFINITION: WorkflowDefinition = {
  schemaVersion: 1,
  name: 'orders',
  version: '1',
  inputSchema: { type: 'object' },
  steps: ['fetch', 'store'].map((key, index) => ({
    key,
    type: 'tool',
    handler: { name: key, version: 1 },
    dependsOn: index === 0 ? [] : ['fetch'],
    retry: { kind: 'none' },
    timeoutMs: 1_000,
  })),
};

/** A transition that creates a run of two steps, `fetch` and `store`. */
export function newRun(
  runId: string,
  options: {
    at?: number;
    definition?: WorkflowDefinition;
    create?: Partial<NewRun>;
  } & Partial<Omit<Transition, 'create'>> = {},
): Transition {
  const { at = 1_000, definition = DEFINITION, create, ...rest } = options;
  return {
    runId,
    create: {
      workflowId: 'wfl_1',
      tenantId: 'default',
      engineInstance: 'embedded',
      namespace: 'default',
      nativeId: runId,
      definition,
      definitionHash: 'hash',
      environment: 'production',
      priority: 'normal',
      triggerType: 'manual',
      triggeredBy: 'user:default/tester',
      startedBy: 'user:default/tester',
      businessEventId: null,
      backfill: false,
      tags: [],
      originRunId: null,
      parent: null,
      reused: [],
      queuedAt: at,
      slaTargetMs: definition.sla?.targetMs ?? null,
      input: null,
      ...create,
    },
    engine: {
      rank: 10,
      seed: runId,
      definitionHash: 'hash',
      workflowId: 'wfl_1',
      tenantId: 'default',
      epoch: 0,
      wakeAt: at,
    },
    facts: [
      {
        type: 'run.queued',
        at,
        generation: 0,
        priority: 'normal',
        triggerType: 'manual',
        triggeredBy: 'user:default/tester',
      },
    ],
    ...rest,
  };
}
