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
import { newId } from '../database/ids';
import { Recorder } from '../recorder/Recorder';
import { KeyTaken } from '../recorder/Transition';
import { InvalidInput } from '../runs/InvalidInput';
import { Launcher, LaunchKey, LaunchOrder } from '../runs/Launcher';
import { InputValidator } from '../runs/validateInput';
import { Sealer } from '../sealing/Sealer';
import { definitionHash } from '../workflows/definitionHash';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { chunkDefinition } from './chunk';
import { keepCurrent, openSealed } from './load';
import { RunValues } from './RunValues';

/** A workflow that launches itself must come to an end. */
const MAX_DEPTH = 10;

/** An attempt that is a run. */
type AttemptPlace = Pick<StartChild, 'step' | 'item' | 'attempt'>;
type StartChild = Omit<Extract<Effect, { type: 'startChild' }>, 'type'>;

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
      recorder: Recorder;
      launcher: Launcher;
      workflows: WorkflowQueries;
      definitions: DefinitionStore;
      sealer: Sealer;
      now: () => number;
      /** Tells the engine that something was asked of a run. */
      notify: (runId: string) => void;
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
    const key = keyOf(parent, child, launch.order.workflow.id);
    const known = await this.options.launcher.launchedBy(key);
    if (known) return this.outcomeOf(known.runId);
    const launched = await this.options.launcher.launch(launch.order, [key]);
    if ('runId' in launched) return undefined;
    const twin = await this.options.launcher.launchedBy(key);
    return this.outcomeOf(twin!.runId);
  }

  /**
   * Whether a run is what an attempt of this passage of its parent has launched. Attempts count from 1
   * in each passage: what an earlier one has launched may speak of the same attempt.
   */
  async isOf(
    parent: { runId: string; generation: number },
    childRunId: string,
    attempt: AttemptPlace,
  ): Promise<boolean> {
    const child = await this.options
      .knex('runs')
      .where({ id: childRunId })
      .first('workflow_id');
    const known = await this.options.launcher.launchedBy(
      keyOf(parent, attempt, child.workflow_id),
    );
    return known?.runId === childRunId;
  }

  /** Asks for the run that an attempt has launched to be canceled, where it has not ended. */
  async cancel(
    parent: { runId: string; generation: number },
    attempt: AttemptPlace,
  ): Promise<void> {
    const open = await this.#openChildren(parent.runId).where({
      parent_step_key: attempt.step,
      parent_item_index: attempt.item,
      parent_attempt: attempt.attempt,
    });
    for (const child of open) {
      if (await this.isOf(parent, child.id, attempt)) {
        await this.#askToEnd(parent.runId, child);
      }
    }
  }

  /**
   * Asks for all runs to be canceled that a run has launched and that none of its attempts waits for:
   * whoever was to cancel them may have died before.
   */
  async cancelOthers(
    parentRunId: string,
    isWaitedFor: (childRunId: string, of: AttemptPlace) => Promise<boolean>,
  ): Promise<void> {
    for (const child of await this.#openChildren(parentRunId)) {
      const isWanted = await isWaitedFor(child.id, {
        step: child.parent_step_key,
        item: child.parent_item_index,
        attempt: child.parent_attempt,
      });
      if (!isWanted) await this.#askToEnd(parentRunId, child);
    }
  }

  #openChildren(parentRunId: string) {
    return this.options
      .knex('runs')
      .where({ parent_run_id: parentRunId })
      .whereNull('completed_at');
  }

  async #askToEnd(
    parentRunId: string,
    child: Record<string, any>,
  ): Promise<void> {
    const { recorder, now, notify } = this.options;
    const id = newId('act');
    const actor = `run:${parentRunId}`;
    const reason = 'The run that launched it does not need it any more';
    try {
      await recorder.commit({
        runId: child.id,
        claims: [
          {
            table: 'actions',
            key: ['id'],
            row: {
              id,
              tenant_id: child.tenant_id,
              run_id: child.id,
              actor,
              idempotency_key: `cancel ${child.id} ${child.generation}`,
              request_hash: '',
              action: 'cancel',
              step_key: '',
              item_index: -1,
              reason,
              status: 'requested',
              requested_at: now(),
            },
          },
        ],
        facts: [
          {
            type: 'action.requested',
            at: now(),
            generation: child.generation,
            actionId: id,
            action: 'cancel',
            actor,
            reason,
          },
        ],
        wakeAt: now(),
      });
    } catch (error) {
      // It was asked before.
      if (!(error instanceof KeyTaken)) throw error;
    }
    notify(child.id);
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
    const { input, outputs, sealedAt } = await openSealed(
      knex,
      sealer,
      runId,
      run.generation,
    );
    const completed = await knex('steps')
      .where({ run_id: runId, status: 'completed' })
      .select('step_key', 'item_index', 'status', 'generation');
    const steps = new Map(
      completed.map(row => [unitId(row.step_key, row.item_index), row]),
    );
    keepCurrent(outputs, sealedAt, unit => steps.get(unit));
    const output = new RunValues(graph, input, outputs).runOutput();
    const failed = graph.definition.chunkOf
      ? (output as { failed: number }).failed
      : 0;
    return { type: 'completed', output, failedItems: failed };
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

  async #orderOf(
    parent: {
      runId: string;
      generation: number;
      graph: WorkflowGraph;
      values: RunValues;
    },
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

/** What launches a run once for each attempt. */
function keyOf(
  parent: { runId: string; generation: number },
  { step, item, attempt }: AttemptPlace,
  workflowId: string,
): LaunchKey {
  const place = [parent.runId, unitId(step, item), parent.generation, attempt];
  return {
    row: {
      workflow_id: workflowId,
      kind: 'child',
      key: place.join('/'),
      request_hash: '',
    },
  };
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
