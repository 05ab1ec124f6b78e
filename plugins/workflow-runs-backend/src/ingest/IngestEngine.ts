import { Capabilities } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance, RunEngine } from 'backstage-plugin-workflow-runs-node';
import { IngestConfig, IngestSource } from './config';

/** Engines that send events are told nothing: nothing can be asked of them. */
const CAPABILITIES: Capabilities = {
  launch: false,
  actions: [],
  logs: true,
  artifacts: false,
};

/** Engines that send events about their runs, as the configuration names them. */
export class IngestEngine implements RunEngine {
  readonly id = 'ingest';
  readonly #instances: ReadonlyMap<string, EngineInstance>;
  readonly #sources: readonly IngestSource[];

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

  instances(): readonly EngineInstance[] {
    return [...this.#instances.values()];
  }

  capabilities(): Capabilities {
    return CAPABILITIES;
  }

  /** The instance that a sender may tell of by a source; undefined where it may not. */
  instanceFor(subject: string, source: string): EngineInstance | undefined {
    const found = this.#sources.find(each => source.startsWith(each.source));
    return found?.subjects.includes(subject)
      ? this.#instances.get(found.engine)
      : undefined;
  }
}
