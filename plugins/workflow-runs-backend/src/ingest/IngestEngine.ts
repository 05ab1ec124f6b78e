import { Capabilities } from 'backstage-plugin-workflow-runs-common';
import {
  EngineAnswer,
  EngineCommand,
  EngineInstance,
  RunEngine,
} from 'backstage-plugin-workflow-runs-node';
import { CommandsConfig, IngestConfig, IngestSource } from './config';

/** Keeps commands for the engines that they are for. */
interface CommandQueue {
  order(command: EngineCommand): Promise<void>;
}

/** Engines that send events about their runs, as the configuration names them. */
export class IngestEngine implements RunEngine {
  readonly id = 'ingest';
  readonly #instances: ReadonlyMap<string, EngineInstance>;
  readonly #sources: readonly IngestSource[];

  #queue: CommandQueue | undefined;

  constructor({ sources }: IngestConfig) {
    this.#instances = new Map(
      sources.map(({ engine: id, tenant: tenantId, environment, mode }) => [
        id,
        { id, tenantId, environment, mode },
      ]),
    );
    // The longest prefix is the one that is meant.
    this.#sources = [...sources].sort(
      (a, b) => b.source.length - a.source.length,
    );
  }

  /** Says where commands are kept for the engines. */
  orderBy(queue: CommandQueue): void {
    this.#queue = queue;
  }

  instances(): readonly EngineInstance[] {
    return [...this.#instances.values()];
  }

  /** What the configuration says that it can be asked. */
  capabilities({ id }: Pick<EngineInstance, 'id'>): Capabilities {
    return {
      launch: false,
      actions: this.commandsOf(id)?.actions ?? [],
      logs: true,
      artifacts: true,
    };
  }

  /** Nobody is asked at once: engines that send events come for it, or have it posted. */
  async perform(command: EngineCommand): Promise<EngineAnswer> {
    await this.#queue!.order(command);
    return { status: 'queued' };
  }

  /** How an instance is told what is asked of it; undefined where nothing can be. */
  commandsOf(instance: string): CommandsConfig | undefined {
    return this.#sources.find(({ engine }) => engine === instance)?.commands;
  }

  /** Whether anything can be asked of any instance that has an address. */
  hasWebhooks(): boolean {
    return this.#sources.some(({ commands }) => commands?.webhook);
  }

  /** Those that a sender may speak for. */
  instancesOf(subject: string): string[] {
    return this.#sources
      .filter(({ subjects }) => subjects.includes(subject))
      .map(({ engine }) => engine);
  }

  /** The instance that a sender may tell of by a source; undefined where it may not. */
  instanceFor(subject: string, source: string): EngineInstance | undefined {
    const found = this.#sources.find(each => source.startsWith(each.source));
    return found?.subjects.includes(subject)
      ? this.#instances.get(found.engine)
      : undefined;
  }
}
