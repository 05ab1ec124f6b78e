import { Knex } from 'knex';
import { unitId } from 'backstage-plugin-workflow-runs-common/machine';
import { newId } from '../database/ids';
import { Recorder } from '../recorder/Recorder';
import { KeyTaken } from '../recorder/Transition';
import { Launcher, LaunchKey } from '../runs/Launcher';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { ChildOrders, ParentRun, StartChild } from './ChildOrders';
import { ChildOutcome, childOutcome } from './childOutcome';

/** An attempt that is a run. */
type AttemptPlace = Pick<StartChild, 'step' | 'item' | 'attempt'>;

/** Launches runs for attempts of other runs, and tells how they ended. */
export class ChildRuns {
  readonly #orders: ChildOrders;

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
  ) {
    this.#orders = new ChildOrders(options);
  }

  /**
   * Launches the child of an attempt, or finds the one that was launched before.
   *
   * @returns how it has ended, where it has; undefined where it is still to end
   */
  async start(
    parent: ParentRun,
    child: StartChild,
  ): Promise<ChildOutcome | undefined> {
    const launch = await this.#orders.orderOf(parent, child);
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

  /** How a run has ended; undefined where it has not. */
  outcomeOf(runId: string): Promise<ChildOutcome | undefined> {
    return childOutcome(runId, this.options);
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
