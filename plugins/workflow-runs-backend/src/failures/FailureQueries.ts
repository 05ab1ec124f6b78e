import { Knex } from 'knex';
import {
  FailureEpisode,
  FailureFilter,
  FailureSample,
  FailureState,
  RunFailureGroup,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { Visibility, whereWorkflow } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { alternativesOf } from '../queries/list/alternatives';
import {
  GROUP_COLUMNS,
  GroupRecord,
  StoredGroup,
  toGroup,
} from './GroupRecord';
import { judgeGroup, look, visibleFailures } from './visibleFailures';

/** Groups looked at together, and how often, before a page ends early. */
const CHUNK = 50;
const MAX_CHUNKS = 10;
/** Runs of a group that are looked at one by one: in a list, and on its own page. */
const LOOKED_IN_LIST = 500;
const LOOKED_AT = 5_000;
const MAX_SAMPLES = 10;
const MAX_EPISODES = 20;

/** Which groups a page of a list has. */
export interface GroupQuery {
  filter: FailureFilter;
  limit: number;
  /** Id of the last group of the page before. */
  after?: string;
}

/** Reads groups of failures. What the reader may not see is in none of them, and in no count. */
export class FailureQueries {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  async list(
    { filter, limit, after }: GroupQuery,
    visibility: Visibility,
  ): Promise<{ items: GroupRecord[]; nextAfter: string | null }> {
    const items: GroupRecord[] = [];
    let last = after;
    for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
      const groups = await this.#stored(
        await this.#candidates(filter, visibility, last),
      );
      const seen = await this.#seen(groups, visibility, {
        environments: filter.environment,
        maxLooked: LOOKED_IN_LIST,
      });
      const wanted = seen.filter(group => isWithin(group, filter));
      const room = limit - items.length;
      items.push(...wanted.slice(0, room));
      if (wanted.length > room)
        return { items, nextAfter: items[limit - 1].id };
      if (groups.length < CHUNK) return { items, nextAfter: null };
      last = groups[groups.length - 1].id;
    }
    return { items, nextAfter: last ?? null };
  }

  /** @returns undefined where there is none, or none of its runs is visible */
  async get(
    id: string,
    visibility: Visibility,
  ): Promise<GroupRecord | undefined> {
    const rows = await this.#rows().where('failure_groups.id', id);
    const groups = await this.#stored(rows);
    const [group] = await this.#seen(groups, visibility, {
      maxLooked: LOOKED_AT,
    });
    return group;
  }

  /** Names of all environments that a group was seen in, whoever asks. */
  async environmentsOf(ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows: DatabaseRow[] = await this.knex('failure_group_environments')
      .whereIn('group_id', ids)
      .select('group_id', 'environment');
    const found = new Map<string, string[]>();
    for (const { group_id, environment } of rows) {
      found.set(group_id, [...(found.get(group_id) ?? []), environment]);
    }
    return found;
  }

  /** The latest visible runs that failed so. */
  async samples(
    group: GroupRecord,
    visibility: Visibility,
  ): Promise<FailureSample[]> {
    const environments = group.visible.environments.map(environment => ({
      environment,
    }));
    const { rows } = await look(
      this.knex,
      group.id,
      environments,
      visibility,
      LOOKED_AT,
      MAX_SAMPLES,
    );
    return rows.map(({ message: _, failedAt, ...sample }) => ({
      ...sample,
      failedAt: toIso(failedAt),
    }));
  }

  /** The latest episodes, of environments all of whose runs are visible. */
  async episodes(
    group: GroupRecord,
    visibility: Visibility,
  ): Promise<FailureEpisode[]> {
    const environments = group.visible.environments.filter(
      environment => judgeGroup(visibility, group, environment) === true,
    );
    const rows: DatabaseRow[] = await this.knex('failure_episodes')
      .where({ group_id: group.id })
      .whereIn('environment', environments)
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'environment' },
      ])
      .limit(MAX_EPISODES);
    return rows.map(row => ({
      environment: row.environment,
      startedAt: toIso(row.started_at),
      lastSeen: toIso(row.last_seen),
      endedAt: toIsoOrNull(row.ended_at),
      failures: row.failures,
    }));
  }

  /** The group that a visible run is failed in; null where it is not, or the reader of the log is behind. */
  async ofRun(
    runId: string,
    visibility: Visibility,
  ): Promise<RunFailureGroup | null> {
    const failed = await this.knex('run_failures')
      .where({ run_id: runId })
      .whereNotNull('failed_group_id')
      .first('group_id', 'failed_at');
    const group = failed && (await this.get(failed.group_id, visibility));
    if (!group) return null;
    const { seen, firstSeen } = group.visible;
    return {
      id: group.id,
      state: group.state,
      seen,
      firstSeen: toIso(firstSeen),
    };
  }

  async #candidates(
    filter: FailureFilter,
    visibility: Visibility,
    after: string | undefined,
  ): Promise<DatabaseRow[]> {
    const query = this.#rows()
      .orderBy([
        { column: 'failure_groups.last_seen', order: 'desc' },
        { column: 'failure_groups.id', order: 'desc' },
      ])
      .limit(CHUNK);
    if (after !== undefined) {
      query.whereRaw(
        `(failure_groups.last_seen, failure_groups.id) <
         (select last_seen, id from failure_groups where id = ?)`,
        [after],
      );
    }
    this.#narrow(query, filter, visibility);
    return query;
  }

  #rows(): Knex.QueryBuilder {
    return this.knex('failure_groups')
      .join('workflows', 'workflows.id', 'failure_groups.workflow_id')
      .select(GROUP_COLUMNS);
  }

  #narrow(
    query: Knex.QueryBuilder,
    filter: FailureFilter,
    visibility: Visibility,
  ): void {
    for (const field of ['workflow', 'engine', 'tenant', 'owner'] as const) {
      const values = filter[field];
      if (values) whereWorkflow(query, { field, values });
    }
    const { entity, environment, state, from, to } = filter;
    if (entity) query.whereIn('workflows.entity_ref', entity);
    if (from !== undefined) query.where('failure_groups.last_seen', '>=', from);
    if (to !== undefined) query.where('failure_groups.first_seen', '<', to);
    if (state) query.where(either => this.#inState(either, state));
    if (environment) {
      query.whereExists(seen =>
        seen
          .select('group_id')
          .from('failure_group_environments as places')
          .whereRaw('places.group_id = failure_groups.id')
          .whereIn('places.environment', environment),
      );
    }
    // Whoever sees the runs of some workflows alone does not wait for those of all others.
    const scopes = alternativesOf(visibility);
    if (!scopes.every(({ workflows }) => workflows !== null)) return;
    query.where(either => {
      either.whereRaw('1 = 0');
      for (const { workflows } of scopes)
        either.orWhere(one => whereWorkflow(one, workflows!));
    });
  }

  #inState(query: Knex.QueryBuilder, states: readonly FailureState[]): void {
    const now = this.now();
    query.whereRaw('1 = 0');
    for (const state of states) {
      query.orWhere(one => {
        one.where('failure_groups.state', state);
        if (state === 'snoozed') one.where('snoozed_until', '>', now);
      });
      if (state !== 'open') continue;
      query.orWhere(woken =>
        woken
          .where('failure_groups.state', 'snoozed')
          .where('snoozed_until', '<=', now),
      );
    }
  }

  async #stored(rows: DatabaseRow[]): Promise<StoredGroup[]> {
    const owners: DatabaseRow[] = await this.knex('workflow_owners')
      .whereIn('workflow_id', [...new Set(rows.map(row => row.workflow_id))])
      .orderBy('owner_ref');
    const now = this.now();
    return rows.map(row => {
      const own = owners.filter(owner => owner.workflow_id === row.workflow_id);
      return toGroup(
        row,
        own.map(({ owner_ref }) => owner_ref),
        now,
      );
    });
  }

  async #seen(
    groups: StoredGroup[],
    visibility: Visibility,
    options: { environments?: readonly string[]; maxLooked: number },
  ): Promise<GroupRecord[]> {
    const visible = await visibleFailures(this.knex, groups, visibility, {
      ...options,
      now: this.now(),
    });
    return groups.flatMap(group => {
      const seen = visible.get(group.id);
      return seen ? [{ ...group, visible: seen }] : [];
    });
  }
}

/** Asked again of what is visible: the group may have been seen then by others alone. */
function isWithin(
  { visible }: GroupRecord,
  { from = -Infinity, to = Infinity }: FailureFilter,
): boolean {
  return visible.lastSeen >= from && visible.firstSeen < to;
}
