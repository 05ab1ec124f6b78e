import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Capabilities, RunAction } from 'backstage-plugin-workflow-runs-common';
import {
  EngineInstance,
  EngineVisibility,
  RunEngine,
} from 'backstage-plugin-workflow-runs-node';
import { capabilitiesOf } from '../engine/capabilities';
import { EngineSight } from '../queries/engineVisibility';

/** Ids as workflows can be named with; the portal's own engine has one of them. */
const INSTANCE_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** They make new runs: what launches runs can do it, and no run is asked for it. */
const LAUNCHES: readonly RunAction[] = ['rerun', 'clone'];
const isPerformed = (action: RunAction) => !LAUNCHES.includes(action);

/** An instance with the engine that it is of. */
export interface EngineAt {
  engine: RunEngine;
  instance: EngineInstance;
}

/** What can be asked of an engine, or of one of its runs. */
export type CapabilitiesOf = (
  engine: string,
  run?: { nativeId: string },
) => Capabilities;

/** The engines that run workflows elsewhere, by the ids of their instances. */
export class Engines {
  readonly #instances = new Map<string, EngineAt>();
  /** Those with permissions of their own. */
  readonly #asked: readonly RunEngine[];

  /** @throws ConflictError where two instances have one id, or one has an id that cannot be */
  constructor(
    engines: readonly RunEngine[],
    private readonly logger: LoggerService,
  ) {
    this.#asked = engines.filter(engine => engine.visibility);
    for (const engine of engines) {
      for (const instance of engine.instances()) {
        const { id } = instance;
        if (!INSTANCE_ID.test(id) || id === 'embedded') {
          throw new ConflictError(
            `The engine ${engine.id} has an instance '${id}': ids are lower case, like 'ci-eu', and not 'embedded'`,
          );
        }
        if (this.#instances.has(id)) {
          throw new ConflictError(
            `Two instances of engines have the id '${id}': one of them is of ${engine.id}`,
          );
        }
        this.#instances.set(id, { engine, instance });
      }
    }
  }

  get all(): readonly EngineAt[] {
    return [...this.#instances.values()];
  }

  find(id: string): EngineAt | undefined {
    return this.#instances.get(id);
  }

  /** What can be asked of an engine, or of one of its runs; nothing of one that is not there. */
  readonly capabilities: CapabilitiesOf = (id, run) => {
    const at = this.find(id);
    if (!at) return capabilitiesOf(id);
    const { engine } = at;
    const told = this.#told(at, run);
    // What it cannot be asked for, it cannot do.
    const launch = told.launch && engine.launch !== undefined;
    return {
      ...told,
      launch,
      actions: [
        ...(engine.perform ? told.actions.filter(isPerformed) : []),
        ...(launch ? LAUNCHES : []),
      ],
      queries: told.queries === true && engine.query !== undefined,
      nativeHistory:
        told.nativeHistory === true && engine.history !== undefined,
      retryPlans: engine.planRetry !== undefined,
    };
  };

  /**
   * What engines let somebody see of their runs: of one that does not say, nothing.
   */
  async visibilities(
    credentials: BackstageCredentials,
  ): Promise<EngineSight[]> {
    return Promise.all(
      this.#asked.map(async engine => ({
        instances: engine.instances().map(({ id }) => id),
        visibility: await this.#visibilityOf(engine, credentials),
      })),
    );
  }

  /** One engine that fails must not take the pages of all with it. */
  #told(
    { engine, instance }: EngineAt,
    run: { nativeId: string } | undefined,
  ): Capabilities {
    try {
      const { nativeId } = run ?? {};
      return engine.capabilities(
        instance,
        nativeId === undefined ? undefined : { nativeId },
      );
    } catch (error) {
      this.logger.warn(
        `Nothing can be asked of the engine ${instance.id}: it does not say what: ${error}`,
      );
      return capabilitiesOf(instance.id);
    }
  }

  async #visibilityOf(
    engine: RunEngine,
    credentials: BackstageCredentials,
  ): Promise<EngineVisibility> {
    try {
      return await engine.visibility!(credentials);
    } catch (error) {
      this.logger.warn(
        `Runs of the engine ${engine.id} are hidden: it does not say who may see them: ${error}`,
      );
      return 'none';
    }
  }
}
