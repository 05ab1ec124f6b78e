import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { toIso } from '../database/time';
import { Visibility } from '../queries/condition';
import { judge } from '../failures/judge';

/** A run was deleted; only those hear of it who could have seen it, whatever it was. */
export class RunDeleted extends NotFoundError {
  constructor(
    runId: string,
    readonly purgedAt: string,
    readonly purgedBy: 'retention' | 'admin',
  ) {
    const by = purgedBy === 'retention' ? 'by retention' : 'by an admin';
    super(`The run '${runId}' was deleted ${by} on ${purgedAt.slice(0, 10)}`);
    this.name = 'NotFoundError';
  }
}

/** Knows which runs there were. */
export class Tombstones {
  constructor(private readonly knex: Knex) {}

  /**
   * @param visibility - what the caller may see: where that depends on what is not known of the run any more, the
   *   caller is told what is told of a run that there never was
   * @throws RunDeleted where the run was deleted, and the caller would have been shown it
   */
  async explain(runId: string, visibility: Visibility): Promise<void> {
    const row = await this.knex('purged_runs')
      .join('workflows', 'workflows.id', 'purged_runs.workflow_id')
      .where('purged_runs.id', runId)
      .first(
        'purged_runs.*',
        'workflows.engine as engine',
        'workflows.name as name',
      );
    if (!row) return;
    const ownerRefs: string[] = await this.knex('workflow_owners')
      .where({ workflow_id: row.workflow_id })
      .pluck('owner_ref');
    const known = {
      workflow: {
        ref: `${row.engine}/${row.name}`,
        engine: row.engine,
        tenantId: row.tenant_id,
        ownerRefs,
      },
      environment: row.environment,
    };
    if (judge(visibility, known) !== true) return;
    throw new RunDeleted(
      runId,
      toIso(row.purged_at),
      row.purged_by === null ? 'retention' : 'admin',
    );
  }
}
