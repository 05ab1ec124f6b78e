import { Knex } from 'knex';
import {
  RunFilter,
  RunSort,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility, whereWorkflow, WorkflowCriteria } from '../condition';
import { alternativesOf } from './alternatives';
import { among } from './among';
import {
  checksOf,
  Scope,
  scopesOf,
  searchesOf,
  WorkflowChoice,
} from './search';
import { withTags } from './tagPattern';
import { ListFilter, withText } from './withText';
import { compare, Place, Stretch } from './stretch';
import { Found, probeOf, SCAN_BUDGET, ScanBudget, walk } from './walk';

/** Beyond this many workflows, one walk along the time index is cheaper than one for each. */
const MAX_WORKFLOWS = 200;

/** Statuses as a list by status shows them: what needs somebody first. */
const BY_STATUS: readonly RunStatus[] = [
  'waiting_human',
  'paused',
  'canceling',
  'running',
  'queued',
  'failed',
  'canceled',
  'completed',
];

/** Where a page ends: `group` counts statuses where the list is ordered by them. */
export interface ListPlace extends Place {
  group: number;
}

/** Comes before all that there is, where the newest are first. */
const BEGINNING: Place = { key: Number.MAX_SAFE_INTEGER, id: '' };

/** The ids of a page. */
export interface IdPage {
  ids: string[];
  /** Where the next page begins; null behind the last one. */
  next: ListPlace | null;
  /** How far was looked, where the page is shorter because too much was looked at. Epoch ms. */
  searchedBackTo: number | null;
}

/** Finds which runs a list shows, and in which order. */
export class RunList {
  constructor(
    private readonly knex: Knex,
    private readonly budget: ScanBudget = SCAN_BUDGET,
  ) {}

  async page(
    query: {
      filter: ListFilter;
      sort: RunSort;
      limit: number;
      after?: ListPlace;
    },
    visibility: Visibility,
  ): Promise<IdPage> {
    const { sort, limit, after } = query;
    const filter = await this.resolve(query.filter);
    const scopes = await this.#scopes(filter, visibility);
    if (sort !== 'status') {
      const stretch: Stretch = {
        order: sort === '-queuedAt' ? 'time' : 'duration',
        descending: sort !== 'duration',
        after,
        from: filter.from,
        to: filter.to,
      };
      const found = await this.#find(filter, scopes, stretch, limit + 1);
      return toPage(found, stretch, limit, 0);
    }

    const ids: string[] = [];
    const { status: wanted = BY_STATUS } = filter;
    for (let group = after?.group ?? 0; group < BY_STATUS.length; group++) {
      if (!wanted.includes(BY_STATUS[group])) continue;
      const stretch: Stretch = {
        order: 'time',
        descending: true,
        after: group === after?.group ? after : undefined,
        from: filter.from,
        to: filter.to,
      };
      const room = limit - ids.length;
      const found = await this.#find(
        { ...filter, status: [BY_STATUS[group]] },
        scopes,
        stretch,
        room + 1,
      );
      const page = toPage(found, stretch, room, group);
      ids.push(...page.ids);
      if (page.next) return { ...page, ids };
    }
    return { ids, next: null, searchedBackTo: null };
  }

  /** Which of some runs fit a filter. */
  async fitting(ids: readonly string[], asked: ListFilter): Promise<string[]> {
    const { text, ...filter } = await this.resolve(asked);
    const found = text && 'ids' in text ? new Set(text.ids) : undefined;
    const some = found ? ids.filter(id => found.has(id)) : ids;
    const open = text && 'check' in text ? { ...filter, text } : filter;
    const fitting = new Set<string>();
    for (const [scope, workflows] of await this.#scopes(open, 'all')) {
      const { places } = await among(
        this.knex,
        some,
        checksOf(open, scope, workflows),
        { order: 'time', descending: true },
        some.length,
      );
      for (const { id } of places) fitting.add(id);
    }
    return [...fitting];
  }

  /** Looks up what a filter says by patterns and texts; once for several lists, where there are. */
  async resolve(filter: ListFilter): Promise<ListFilter> {
    return withTags(this.knex, await this.resolveText(filter));
  }

  /** Looks up what a filter says by texts. */
  async resolveText(filter: ListFilter): Promise<ListFilter> {
    return withText(this.knex, filter, this.budget.found);
  }

  /** Ids of the newest runs, at most `limit`; `isMore` where there are others, or may be. */
  async newest(
    filter: ListFilter,
    limit: number,
    visibility: Visibility,
  ): Promise<{ ids: string[]; isMore: boolean }> {
    const query = { filter, sort: '-queuedAt' as const, limit };
    const { ids, next } = await this.page(query, visibility);
    return { ids, isMore: next !== null };
  }

  async #find(
    filter: ListFilter,
    scopes: [Scope, WorkflowChoice | undefined][],
    stretch: Stretch,
    limit: number,
  ): Promise<Found> {
    const found: Found[] = [];
    for (const [scope, workflows] of scopes) {
      found.push(await this.#search(filter, scope, workflows, stretch, limit));
    }
    return merge(found, stretch.descending, limit);
  }

  /**
   * Tries one index after the other until one leads to the end of what is asked for: a little of each
   * first, for which of them leaves the fewest rows is known only then.
   */
  async #search(
    filter: ListFilter,
    scope: Scope,
    workflows: WorkflowChoice | undefined,
    stretch: Stretch,
    limit: number,
  ): Promise<Found> {
    const { text } = filter;
    if (text && 'ids' in text) {
      const checks = checksOf(filter, scope, workflows);
      return among(this.knex, text.ids, checks, stretch, limit);
    }
    const { knex } = this;
    const searches = searchesOf(filter, scope, workflows, stretch.order);
    const budgets =
      searches.length > 1 ? [probeOf(this.budget), this.budget] : [this.budget];
    let furthest: Found | undefined;
    for (const budget of budgets) {
      for (const search of searches) {
        const found = await walk(knex, search, stretch, { limit, budget });
        if (!found.horizon || found.places.length === limit) return found;
        const isFurther =
          !furthest ||
          compare(found.horizon, furthest.horizon!, stretch.descending) > 0;
        if (isFurther) furthest = found;
      }
    }
    return furthest!;
  }

  /** What the reader may see of what the filter asks for, with the workflows that each part is about. */
  async #scopes(
    filter: RunFilter,
    visibility: Visibility,
  ): Promise<[Scope, WorkflowChoice | undefined][]> {
    const scopes = scopesOf(alternativesOf(visibility), filter);
    return Promise.all(
      scopes.map(
        async (scope): Promise<[Scope, WorkflowChoice | undefined]> => [
          scope,
          await this.#workflows(filter, scope.workflows),
        ],
      ),
    );
  }

  /** Conditions on workflows resolve to ids first: there are few workflows and many runs. */
  async #workflows(
    filter: RunFilter,
    criteria: WorkflowCriteria | null,
  ): Promise<WorkflowChoice | undefined> {
    const wanted = criteria ? [criteria] : [];
    for (const field of ['workflow', 'engine', 'tenant'] as const) {
      const values = filter[field];
      if (values) wanted.push({ field, values });
    }
    const { entity } = filter;
    if (wanted.length === 0 && !entity) return undefined;
    const choose = (query: Knex.QueryBuilder) => {
      for (const part of wanted) whereWorkflow(query, part);
      if (entity) query.whereIn('workflows.entity_ref', entity);
      return query;
    };
    const ids = await choose(this.knex('workflows'))
      .limit(MAX_WORKFLOWS + 1)
      .pluck('workflows.id');
    if (ids.length <= MAX_WORKFLOWS) return { ids };
    return {
      check: query =>
        query.whereIn('runs.workflow_id', chosen =>
          choose(chosen.select('workflows.id').from('workflows')),
        ),
    };
  }
}

/** Puts together what was found for each scope; a run may have been found more than once. */
export function merge(
  found: Found[],
  descending: boolean,
  limit: number,
): Found {
  const horizons = found.flatMap(({ horizon }) => horizon ?? []);
  const horizon = horizons.sort((a, b) => compare(a, b, descending))[0] ?? null;
  const places = found
    .flatMap(part => part.places)
    .filter(place => !horizon || compare(place, horizon, descending) <= 0)
    .sort((a, b) => compare(a, b, descending))
    .filter(({ id }, index, all) => id !== all[index - 1]?.id)
    .slice(0, limit);
  return { places, horizon };
}

/** @param found - one more than the page holds, where there is one */
function toPage(
  { places, horizon }: Found,
  { order }: Stretch,
  limit: number,
  group: number,
): IdPage {
  const ids = places.slice(0, limit).map(({ id }) => id);
  if (places.length > limit) {
    const last = places[limit - 1] ?? BEGINNING;
    return { ids, next: { ...last, group }, searchedBackTo: null };
  }
  return {
    ids,
    next: horizon && { ...horizon, group },
    searchedBackTo: horizon && order === 'time' ? horizon.key : null,
  };
}
