import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  FailureGroup,
  FailureGroupDetail,
  permissionNames,
  Run,
  RunFailureGroup,
} from 'backstage-plugin-workflow-runs-common';
import { Privacy } from '../privacy/Privacy';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { Visibility } from '../queries/condition';
import { PermissionMissing } from '../queries/PermissionMissing';
import { refusal } from '../runs/InvalidInput';
import { Caller } from '../runs/RunService';
import { FailureQueries, GroupQuery } from './FailureQueries';
import { GroupRecord } from './GroupRecord';
import { groupToWire } from './groupsToWire';
import { judgeGroup } from './visibleFailures';

/** How long a group may rest. */
const MAX_SNOOZE_MS = 366 * 86_400_000;

/** What is said of a group. */
export type GroupChange =
  | { action: 'snooze'; until: string; reason?: string }
  | { action: 'resolve' | 'reopen'; reason?: string }
  | { action: 'runbook'; url: string | null };

/** Groups of failures, as one caller may see them and act on them. */
export class FailureGroups {
  constructor(
    private readonly options: {
      knex: Knex;
      queries: FailureQueries;
      privacy: Pick<Privacy, 'redactor'>;
      now: () => number;
    },
  ) {}

  /** @throws NotAllowedError where the caller may see no run at all */
  async list(
    runs: AuthorizedRuns,
    query: GroupQuery,
  ): Promise<{ items: FailureGroup[]; nextAfter: string | null }> {
    const { queries } = this.options;
    const { items, nextAfter } = await queries.list(query, readable(runs));
    const places = await queries.environmentsOf(items.map(({ id }) => id));
    return {
      items: items.map(group =>
        groupToWire(group, mayResolve(runs, group, places.get(group.id)!)),
      ),
      nextAfter,
    };
  }

  /** @throws NotFoundError where there is none, or the caller may see none of its runs */
  async get(runs: AuthorizedRuns, id: string): Promise<FailureGroupDetail> {
    const { queries } = this.options;
    const visibility = readable(runs);
    const { group, isMine } = await this.#find(runs, id);
    return {
      ...groupToWire(group, isMine),
      samples: await queries.samples(group, visibility),
      latestEpisodes: await queries.episodes(group, visibility),
    };
  }

  /** The group that a run is failed in; null where it is not, or was a moment ago. */
  async ofRun(
    runs: AuthorizedRuns,
    { id, status }: Pick<Run, 'id' | 'status'>,
  ): Promise<RunFailureGroup | null> {
    if (status !== 'failed') return null;
    return this.options.queries.ofRun(id, readable(runs));
  }

  /**
   * A group that the caller may do something about.
   *
   * @throws NotFoundError, NotAllowedError
   */
  async demand(runs: AuthorizedRuns, id: string): Promise<GroupRecord> {
    const { group, isMine } = await this.#find(runs, id);
    if (isMine) return group;
    throw new PermissionMissing(permissionNames.runResolve);
  }

  /**
   * What was said before stays as it is where it says the same.
   *
   * @throws InvalidInput, ConflictError
   */
  async change(
    group: GroupRecord,
    change: GroupChange,
    caller: Caller,
  ): Promise<void> {
    const { knex, now } = this.options;
    const { id, state } = group;
    const row = knex('failure_groups').where({ id });
    if (change.action === 'runbook') {
      await row.update({ runbook_url: change.url });
      return;
    }
    const said = {
      state_by: caller.ref,
      state_at: now(),
      state_reason: this.#redacted(change.reason, group),
    };
    if (change.action === 'snooze') {
      const until = this.#until(change.until);
      if (state === 'resolved')
        throw new ConflictError('It is resolved: take it up again first');
      await row.update({ ...said, state: 'snoozed', snoozed_until: until });
      return;
    }
    if (change.action === 'resolve') {
      if (state === 'resolved') return;
      await knex.transaction(async trx => {
        await trx('failure_groups')
          .where({ id })
          .update({ ...said, state: 'resolved', snoozed_until: null });
        // What comes back is something new.
        await trx('failure_episodes')
          .where({ group_id: id })
          .whereNull('ended_at')
          .update({ ended_at: said.state_at });
      });
      return;
    }
    await row.update({
      state: 'open',
      snoozed_until: null,
      state_by: null,
      state_at: null,
      state_reason: null,
    });
  }

  #redacted(
    reason: string | undefined,
    { tenantId, workflow }: GroupRecord,
  ): string | null {
    if (reason === undefined) return null;
    const scope = { tenantId, workflow: `${workflow.engine}/${workflow.name}` };
    return this.options.privacy.redactor(scope).text(reason);
  }

  #until(wanted: string): number {
    const until = Date.parse(wanted);
    const now = this.options.now();
    if (until <= now)
      throw refusal('/until', 'future', 'it must be in the future');
    if (until - now > MAX_SNOOZE_MS) {
      throw refusal('/until', 'too_big', 'it must be within a year');
    }
    return until;
  }

  async #find(
    runs: AuthorizedRuns,
    id: string,
  ): Promise<{ group: GroupRecord; isMine: boolean }> {
    const { queries } = this.options;
    const group = await queries.get(id, readable(runs));
    if (!group) {
      throw new NotFoundError(
        `There is no group of failures '${id}', or you may see none of its runs`,
      );
    }
    const places = await queries.environmentsOf([id]);
    return { group, isMine: mayResolve(runs, group, places.get(id)!) };
  }
}

function readable(runs: AuthorizedRuns): Visibility {
  return runs.visible(permissionNames.runRead);
}

/** A group is acted on as a whole: whoever may resolve only some of its runs may not. */
function mayResolve(
  runs: AuthorizedRuns,
  group: GroupRecord,
  environments: readonly string[],
): boolean {
  const visibility = runs.visibility(permissionNames.runResolve);
  return environments.every(
    environment => judgeGroup(visibility, group, environment) === true,
  );
}
