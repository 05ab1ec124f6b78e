import { Knex } from 'knex';
import { Watching } from 'backstage-plugin-workflow-runs-common';

/**
 * Users who want to hear of runs. It is a setting of their own and tells nothing about a run, so it is
 * in no log; whether they may see the run is asked when there is something to hear.
 */
export class Watchers {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  async watch(runId: string, userRef: string): Promise<void> {
    await this.knex('run_watchers')
      .insert({ run_id: runId, user_ref: userRef, created_at: this.now() })
      .onConflict(['run_id', 'user_ref'])
      .ignore();
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
}
