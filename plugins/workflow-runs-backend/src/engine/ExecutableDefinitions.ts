import { DefinitionStore } from '../workflows/DefinitionStore';
import {
  handlersNeeded,
  WorkflowRegistry,
} from '../workflows/WorkflowRegistry';
import { reasonOf } from './UnreadableRuns';

/** The definitions whose handlers this backend has, all of them: a run stays with one worker. */
export class ExecutableDefinitions {
  /** What a hash stands for never changes, and there are more of them than graphs in memory. */
  readonly #needed = new Map<string, string[]>();
  #hashes: string[] = [];

  constructor(
    private readonly definitions: DefinitionStore,
    private readonly registry: WorkflowRegistry,
  ) {}

  get hashes(): readonly string[] {
    return this.#hashes;
  }

  /** Looks which definitions there are by now. */
  async learn(): Promise<void> {
    const offered = new Set(this.registry.offered);
    const executable: string[] = [];
    for (const hash of await this.definitions.hashes()) {
      const needed = this.#needed.get(hash) ?? (await this.#read(hash));
      if (needed?.every(name => offered.has(name))) executable.push(hash);
    }
    this.#hashes = executable;
  }

  /** @returns undefined where it is damaged: that concerns its own runs, and no others */
  async #read(hash: string): Promise<string[] | undefined> {
    try {
      const { definition } = await this.definitions.graph(hash);
      const needed = [...new Set(handlersNeeded(definition))];
      this.#needed.set(hash, needed);
      return needed;
    } catch (error) {
      // Null: the database could not answer.
      if (reasonOf(error) === null) throw error;
      return undefined;
    }
  }
}
