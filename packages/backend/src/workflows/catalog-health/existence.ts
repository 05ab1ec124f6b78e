import { CatalogReader } from './catalogReader';

/** Remembers which refs lead somewhere, because many entities point at the same few. */
export class Existence {
  readonly #catalog: CatalogReader;
  readonly #exists = new Map<string, boolean>();

  constructor(catalog: CatalogReader) {
    this.#catalog = catalog;
  }

  /** Those of the refs that lead nowhere. */
  async missingOf(refs: readonly string[]): Promise<Set<string>> {
    const unknown = [...new Set(refs)].filter(ref => !this.#exists.has(ref));
    const missing = new Set(await this.#catalog.missing(unknown));
    for (const ref of unknown) this.#exists.set(ref, !missing.has(ref));
    return new Set(refs.filter(ref => !this.#exists.get(ref)));
  }
}
