import { ArtifactStore } from './ArtifactStore';

/** The stores that there are: what was put into one is read from it, whichever takes what is new. */
export class ArtifactStores {
  readonly #stores: Map<string, ArtifactStore>;

  /** Takes what is new. */
  readonly newest: ArtifactStore;

  /** @param stores - the first takes what is new */
  constructor(stores: [ArtifactStore, ...ArtifactStore[]]) {
    [this.newest] = stores;
    this.#stores = new Map(stores.map(store => [store.id, store]));
  }

  /** @throws Error where a store is not configured any more */
  of(id: string): ArtifactStore {
    const store = this.#stores.get(id);
    if (store) return store;
    throw new Error(`The store '${id}' of artifacts is not configured`);
  }
}
