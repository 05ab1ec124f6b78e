import { Chores } from '../engine/Chores';
import { AcceptedCommands } from './AcceptedCommands';
import { EngineCommands } from './EngineCommands';
import { EngineAt, Engines } from './Engines';
import { EngineSync, EngineSyncOptions } from './EngineSync';

/** How often it is looked for commands that nobody will answer any more. */
const FORGOTTEN_MS = 30_000;
/** How often it is looked whether runs tell what has come of what their engines have taken up. */
const ACCEPTED_MS = 2_000;

/** Asks all engines that can be asked, as far as this backend is the one who does. */
export class SyncCoordinator {
  readonly #asked: readonly EngineAt[];
  readonly #syncs: ReadonlyMap<string, EngineSync>;
  readonly #chores: Chores;

  constructor(
    engines: Engines,
    private readonly options: EngineSyncOptions & {
      commands: Pick<EngineCommands, 'answerForgotten'>;
      accepted: Pick<AcceptedCommands, 'settle'>;
    },
  ) {
    this.#asked = options.config.enabled
      ? engines.all.filter(({ engine }) => engine.sync)
      : [];
    this.#syncs = new Map(
      this.#asked.map(at => [at.instance.id, new EngineSync(at, options)]),
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
    this.#chores.every(ACCEPTED_MS, () => this.options.accepted.settle());
    for (const at of this.#asked) this.#listen(at);
  }

  notify(instance: string): void {
    this.#syncs.get(instance)?.notify();
  }

  async stop(): Promise<void> {
    this.#chores.stop();
    await this.#chores.idle();
    await Promise.all([...this.#syncs.values()].map(sync => sync.stop()));
  }

  #listen({ engine, instance: { id } }: EngineAt): void {
    const warn = (error: unknown) =>
      this.options.logger.warn(
        `What the engine ${id} tells waits for the next sweep: ${error}`,
      );
    engine.listen?.(() => void this.#hear(id).catch(warn)).catch(warn);
  }

  /** Something may have begun, and have ended already: both are asked for. */
  async #hear(instance: string): Promise<void> {
    const { orders, clock } = this.options;
    const now = await clock();
    await orders.want(instance, 'open', now);
    await orders.want(instance, 'window', now);
    this.notify(instance);
  }
}
