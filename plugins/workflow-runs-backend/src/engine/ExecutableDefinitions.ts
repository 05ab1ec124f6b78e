import { DefinitionStore } from '../workflows/DefinitionStore';
import {
  handlersNeeded,
  WorkflowRegistry,
} from '../workflows/WorkflowRegistry';

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
      let needed = this.#needed.get(hash);
      if (!needed) {
        const { definition } = await this.definitions.graph(hash);
        needed = [...new Set(handlersNeeded(definition))];
        this.#needed.set(hash, needed);
      }
      if (needed.every(name => offered.has(name))) executable.push(hash);
    }
    this.#hashes = executable;
  }
}
