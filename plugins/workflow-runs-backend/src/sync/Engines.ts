import { ConflictError } from '@backstage/errors';
import { Capabilities } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance, RunEngine } from 'backstage-plugin-workflow-runs-node';
import { capabilitiesOf } from '../engine/capabilities';

/** Ids as workflows can be named with; the portal's own engine has one of them. */
const INSTANCE_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

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

  /** @throws ConflictError where two instances have one id, or one has an id that cannot be */
  constructor(engines: readonly RunEngine[]) {
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
    return at.engine.capabilities(
      at.instance,
      run && { nativeId: run.nativeId },
    );
  };
}
