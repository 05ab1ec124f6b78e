import { Knex } from 'knex';
import {
  ErrorCategory,
  isEnded,
  Json,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import {
  Effect,
  unitId,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { InvalidInput } from '../runs/InvalidInput';
import { Launcher, LaunchOrder } from '../runs/Launcher';
import { InputValidator } from '../runs/validateInput';
import { Sealer } from '../sealing/Sealer';
import { definitionHash } from '../workflows/definitionHash';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { chunkDefinition } from './chunk';
import { openSealed } from './load';
import { RunValues } from './RunValues';

type StartChild = Extract<Effect, { type: 'startChild' }>;

/** How a child run has ended, as its parent's attempt sees it. */
export type ChildOutcome =
  | { type: 'completed'; output: Json; failedItems: number }
  | { type: 'failed'; error: StepError };

/** Launches runs for attempts of other runs, and tells how they ended. */
export class ChildRuns {
  readonly #validator = new InputValidator();

  constructor(
    private readonly options: {
      knex: Knex;
      launcher: Launcher;
      workflows: WorkflowQueries;
      definitions: DefinitionStore;
      sealer: Sealer;
      now: () => number;
    },
  ) {}

  /**
   * Launches the child of an attempt, or finds the one that was launched before.
   *
   * @returns how it has ended, where it has; undefined where it is still to end
   */
  async start(
    parent: {
      runId: string;
      generation: number;
      graph: WorkflowGraph;
      values: RunValues;
    },
    child: StartChild,
  ): Promise<ChildOutcome | undefined> {
    const launch = await this.#orderOf(parent, child);
    if ('error' in launch) return { type: 'failed', error: launch.error };
    const { step, item, attempt } = child;
    const key = {
      row: {
        workflow_id: launch.order.workflow.id,
        kind: 'child',
        key: [
          parent.runId,
          unitId(step, item),
          parent.generation,
          attempt,
        ].join('/'),
        request_hash: '',
      },
    };
    const known = await this.options.launcher.launchedBy(key);
    if (known) return this.outcomeOf(known.runId);
    const launched = await this.options.launcher.launch(launch.order, [key]);
    if ('runId' in launched) return undefined;
    const twin = await this.options.launcher.launchedBy(key);
    return this.outcomeOf(twin!.runId);
  }

  /** The run that an attempt has launched and that has not ended. */
  async openChild(
    parentRunId: string,
    { step, item, attempt }: { step: string; item: number; attempt: number },
  ): Promise<string | undefined> {
    const row = await this.options
      .knex('runs')
      .where({
        parent_run_id: parentRunId,
        parent_step_key: step,
        parent_item_index: item,
        parent_attempt: attempt,
      })
      .whereNull('completed_at')
      .orderBy('ordered_at', 'desc')
      .first('id');
    return row?.id;
  }

  /** How a run has ended; undefined where it has not. */
  async outcomeOf(runId: string): Promise<ChildOutcome | undefined> {
    const { knex, sealer, definitions } = this.options;
    const run = await knex('runs').where({ id: runId }).first();
    if (!run || !isEnded(run.status)) return undefined;
    if (run.status !== 'completed') {
      return { type: 'failed', error: errorOf(run) };
    }
    const graph = await definitions.graph(run.definition_hash);
    const { input, outputs } = await openSealed(
      knex,
      sealer,
      runId,
      run.generation,
    );
    const output = new RunValues(graph, input, outputs).runOutput();
    const failed = graph.definition.chunkOf
      ? (output as { failed: number }).failed
      : 0;
    return { type: 'completed', output, failedItems: failed };
  }

  async #orderOf(
    parent: { runId: string; graph: WorkflowGraph; values: RunValues },
    child: StartChild,
  ): Promise<{ order: LaunchOrder } | { error: StepError }> {
    const { knex, workflows, definitions } = this.options;
    const run = await knex('runs').where({ id: parent.runId }).first();
    const inherited = {
      environment: run.environment,
      priority: run.priority,
      tags: JSON.parse(run.tags),
      businessEventId: null,
      backfill: Boolean(run.backfill),
      triggerType: 'parent' as const,
      triggeredBy: parent.runId,
      startedBy: run.started_by,
      originRunId: null,
      parent: {
        runId: parent.runId,
        step: child.step,
        item: child.item,
        attempt: child.attempt,
      },
      reused: new Map(),
    };
    if (child.chunk) {
      const definition = chunkDefinition(parent.graph, child.step);
      const hash = definitionHash(definition);
      await definitions.save(hash, definition, this.options.now());
      return {
        order: {
          ...inherited,
          workflow: {
            id: run.workflow_id,
            tenantId: run.tenant_id,
            engineInstance: run.engine_instance,
            namespace: run.namespace,
          },
          definition,
          definitionHash: hash,
          input: parent.values.chunkInput(child.step, child.chunk),
        },
      };
    }
    const workflow = await workflows.get(
      { engine: 'embedded', name: child.workflow! },
      'all',
    );
    if (!workflow?.definitionHash) {
      return { error: invalid(`There is no workflow '${child.workflow}'`) };
    }
    const definition = await workflows.definition(workflow.definitionHash);
    try {
      const input = this.#validator.validate(
        workflow.definitionHash,
        definition,
        child.input as Record<string, Json>,
      );
      return {
        order: {
          ...inherited,
          workflow,
          definition,
          definitionHash: workflow.definitionHash,
          input,
        },
      };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return { error: invalid(error.message) };
    }
  }
}

function errorOf(run: Record<string, any>): StepError {
  if (run.status === 'canceled') {
    return {
      category: 'policy_denied',
      code: 'CHILD_CANCELED',
      message: `The child run ${run.id} was canceled`,
    };
  }
  return {
    category: run.error_category as ErrorCategory,
    code: run.error_code ?? 'CHILD_FAILED',
    message: `The child run ${run.id} failed: ${run.error_message}`,
  };
}

function invalid(message: string): StepError {
  return { category: 'validation_failed', code: 'CHILD_INVALID', message };
}
