import { Knex } from 'knex';
import {
  Lineage,
  RelatedRun,
  RunRelation,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { DatabaseRow } from '../queries/DatabaseRow';
import { ListQuery } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { summaryOf } from './summaryOf';

/** How far a chain is followed; runs of runs are nested less deep, and nobody reads more. */
const MAX_CHAIN = 100;

/** The column that names the run before, for each kind of chain. */
const BEFORE = { parent: 'parent_run_id', origin: 'origin_run_id' } as const;

/** Finds the runs that have to do with a run, as far as the caller may see them. */
export class LineageQueries {
  constructor(private readonly knex: Knex) {}

  async lineage(
    run: RunRecord,
    runs: AuthorizedRuns,
    page: { limit: number; childrenToken?: string; repeatsToken?: string },
  ): Promise<Lineage> {
    const { limit, childrenToken, repeatsToken } = page;
    return {
      parents: await this.#chain(run, 'parent', runs),
      origins: await this.#chain(run, 'origin', runs),
      children: await related(runs, 'child', {
        filter: { parent: [run.id] },
        limit,
        token: childrenToken,
      }),
      repeats: await related(runs, 'repeat', {
        filter: { origin: [run.id] },
        limit,
        token: repeatsToken,
      }),
    };
  }

  /** What stands behind a run that the caller may not see is not for the caller to know either. */
  async #chain(
    run: RunRecord,
    relation: keyof typeof BEFORE,
    runs: AuthorizedRuns,
  ): Promise<RelatedRun[]> {
    const { id: runId } = run;
    const column = BEFORE[relation];
    // In the order in which they are found; no run comes from itself.
    const ids = new Set<string>();
    let id: string | null = runId;
    while (id && !ids.has(id) && ids.size <= MAX_CHAIN) {
      ids.add(id);
      const row: DatabaseRow | undefined = await this.knex('runs')
        .where({ id })
        .first(column);
      id = row?.[column] ?? null;
    }
    ids.delete(runId);
    const chain: RelatedRun[] = [];
    let later = run;
    for (const earlier of await runs.findRuns([...ids])) {
      if (!earlier) break;
      chain.push(relatedOf(earlier, relation, later));
      later = earlier;
    }
    return chain;
  }
}

/** @param later - of the two runs, the one that knows how it came to be */
function relatedOf(
  shown: RunRecord,
  relation: RunRelation,
  later: RunRecord,
): RelatedRun {
  const isFamily = relation === 'parent' || relation === 'child';
  return {
    ...summaryOf(shown),
    relation,
    as: isFamily ? null : later.originAs,
    stepKey: isFamily ? later.parentStepKey : null,
  };
}

async function related(
  runs: AuthorizedRuns,
  relation: RunRelation,
  query: ListQuery,
) {
  const { items, nextToken } = await runs.listRecords(query);
  return {
    items: items.map(run => relatedOf(run, relation, run)),
    nextToken,
  };
}
