import { Knex } from 'knex';
import { Watching } from 'backstage-plugin-workflow-runs-common';
import { Visibility, whereRun } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';

/** What a user could read when they began to watch is held to be true for so long. */
const TRUSTED_MS = 90 * 86_400_000;

/**
 * Users who want to hear of runs. It is a setting of their own and tells nothing about a run, so it is
 * in no log; whether they may see the run is asked when there is something to hear. There is no user then
 * to ask for, so what they could read when they said it is kept with it.
 */
export class Watchers {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  /** @param visibility - which runs the user may read */
  async watch(
    runId: string,
    userRef: string,
    visibility: Visibility,
  ): Promise<void> {
    const at = this.now();
    await this.knex('run_watchers')
      .insert({
        run_id: runId,
        user_ref: userRef,
        created_at: at,
        visibility: JSON.stringify(visibility),
        visibility_at: at,
      })
      .onConflict(['run_id', 'user_ref'])
      .merge(['visibility', 'visibility_at']);
  }

  async unwatch(runId: string, userRef: string): Promise<void> {
    await this.knex('run_watchers')
      .where({ run_id: runId, user_ref: userRef })
      .delete();
  }

  /** @param readerRef - of a service: it watches nothing */
  async watchingOf(runId: string, readerRef: string): Promise<Watching> {
    const refs = await this.watchersOf(runId);
    return { watching: refs.includes(readerRef), watchers: refs.length };
  }

  /** Entity refs of those who watch a run, from the first on. */
  async watchersOf(runId: string): Promise<string[]> {
    return this.knex('run_watchers')
      .where({ run_id: runId })
      .orderBy(['created_at', 'user_ref'])
      .pluck('user_ref');
  }

  /** Those of them who may read it as it is now, by what they could read when they began to watch. */
  async toTell(runId: string): Promise<string[]> {
    const rows: DatabaseRow[] = await this.knex('run_watchers')
      .where({ run_id: runId })
      .where('visibility_at', '>', this.now() - TRUSTED_MS)
      .whereNotNull('visibility')
      .orderBy(['created_at', 'user_ref']);
    const verdicts = new Map<string, boolean>();
    for (const { visibility } of rows) {
      if (verdicts.has(visibility)) continue;
      const run = await whereRun(
        this.knex('runs').where('runs.id', runId),
        JSON.parse(visibility),
      ).first('runs.id');
      verdicts.set(visibility, run !== undefined);
    }
    return rows
      .filter(({ visibility }) => verdicts.get(visibility))
      .map(({ user_ref }) => user_ref);
  }
}
