import { setTimeout as sleep } from 'node:timers/promises';
import {
  definitionActionSchema,
  RunFact,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { unitId } from 'backstage-plugin-workflow-runs-common/machine';
import {
  Answer,
  Chronicle,
  historyOf,
  Moment,
  Operation,
  Played,
  REST_MS,
  Scenario,
} from 'backstage-plugin-workflow-runs-node/testing';
import { ActionRequest } from '../../runs/ActionDesk';
import { ActionRefused } from '../../runs/ActionRefused';
import { TestEngine } from '../TestEngine';
import { ScriptedCode } from './ScriptedCode';

/** How long a scenario may take; on a busy machine, with many others. */
const LIMIT_MS = 90_000;
const LOOK_MS = 50;

/** A scenario on the embedded engine: its run, its code and its operators. */
export class ScenarioPlay {
  readonly #chronicle = new Chronicle();
  readonly #code: ScriptedCode;
  readonly #paths = new Map<string, Promise<string>>();
  #runId: string | undefined;
  #reading: Promise<void> = Promise.resolve();
  #read = 0;
  #isLate = false;

  constructor(
    private readonly engine: TestEngine,
    private readonly scenario: Scenario,
  ) {
    this.#code = new ScriptedCode(scenario, {
      chronicle: this.#chronicle,
      pathOf: runId => this.#pathOf(runId),
      kill: runId => this.#kill(runId),
      now: () => Date.now(),
    });
  }

  get workflows() {
    return this.#code.workflows;
  }

  onCommit(runIds: ReadonlySet<string>): void {
    if (this.#runId && runIds.has(this.#runId)) this.#readNews();
  }

  async play(): Promise<Played> {
    const { definition, input } = this.scenario;
    const runId = await this.engine.launch(definition.name, { input });
    this.#runId = runId;
    this.#readNews();
    const late = sleep(LIMIT_MS, undefined, { ref: false }).then(() => {
      this.#isLate = true;
      const told = JSON.stringify(historyOf(this.#chronicle.facts), null, 2);
      throw new Error(`It has not come to rest; this was told: ${told}`);
    });
    const played = async () => {
      const refusals = await this.#act(runId);
      while (!(await this.#isAtRest(runId)) && !this.#isLate)
        await sleep(LOOK_MS);
      this.#readNews();
      await this.#reading;
      return this.#result(runId, refusals);
    };
    return Promise.race([played(), late]);
  }

  /** Does what operators do. @returns what was refused at once, by the number of the action */
  async #act(runId: string): Promise<Map<number, Answer>> {
    const refusals = new Map<number, Answer>();
    for (const [index, { when, asks }] of this.scenario.actions.entries()) {
      await this.#until(when);
      try {
        await this.engine.act(runId, toRequest(asks), keyOf(runId, index));
        if (asks.action !== 'send_event')
          await this.#untilAnswered(runId, index);
      } catch (error) {
        if (!(error instanceof ActionRefused)) throw error;
        // What the portal does itself is no matter of engines.
        const allowed = definitionActionSchema.options.filter(
          action => error.allowedActions[action].allowed,
        );
        const { message: reason } = error;
        refusals.set(index, { outcome: 'refused', reason, allowed });
      }
    }
    return refusals;
  }

  async #untilAnswered(runId: string, index: number): Promise<void> {
    const open = () =>
      this.engine
        .knex('actions')
        .where({ run_id: runId, idempotency_key: keyOf(runId, index) })
        .whereIn('status', ['requested', 'accepted'])
        .first();
    while ((await open()) && !this.#isLate) await sleep(LOOK_MS);
  }

  #until(moment: Moment): Promise<void> {
    return new Promise(resolve => {
      this.#chronicle.once(moment, resolve);
    });
  }

  /** Tells the chronicle what was recorded since it was last told. */
  #readNews() {
    this.#reading = this.#reading.then(async () => {
      for (const fact of await this.#factsOf(this.#runId!, this.#read)) {
        this.#read += 1;
        this.#chronicle.tell(fact);
      }
    });
  }

  /** Whether nothing more comes of the run, and of those that it has launched: seen twice, for it takes several looks. */
  async #isAtRest(runId: string): Promise<boolean> {
    const before = await this.#restingAt(runId);
    await sleep(LOOK_MS);
    return before !== undefined && before === (await this.#restingAt(runId));
  }

  async #restingAt(runId: string): Promise<string | undefined> {
    const { knex } = this.engine;
    const runIds = await this.#treeOf(runId);
    const rows = await knex('engine_runs').whereIn('run_id', runIds);
    const horizon = Date.now() + REST_MS;
    const isParked = rows.every(
      ({ worker_id, wake_at }) =>
        worker_id === null && (wake_at === null || Number(wake_at) > horizon),
    );
    const open = [
      // Nobody reads what a run is told that has ended, until it is opened again.
      ...(await knex('run_messages').whereIn(
        'run_id',
        rows.map(row => row.run_id),
      )),
      ...(await knex('actions')
        .whereIn('run_id', runIds)
        .where({ status: 'requested' })),
    ];
    if (!isParked || open.length > 0) return undefined;
    const live = await knex('run_live')
      .whereIn('run_id', runIds)
      .orderBy('run_id');
    return live.map(row => `${row.run_id} ${row.last_number}`).join();
  }

  async #treeOf(runId: string): Promise<string[]> {
    const found = [runId];
    for (let parents = [runId]; parents.length > 0; ) {
      parents = await this.engine
        .knex('runs')
        .whereIn('parent_run_id', parents)
        .pluck('id');
      found.push(...parents);
    }
    return found;
  }

  #pathOf(runId: string): Promise<string> {
    const known = this.#paths.get(runId) ?? this.#findPath(runId);
    this.#paths.set(runId, known);
    return known;
  }

  async #findPath(runId: string): Promise<string> {
    const runOf = (id: string) =>
      this.engine.knex('runs').where({ id }).first();
    const row = await runOf(runId);
    if (row.parent_run_id === null) return '';
    const above = await this.#pathOf(row.parent_run_id);
    const { workflow_id: workflowAbove } = await runOf(row.parent_run_id);
    // A part of a fan-out speaks of its items as the whole does.
    if (row.workflow_id === workflowAbove) return above;
    return `${above}${unitId(row.parent_step_key, row.parent_item_index)}/`;
  }

  /** What becomes of a run whose worker is found dead; what the worker still does comes too late. */
  async #kill(runId: string): Promise<void> {
    const { knex, engine } = this.engine;
    await knex('engine_runs')
      .where({ run_id: runId })
      .update({
        worker_id: null,
        wake_at: Date.now(),
        epoch: knex.raw('epoch + 1'),
      });
    engine.wake();
  }

  async #result(
    runId: string,
    refusals: ReadonlyMap<number, Answer>,
  ): Promise<Played> {
    const { details, children } = this.engine;
    const { items } = await details.steps(runId, { limit: 20_000 });
    const outcome = await children.outcomeOf(runId);
    return {
      facts: this.#chronicle.facts,
      steps: Object.fromEntries(
        items.map(({ stepKey, itemIndex, status }) => [
          unitId(stepKey, itemIndex),
          status as StepStatus,
        ]),
      ),
      answers: await this.#answers(runId, refusals),
      ...(outcome?.type === 'completed' ? { output: outcome.output } : {}),
      children: await this.#children(runId),
    };
  }

  async #answers(
    runId: string,
    refusals: ReadonlyMap<number, Answer>,
  ): Promise<Answer[]> {
    const rows = await this.engine.knex('actions').where({ run_id: runId });
    const byKey = new Map(rows.map(row => [row.idempotency_key, row]));
    return this.scenario.actions.map((_, index): Answer => {
      const row = byKey.get(keyOf(runId, index));
      switch (row?.status) {
        case 'failed':
        case 'canceled':
          return { outcome: row.status, reason: row.message };
        case 'accepted':
        case 'completed':
          return { outcome: row.status };
        default:
          return (
            refusals.get(index) ?? {
              outcome: 'refused',
              reason: row?.message,
              allowed: [],
            }
          );
      }
    });
  }

  /** What the log holds of a run, as it was told to the recorder. */
  async #factsOf(runId: string, after = 0): Promise<RunFact[]> {
    const rows = await this.engine
      .knex('run_events')
      .where({ run_id: runId })
      .where('number', '>', after)
      .orderBy('number');
    return rows.map(row => ({
      type: row.type,
      at: Number(row.occurred_at),
      generation: row.generation,
      ...JSON.parse(row.payload),
    }));
  }

  async #children(runId: string): Promise<Played['children']> {
    const rows = await this.engine
      .knex('runs')
      .where({ parent_run_id: runId })
      .orderBy(['ordered_at', 'parent_attempt', 'id']);
    return Promise.all(
      rows.map(async row => ({
        unit: unitId(row.parent_step_key, row.parent_item_index),
        facts: await this.#factsOf(row.id),
      })),
    );
  }
}

function keyOf(runId: string, index: number): string {
  return `${runId}/${index}`;
}

function toRequest({ action, ...asked }: Operation): ActionRequest {
  const { note, ...details } = asked as { note?: string };
  return {
    action,
    reason: note ?? 'as the scenario says',
    ...(Object.keys(details).length > 0 ? { details } : {}),
  };
}
