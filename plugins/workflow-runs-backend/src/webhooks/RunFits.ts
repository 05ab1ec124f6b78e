import { Knex } from 'knex';
import {
  durationToMs,
  RunFilter,
  ViewFilter,
  viewFilterSchema,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility } from '../queries/condition';
import { RunList } from '../queries/list/RunList';

/** Filters whose answers others write down behind the log: they are not known when an event is told of. */
export const LATE_FILTERS = ['q', 'failureGroup'] as const;

/** Tells which runs a webhook is about: what its view said when it was saved, of what its editor could read. */
export class RunFits {
  readonly #list: RunList;

  constructor(knex: Knex, private readonly now: () => number) {
    this.#list = new RunList(knex);
  }

  /** Those of some runs that fit. */
  async of(
    runIds: readonly string[],
    webhook: { filter: object; visibility: Visibility },
  ): Promise<Set<string>> {
    const saved = viewFilterSchema.safeParse(webhook.filter);
    // What a later version has saved, and this one does not understand, is told to nobody.
    if (!saved.success || runIds.length === 0) return new Set();
    const filter = {
      ...filterNow(saved.data, this.now()),
      text: { ids: runIds },
    };
    const { ids } = await this.#list.page(
      { filter, sort: '-queuedAt', limit: runIds.length },
      webhook.visibility,
    );
    return new Set(ids);
  }
}

/** A view counts back from when it is used. */
function filterNow({ since, ...filter }: ViewFilter, now: number): RunFilter {
  return since === undefined
    ? filter
    : { ...filter, from: now - durationToMs(since) };
}
