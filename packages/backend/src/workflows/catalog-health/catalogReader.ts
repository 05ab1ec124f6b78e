import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';

const PAGE_SIZE = 200;

/** Reads the portal's catalog as the plugin that runs the workflow, page by page. */
export class CatalogReader {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  static create(options: {
    catalog: CatalogService;
    auth: AuthService;
  }): CatalogReader {
    return new CatalogReader(options.catalog, options.auth);
  }

  private constructor(catalog: CatalogService, auth: AuthService) {
    this.#catalog = catalog;
    this.#auth = auth;
  }

  /** How many entities of the kind there are. */
  async count(kind: string): Promise<number> {
    const { totalItems } = await this.#ask(credentials =>
      this.#catalog.queryEntities(
        { filter: { kind }, fields: ['kind'], limit: 1 },
        { credentials },
      ),
    );
    return totalItems;
  }

  /** The entities of the kinds, a page at a time, each with the given fields only. */
  async *pages(
    kinds: readonly string[],
    fields: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<Entity[]> {
    let cursor: string | undefined;
    do {
      signal.throwIfAborted();
      const page = cursor ? { cursor } : { filter: { kind: [...kinds] } };
      const { items, pageInfo } = await this.#ask(credentials =>
        this.#catalog.queryEntities(
          { ...page, fields: [...fields], limit: PAGE_SIZE },
          { credentials },
        ),
      );
      yield items;
      cursor = pageInfo.nextCursor;
    } while (cursor);
  }

  /** Those of the refs that lead nowhere. */
  async missing(refs: readonly string[]): Promise<string[]> {
    if (refs.length === 0) return [];
    const entityRefs = [...refs];
    const { items } = await this.#ask(credentials =>
      this.#catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind'] },
        { credentials },
      ),
    );
    return entityRefs.filter((_, index) => !items[index]);
  }

  async #ask<T>(
    call: (credentials: BackstageCredentials) => Promise<T>,
  ): Promise<T> {
    try {
      return await call(await this.#auth.getOwnServiceCredentials());
    } catch (cause) {
      throw new StepFailure(
        'transient',
        `The catalog did not answer: ${
          cause instanceof Error ? cause.message : cause
        }`,
        { cause },
      );
    }
  }
}
