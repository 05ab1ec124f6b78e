import { Engines } from './Engines';
import { EngineSync, EngineSyncOptions } from './EngineSync';

/** Asks all engines that can be asked, as far as this backend is the one who does. */
export class SyncCoordinator {
  readonly #syncs: ReadonlyMap<string, EngineSync>;

  constructor(engines: Engines, options: EngineSyncOptions) {
    const asked = options.config.enabled
      ? engines.all.filter(({ engine }) => engine.sync)
      : [];
    this.#syncs = new Map(
      asked.map(at => [at.instance.id, new EngineSync(at, options)]),
    );
  }

  start(): void {
    for (const sync of this.#syncs.values()) sync.start();
  }

  notify(instance: string): void {
    this.#syncs.get(instance)?.notify();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#syncs.values()].map(sync => sync.stop()));
  }
}
