import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  fillIn,
  isRollback,
  newFanOut,
  outputOfMap,
  resolve,
  undoneBy,
  unitId,
  unitsOf,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { End, Scene } from './Scene';

/** What a run was given and has put out, for the code that gives it back and for what launched the run. */
export class MachineValues {
  readonly #outputs = new Map<string, Json>();

  constructor(
    private readonly graph: WorkflowGraph,
    private readonly input: Json,
  ) {}

  keep(unit: string, output: Json) {
    this.#outputs.set(unit, output);
  }

  forget(units: readonly string[]) {
    for (const unit of units) this.#outputs.delete(unit);
  }

  /** What code gets beside the run's own values: an item, or what a rollback is to undo. */
  givenTo(step: string, item: number): Json {
    if (isRollback(step)) return this.#outputOf(undoneBy(step)) ?? null;
    return item < 0 ? this.input : this.#itemsOf(step)[item] ?? null;
  }

  heartbeatOf(step: string): number | undefined {
    const node = this.graph.node(step);
    const work = node.type === 'map' ? node.each : node;
    return 'heartbeatMs' in work ? work.heartbeatMs : undefined;
  }

  validatorsOf(step: string): string[] {
    const node = this.graph.node(step);
    const work = node.type === 'map' ? node.each : node;
    const validators = 'validators' in work ? work.validators ?? [] : [];
    return validators.map(({ name }) => name);
  }

  /** How a part of a fan-out ends that is too wide for one run: its items are tried once. */
  chunkOf(
    step: string,
    { from, to }: { from: number; to: number },
    scene: Scene,
    path: string,
  ): End {
    const results: Json[] = [];
    let failedItems = 0;
    for (let item = from; item < to; item++) {
      const outcome = scene.outcomeOf(path + unitId(step, item));
      const isFailed = outcome.does === 'fail';
      if (isFailed) failedItems += 1;
      results.push(outcome.does === 'complete' ? outcome.output : null);
    }
    const items = to - from;
    const completed = items - failedItems;
    const output = { items, completed, failed: failedItems, results };
    return { type: 'completed', output, failedItems };
  }

  runOutput(): Json {
    const { output, steps } = this.graph.definition;
    const outputs = Object.fromEntries(
      steps.flatMap(({ key }) => {
        const own = this.#outputOf(key);
        return own === undefined ? [] : [[key, own]];
      }),
    );
    return output
      ? fillIn(output, { input: this.input, outputs })
      : Object.fromEntries(
          this.graph.leaves.map(key => [key, outputs[key] ?? null]),
        );
  }

  #outputOf(step: string): Json | undefined {
    const own = this.#outputs.get(step);
    if (own !== undefined || this.graph.step(step).type !== 'map') return own;
    return this.#outputOfFanOut(step);
  }

  #outputOfFanOut(step: string): Json {
    const fanOut = newFanOut(this.#itemsOf(step).length);
    let completed = 0;
    for (let i = 0; i < unitsOf(fanOut); i++) {
      const output = this.#outputs.get(unitId(step, i));
      if (output === undefined) continue;
      completed +=
        fanOut.chunk === 1 ? 1 : (output as { completed: number }).completed;
    }
    const failed = fanOut.items - completed;
    const outputs = Object.fromEntries(this.#outputs);
    return outputOfMap({ ...fanOut, completed, failed }, step, outputs);
  }

  #itemsOf(key: string): Json[] {
    const step = this.graph.step(key);
    const items =
      step.type === 'map' &&
      resolve(step.items, {
        input: this.input,
        outputs: Object.fromEntries(this.#outputs),
      });
    return Array.isArray(items) ? items : [];
  }
}
