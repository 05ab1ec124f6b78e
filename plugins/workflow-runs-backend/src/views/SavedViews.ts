import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  ParsedRequest,
  permissionNames,
  Routes,
  RunFilter,
  RunSort,
  SavedView,
  ViewFilter,
  viewFilterSchema,
} from 'backstage-plugin-workflow-runs-common';
import { newId } from '../database/ids';
import { toIso } from '../database/time';
import { faultOf } from '../queries/list/tagPattern';
import { PermissionMissing } from '../queries/PermissionMissing';
import { TextRedactor } from '../privacy/Redactor';
import { Identity } from '../runs/Identity';
import { InvalidInput, refusal, toPointer } from '../runs/InvalidInput';
import { EffectiveQuery, effectiveQuery } from './effectiveQuery';
import { once } from './once';
import { isTeam, ownerFor } from './owners';
import {
  NameTaken,
  Outdated,
  SavedViewStore,
  ViewRecord,
} from './SavedViewStore';

/** Views that one owner has at most. Two that are saved at once may both be the last. */
const MAX_PER_OWNER = 200;
/** Views that a list holds at most. */
const MAX_LISTED = 500;

/** Who asks, and whether they may save views for their groups. */
export interface ViewCaller extends Identity {
  mayShare: boolean;
}

type Wanted = ParsedRequest<Routes['createView']>['body'];
type Change = ParsedRequest<Routes['changeView']>['body'];

/** What a query says of runs, perhaps by way of a view. */
export type AskedRuns = RunFilter & { view?: string; sort?: RunSort };

/**
 * Saved views: whose they are decides who sees and changes them. What they show is up to the permissions
 * of whoever looks; a view grants nothing.
 */
export class SavedViews {
  constructor(
    private readonly options: {
      store: SavedViewStore;
      redactor: TextRedactor;
      now: () => number;
    },
  ) {}

  async list(
    caller: ViewCaller,
  ): Promise<{ items: SavedView[]; isMore: boolean }> {
    if (caller.ownershipRefs.length === 0) return { items: [], isMore: false };
    // One's own go before those of groups where there are too many.
    const owners = [...new Set([caller.ref, ...caller.ownershipRefs])];
    const found = await this.options.store.list(owners, MAX_LISTED + 1);
    const items = found
      .slice(0, MAX_LISTED)
      .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
      .map(view => toWire(view, caller));
    return { items, isMore: found.length > MAX_LISTED };
  }

  /** @throws NotFoundError where there is none, or none that the caller may see */
  async get(id: string, caller: ViewCaller): Promise<SavedView> {
    return toWire(await this.#visible(id, caller), caller);
  }

  /**
   * @returns the view, and whether it is this request that has made it
   * @throws InvalidInput, NotAllowedError, ConflictError
   */
  async create(
    wanted: Wanted,
    caller: ViewCaller,
    idempotencyKey?: string,
  ): Promise<{ view: SavedView; created: boolean }> {
    const { store } = this.options;
    const now = this.options.now();
    const { viewId, isRepeated } = await once(
      store,
      { actor: caller.ref, idempotencyKey, request: { create: wanted }, now },
      async key => {
        const view = {
          ...this.#clean(wanted),
          id: newId('view'),
          owner: ownerFor(wanted.owner ?? caller.ref, caller),
          createdBy: caller.ref,
          createdAt: now,
          updatedAt: now,
          version: 1,
        };
        demandEdit(view, caller);
        checkPattern(view);
        await this.#demandRoom(view.owner);
        await store.insert(view, key).catch(explainTaken);
        return view.id;
      },
    );
    return { view: await this.get(viewId, caller), created: !isRepeated };
  }

  /**
   * @throws NotFoundError, InvalidInput, NotAllowedError
   * @throws ConflictError where it was changed meanwhile
   */
  async change(
    id: string,
    { version, ...wanted }: Change,
    caller: ViewCaller,
    idempotencyKey?: string,
  ): Promise<SavedView> {
    const { store } = this.options;
    const now = this.options.now();
    const request = { change: id, version, wanted };
    await once(
      store,
      { actor: caller.ref, idempotencyKey, request, now },
      async key => {
        const known = await this.#visible(id, caller);
        demandEdit(known, caller);
        const view = {
          ...known,
          ...this.#clean(wanted),
          owner: ownerFor(wanted.owner ?? known.owner, caller),
          updatedAt: now,
          version: version + 1,
        };
        demandEdit(view, caller);
        checkPattern(view);
        if (known.version !== version) throw changedMeanwhile(known, version);
        if (view.owner !== known.owner) await this.#demandRoom(view.owner);
        await store
          .update(view, key)
          .catch(explainTaken)
          .catch(async error => {
            if (!(error instanceof Outdated)) throw error;
            throw changedMeanwhile(await this.#visible(id, caller), version);
          });
        return id;
      },
    );
    return this.get(id, caller);
  }

  /** @throws NotFoundError, NotAllowedError, ConflictError */
  async delete(
    id: string,
    caller: ViewCaller,
    idempotencyKey?: string,
  ): Promise<void> {
    const { store, now } = this.options;
    const request = { delete: id };
    await once(
      store,
      { actor: caller.ref, idempotencyKey, request, now: now() },
      async key => {
        demandEdit(await this.#visible(id, caller), caller);
        await store.delete(id, key).catch(error => {
          throw error instanceof Outdated ? notThere(id) : error;
        });
        return id;
      },
    );
  }

  /** Whether a view belongs to a group: then others want to know who has changed it. */
  async isShared(id: string, caller: ViewCaller): Promise<boolean> {
    const view = await this.options.store.get(id);
    return view !== undefined && isSeen(view, caller) && isTeam(view.owner);
  }

  /**
   * What a query means that may name a view. What is used later and again, as by an alert rule, is asked
   * for each time: a view may have changed, and `since` counts back from now.
   *
   * @param identity - asked for only where there is a view
   * @throws NotFoundError where there is no such view, or none that the reader may see
   * @throws InvalidInput where the view says what this version does not know
   */
  async effective(
    { view, ...asked }: AskedRuns,
    identity: () => Promise<Identity>,
  ): Promise<EffectiveQuery> {
    if (view === undefined) {
      const { sort, ...filter } = asked;
      return { filter, sort };
    }
    const saved = await this.#visible(view, await identity());
    return effectiveQuery(
      { filter: parseFilter(saved), sort: saved.sort },
      asked,
      this.options.now(),
    );
  }

  /** The same, where the order does not matter. */
  async filterOf(
    asked: AskedRuns,
    identity: () => Promise<Identity>,
  ): Promise<RunFilter> {
    return (await this.effective(asked, identity)).filter;
  }

  /** What people write is looked at; what is filtered by is a matter of words that runs have. */
  #clean<T extends { name?: string; description?: string }>(wanted: T): T {
    const { redactor } = this.options;
    const { name, description } = wanted;
    return {
      ...wanted,
      ...(name === undefined ? {} : { name: redactor.text(name) }),
      ...(description === undefined
        ? {}
        : { description: redactor.text(description) }),
    };
  }

  async #visible(id: string, reader: Identity): Promise<ViewRecord> {
    const view = await this.options.store.get(id);
    if (view && isSeen(view, reader)) return view;
    throw notThere(id);
  }

  async #demandRoom(owner: string): Promise<void> {
    if ((await this.options.store.countOf(owner)) < MAX_PER_OWNER) return;
    throw new ConflictError(
      `'${owner}' has ${MAX_PER_OWNER} views already: delete one first`,
    );
  }
}

function isSeen({ owner }: ViewRecord, { ownershipRefs }: Identity): boolean {
  return ownershipRefs.includes(owner);
}

function isEditable(
  { owner }: ViewRecord,
  { ref, mayShare }: ViewCaller,
): boolean {
  return owner === ref || (isTeam(owner) && mayShare);
}

/** @throws NotAllowedError where it is a view of a group, and the caller may not save such */
function demandEdit(view: ViewRecord, caller: ViewCaller): void {
  if (isEditable(view, caller)) return;
  throw new PermissionMissing(permissionNames.viewShare);
}

/** A pattern that cannot be looked for is told to whoever saves it, not to whoever uses it. */
function checkPattern({ filter: { tagPattern } }: ViewRecord): void {
  const fault = tagPattern && faultOf(tagPattern);
  if (fault) throw refusal('/filter/tagPattern', 'pattern', fault);
}

function parseFilter({ id, filter }: ViewRecord): ViewFilter {
  const parsed = viewFilterSchema.safeParse(filter);
  if (parsed.success) return parsed.data;
  const [{ path }] = parsed.error.issues;
  throw new InvalidInput('query', [
    {
      pointer: '/view',
      rule: 'filter',
      message: `the view '${id}' does not fit this version: see /filter${toPointer(
        path,
      )}`,
    },
  ]);
}

function explainTaken(error: unknown): never {
  if (!(error instanceof NameTaken)) throw error;
  throw new ConflictError('name: the owner has another view of this name');
}

function changedMeanwhile(view: ViewRecord, version: number): ConflictError {
  return new ConflictError(
    `version: the view has version ${view.version}, and this is a change of version ${version}: load it anew`,
  );
}

function notThere(id: string): NotFoundError {
  return new NotFoundError(`There is no view '${id}', or you may not see it`);
}

function toWire(view: ViewRecord, caller: ViewCaller): SavedView {
  return {
    ...view,
    createdAt: toIso(view.createdAt),
    updatedAt: toIso(view.updatedAt),
    mine: view.owner === caller.ref,
    editable: isEditable(view, caller),
  };
}
