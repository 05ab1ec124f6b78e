import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  Json,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  buildGraph,
  reuseOf,
  StepState,
  unitId,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { keepCurrent, openSealed } from '../engine/load';
import { RunValues } from '../engine/RunValues';
import { RunRecord } from '../queries/runToWire';
import { Sealer } from '../sealing/Sealer';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { refusal } from './InvalidInput';

/** What is known of a run that is to be repeated. */
export interface Origin {
  graph: WorkflowGraph;
  steps: Map<string, Pick<StepState, 'status' | 'skipReason'>>;
  values: RunValues;
}

/** Reads runs that are to be repeated. */
export class RunOrigins {
  constructor(
    private readonly options: {
      knex: Knex;
      workflows: WorkflowQueries;
      sealer: Sealer;
    },
  ) {}

  /** @throws ConflictError where the run is only a part of one, or what the engine kept of it is gone */
  async read(run: RunRecord): Promise<Origin> {
    const { knex, sealer, workflows } = this.options;
    const row = await knex('runs').where({ id: run.id }).first();
    const graph = buildGraph(await workflows.definition(row.definition_hash));
    if (graph.definition.chunkOf) {
      throw new ConflictError(
        `The run is a part of a fan-out: repeat the run ${row.parent_run_id}`,
      );
    }
    const steps = new Map(
      (await knex('steps').where({ run_id: run.id })).map(step => [
        unitId(step.step_key, step.item_index),
        {
          status: step.status,
          skipReason: step.skip_reason,
          generation: step.generation,
        },
      ]),
    );
    const sealed = await openSealed(knex, sealer, run.id, run.generation).catch(
      error => {
        throw new ConflictError(
          `The run cannot be repeated: its stored input is gone (${error.message})`,
        );
      },
    );
    const { input, outputs, sealedAt } = sealed;
    keepCurrent(outputs, sealedAt, unit => steps.get(unit));
    return { graph, steps, values: new RunValues(graph, input, outputs) };
  }
}

/**
 * What a run takes over of the one that it repeats from a step on, by unit.
 *
 * @throws InvalidInput where there is no such step, or what would be taken over has changed
 */
export function takenOver(
  origin: Origin,
  definition: WorkflowDefinition,
  fromStep: string,
): Map<string, Json> {
  const after = buildGraph(definition);
  if (!after.has(fromStep)) {
    throw refusal('/fromStep', 'known-step', `there is no step '${fromStep}'`);
  }
  const { reused, changed } = reuseOf(
    origin.graph,
    after,
    key => origin.steps.get(key)!,
    fromStep,
  );
  if (changed.length > 0) {
    throw refusal(
      '/fromStep',
      'unchanged-steps',
      `these steps would be taken over, but are not what they were in the other version: ${changed.join(
        ', ',
      )}`,
    );
  }
  return new Map(
    reused.map(key => [key, origin.values.outputOfStep(key) ?? null]),
  );
}
