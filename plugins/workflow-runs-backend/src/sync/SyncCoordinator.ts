import { EngineAt, Engines } from './Engines';
import { EngineSync, EngineSyncOptions } from './EngineSync';

/** Asks all engines that can be asked, as far as this backend is the one who does. */
export class SyncCoordinator {
  readonly #asked: readonly EngineAt[];
  readonly #syncs: ReadonlyMap<string, EngineSync>;

  constructor(engines: Engines, private readonly options: EngineSyncOptions) {
    this.#asked = options.config.enabled
      ? engines.all.filter(({ engine }) => engine.sync)
      : [];
    this.#syncs = new Map(
      this.#asked.map(at => [at.instance.id, new EngineSync(at, options)]),
    );
  }

  start(): void {
    for (const sync of this.#syncs.values()) sync.start();
    const warn = (id: string) => (error: unknown) =>
      this.options.logger.warn(
        `What the engine ${id} tells waits for the next sweep: ${error}`,
      );
    for (const { engine, instance } of this.#asked) {
      const { id } = instance;
      const hear = () => void this.#hear(id).catch(warn(id));
      engine.listen?.(hear).catch(warn(id));
    }
  }

  notify(instance: string): void {
    this.#syncs.get(instance)?.notify();
  }

  /** Something may have begun, and have ended already: both are asked for. */
  async #hear(instance: string): Promise<void> {
    const { orders, clock } = this.options;
    const now = await clock();
    await orders.want(instance, 'open', now);
    await orders.want(instance, 'window', now);
    this.notify(instance);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#syncs.values()].map(sync => sync.stop()));
  }
}
