import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import { Change } from '../database/changes';
import { traceIdOf } from '../engine/trace';
import { graphOf } from '../workflows/graphOf';
import { newStepChange } from './stepRows';
import { describeStep } from './describeStep';
import { NewRun } from './Transition';

/** The rows of a run that was just accepted: all its steps are pending. */
export function newRunChanges(runId: string, run: NewRun): Change[] {
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
        workflow_version: definition?.version ?? '',
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
        inputs_summary: null,
        outputs_summary: null,
        parent_run_id: run.parent?.runId ?? null,
        parent_step_key: run.parent?.step ?? null,
        parent_item_index: run.parent?.item ?? null,
        parent_attempt: run.parent?.attempt ?? null,
        origin_run_id: run.originRunId,
        trace_id: traceIdOf(runId, 0),
        sla_target_ms: run.slaTargetMs,
        sla_status: run.slaTargetMs === null ? null : 'on_track',
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
        steps_total: definition?.steps.length ?? 0,
        steps_done: new Set(run.reused).size,
        retries: 0,
        last_number: 0,
        last_position: 0,
        log_sequence: 0,
        updated_at: queuedAt,
      },
    },
    ...[...new Set(run.tags)].map(
      (tag): Change => ({
        kind: 'insert',
        table: 'run_tags',
        key: { tag, ordered_at: queuedAt, run_id: runId },
      }),
    ),
    ...(definition ? stepsOf(runId, run, definition) : []),
  ];
}

function stepsOf(
  runId: string,
  { reused, queuedAt }: NewRun,
  definition: WorkflowDefinition,
): Change[] {
  const graph = graphOf(definition);
  const isReused = new Set(reused);
  return definition.steps.map(({ key }) =>
    newStepChange(
      runId,
      { ...describeStep(graph, key), isReused: isReused.has(key) },
      0,
      queuedAt,
    ),
  );
}
