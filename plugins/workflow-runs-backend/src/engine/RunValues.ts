import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  fillIn,
  newFanOut,
  outputOfMap,
  resolve,
  unitId,
  unitsOf,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';

/** What a chunk of a fan-out is launched with: a part of the list, and what its items may read. */
export interface ChunkInput {
  items: Json[];
  /** Index of the first item in the whole list. */
  offset: number;
  input: Json;
  outputs: Record<string, Json>;
}

/** What a run has been given and has put out so far, unredacted. */
export class RunValues {
  readonly #outputs: Map<string, Json>;
  readonly #items = new Map<string, Json[]>();
  readonly #chunk: ChunkInput | undefined;

  constructor(
    private readonly graph: WorkflowGraph,
    readonly input: Json,
    /** By unit: a step or an item. */
    outputs: Iterable<[string, Json]>,
  ) {
    this.#outputs = new Map(outputs);
    this.#chunk = graph.definition.chunkOf
      ? (input as unknown as ChunkInput)
      : undefined;
  }

  /** The input as handlers know it: of a chunk, that of the run that it is a part of. */
  get inputOfHandlers(): Json {
    return this.#chunk ? this.#chunk.input : this.input;
  }

  /** Index of the first item of this run in the list of the fan-out. */
  get offset(): number {
    return this.#chunk?.offset ?? 0;
  }

  keep(unit: string, output: Json): void {
    this.#outputs.set(unit, output);
  }

  outputOf(unit: string): Json | undefined {
    return this.#outputs.get(unit);
  }

  /** What a step has put out; of a fan-out, the results of its items. */
  outputOfStep(step: string): Json | undefined {
    const own = this.#outputs.get(step);
    if (own !== undefined) return own;
    if (!this.graph.has(step)) {
      const { outputs = {} } = this.#chunk ?? {};
      return Object.hasOwn(outputs, step) ? outputs[step] : undefined;
    }
    return this.graph.step(step).type === 'map'
      ? this.#outputOfMap(step)
      : undefined;
  }

  /** The outputs of all steps, read when they are asked for: handlers get copies of their own. */
  outputsOfHandlers(isCompleted: (step: string) => boolean) {
    const copies = new Map<string, Json>();
    const isThere = (step: string | symbol): step is string =>
      typeof step === 'string' &&
      ((this.graph.has(step) && isCompleted(step)) ||
        (this.#chunk !== undefined &&
          Object.hasOwn(this.#chunk.outputs, step)));
    const read = (step: string | symbol) => {
      if (!isThere(step)) return undefined;
      if (!copies.has(step)) {
        copies.set(step, structuredClone(this.outputOfStep(step) ?? null));
      }
      return copies.get(step);
    };
    return new Proxy<Record<string, Json>>(
      {},
      {
        get: (_, step) => read(step),
        has: (_, step) => isThere(step),
        set: () => false,
        ownKeys: () =>
          [
            ...new Set([
              ...this.graph.definition.steps.map(({ key }) => key),
              ...Object.keys(this.#chunk?.outputs ?? {}),
            ]),
          ].filter(isThere),
        getOwnPropertyDescriptor: (_, step) =>
          isThere(step)
            ? { enumerable: true, configurable: true, value: read(step) }
            : undefined,
      },
    );
  }

  /** The list that a fan-out is over. */
  itemsOf(step: string): Json[] {
    const known = this.#items.get(step);
    if (known) return known;
    const definition = this.graph.step(step);
    const items =
      definition.type === 'map'
        ? resolve(definition.items, this.#values(step))
        : undefined;
    const list = Array.isArray(items) ? items : [];
    this.#items.set(step, list);
    return list;
  }

  /** Forgets what units have put out that are to run again, and what their lists were. */
  forget(units: readonly string[]): void {
    for (const unit of units) this.#outputs.delete(unit);
    this.#items.clear();
  }

  /** What a chunk of a fan-out is launched with. */
  chunkInput(step: string, { from, to }: { from: number; to: number }): Json {
    const upstream = this.graph.definition.steps
      .map(({ key }) => key)
      .filter(key => key !== step && this.graph.isUpstream(key, step));
    const input: ChunkInput = {
      items: this.itemsOf(step).slice(from, to),
      offset: from,
      input: this.input,
      outputs: Object.fromEntries(
        upstream.flatMap(key => {
          const output = this.outputOfStep(key);
          return output === undefined ? [] : [[key, output]];
        }),
      ),
    };
    return input as unknown as Json;
  }

  /** What the run puts out, once it has completed. */
  runOutput(): Json {
    const { output } = this.graph.definition;
    const steps = this.graph.definition.steps.map(({ key }) => key);
    if (!output) {
      return Object.fromEntries(
        this.graph.leaves.map(key => [key, this.outputOfStep(key) ?? null]),
      );
    }
    return fillIn(output, {
      input: this.input,
      outputs: this.#outputsOf(steps),
    });
  }

  #values(step: string) {
    return {
      input: this.input,
      outputs: this.#outputsOf(this.graph.referencesOf(step)),
    };
  }

  #outputsOf(steps: readonly string[]): Record<string, Json> {
    return Object.fromEntries(
      steps.flatMap(key => {
        const output = this.outputOfStep(key);
        return output === undefined ? [] : [[key, output]];
      }),
    );
  }

  #outputOfMap(step: string): Json {
    const items = this.itemsOf(step).length;
    const fanOut = newFanOut(items);
    const outputs: Record<string, Json> = {};
    let completed = 0;
    for (let i = 0; i < unitsOf(fanOut); i++) {
      const output = this.#outputs.get(unitId(step, i));
      if (output === undefined) continue;
      outputs[unitId(step, i)] = output;
      completed +=
        fanOut.chunk === 1 ? 1 : (output as { completed: number }).completed;
    }
    const counted = { ...fanOut, completed, failed: items - completed };
    return outputOfMap(counted, step, outputs);
  }
}
