import { Chores } from '../engine/Chores';
import { EngineCommands } from './EngineCommands';
import { Engines } from './Engines';
import { EngineSync, EngineSyncOptions } from './EngineSync';

/** How often it is looked for commands that nobody will answer any more. */
const FORGOTTEN_MS = 30_000;

/** Asks all engines that can be asked, as far as this backend is the one who does. */
export class SyncCoordinator {
  readonly #syncs: ReadonlyMap<string, EngineSync>;
  readonly #chores: Chores;

  constructor(
    engines: Engines,
    private readonly options: EngineSyncOptions & {
      commands: Pick<EngineCommands, 'answerForgotten'>;
    },
  ) {
    const asked = options.config.enabled
      ? engines.all.filter(({ engine }) => engine.sync)
      : [];
    this.#syncs = new Map(
      asked.map(at => [at.instance.id, new EngineSync(at, options)]),
    );
    this.#chores = new Chores(error =>
      options.logger.warn(`Commands wait for an answer: ${error}`),
    );
  }

  start(): void {
    for (const sync of this.#syncs.values()) sync.start();
    this.#chores.every(FORGOTTEN_MS, () =>
      this.options.commands.answerForgotten(),
    );
  }

  notify(instance: string): void {
    this.#syncs.get(instance)?.notify();
  }

  async stop(): Promise<void> {
    this.#chores.stop();
    await this.#chores.idle();
    await Promise.all([...this.#syncs.values()].map(sync => sync.stop()));
  }
}
