import { Knex } from 'knex';
import { Json, StepError } from 'backstage-plugin-workflow-runs-common';
import {
  Effect,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { InvalidInput } from '../runs/InvalidInput';
import { LaunchOrder } from '../runs/Launcher';
import { InputValidator } from '../runs/validateInput';
import { definitionHash } from '../workflows/definitionHash';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { chunkDefinition } from './chunk';
import { RunValues } from './RunValues';

/** A workflow that launches itself must come to an end. */
const MAX_DEPTH = 10;

/** A run that launches another one, in a passage of it. */
export interface ParentRun {
  runId: string;
  generation: number;
  graph: WorkflowGraph;
  values: RunValues;
}

/** What is to be launched for an attempt. */
export type StartChild = Omit<Extract<Effect, { type: 'startChild' }>, 'type'>;

/** Knows what has to be launched for an attempt that is a run. */
export class ChildOrders {
  readonly #validator = new InputValidator();

  constructor(
    private readonly options: {
      knex: Knex;
      workflows: WorkflowQueries;
      definitions: DefinitionStore;
      now: () => number;
    },
  ) {}

  /** @returns the launch, or why there can be none */
  async orderOf(
    parent: ParentRun,
    child: StartChild,
  ): Promise<{ order: LaunchOrder } | { error: StepError }> {
    const { knex, workflows, definitions } = this.options;
    const run = await knex('runs').where({ id: parent.runId }).first();
    if ((await this.#depthOf(run)) >= MAX_DEPTH) {
      return { error: invalid(`Runs launch runs ${MAX_DEPTH} levels deep`) };
    }
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
            ref: `embedded/${definition.name}`,
            // A part of a run is late when the run is.
            slaAnnotated: null,
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

  /** How many runs are above a run, as far as that matters. */
  async #depthOf(run: Record<string, any>): Promise<number> {
    let above = run.parent_run_id;
    let depth = 0;
    for (; above && depth < MAX_DEPTH; depth++) {
      const row = await this.options
        .knex('runs')
        .where({ id: above })
        .first('parent_run_id');
      above = row?.parent_run_id;
    }
    return depth;
  }
}

function invalid(message: string): StepError {
  return { category: 'validation_failed', code: 'CHILD_INVALID', message };
}
