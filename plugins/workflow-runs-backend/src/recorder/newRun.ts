import { ulid } from 'ulid';
import { StepDefinition } from 'backstage-plugin-workflow-runs-common';
import { Change } from '../database/changes';
import { NewRun } from './Transition';

/** The rows of a run that was just accepted: all its steps are pending. */
export function newRunChanges(
  runId: string,
  run: NewRun,
  engine: { rank: number; seed: string } | undefined,
): Change[] {
  const { definition, queuedAt } = run;
  return [
    {
      kind: 'insert',
      table: 'runs',
      key: { id: runId },
      set: {
        workflow_id: run.workflowId,
        tenant_id: run.tenantId,
        engine_instance: run.engineInstance,
        namespace: run.namespace,
        native_id: run.nativeId,
        definition_hash: run.definitionHash,
        workflow_version: definition.version,
        environment: run.environment,
        status: 'queued',
        generation: 0,
        partial: false,
        needs_intervention: false,
        pause_requested: false,
        priority: run.priority,
        trigger_type: run.triggerType,
        triggered_by: run.triggeredBy,
        started_by: run.startedBy,
        business_event_id: run.businessEventId,
        backfill: run.backfill,
        tags: JSON.stringify(run.tags),
        origin_run_id: run.originRunId,
        ordered_at: queuedAt,
        queued_at: queuedAt,
        updated_at: queuedAt,
      },
    },
    {
      kind: 'insert',
      table: 'run_live',
      key: { run_id: runId },
      set: {
        steps_total: definition.steps.length,
        steps_done: 0,
        last_number: 0,
        last_position: 0,
        log_sequence: 0,
        updated_at: queuedAt,
      },
    },
    ...definition.steps.map((step, index) =>
      newStep(runId, step, index + 1, queuedAt),
    ),
    ...(engine
      ? [
          {
            kind: 'insert' as const,
            table: 'engine_runs' as const,
            key: { run_id: runId },
            set: {
              workflow_id: run.workflowId,
              tenant_id: run.tenantId,
              definition_hash: run.definitionHash,
              rank: engine.rank,
              seed: engine.seed,
              epoch: 0,
              worker_id: null,
              wake_at: queuedAt,
              hold: null,
              created_at: queuedAt,
            },
          },
        ]
      : []),
  ];
}

function newStep(
  runId: string,
  step: StepDefinition,
  number: number,
  at: number,
): Change {
  return {
    kind: 'insert',
    table: 'steps',
    key: { run_id: runId, step_key: step.key, item_index: -1 },
    set: {
      id: `step_${ulid()}`,
      step_number: number,
      name: step.title ?? step.key,
      type: step.type,
      status: 'pending',
      generation: 0,
      depends_on: JSON.stringify(step.dependsOn),
      attempts: 0,
      tries: 0,
      losses: 0,
      handler: `${step.handler.name}@${step.handler.version}`,
      retry_policy: JSON.stringify(step.retry),
      updated_at: at,
    },
  };
}
