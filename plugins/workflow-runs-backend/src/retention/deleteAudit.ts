import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { deleteSome, Portions, Rows, Weighed } from './deleteRows';
import { Report } from './Report';
import { DAY_MS, RetentionRules } from './RetentionRules';
import { AUDIT_TABLES } from './runTables';
import { tablesThatAre } from './sweep';

/** No run and no workflow: what holds for all of a tenant. */
const ofTenant = (tenantId: string) => ({ tenantId, workflow: '', status: '' });

/** Rows of the class `audit` that are too old, by tenant. */
export async function auditRows(
  knex: Knex,
  rules: RetentionRules,
  now: number,
): Promise<{ tenantId: string; rows: Rows }[]> {
  const cutoff = (tenantId: string) =>
    now - rules.daysOf(ofTenant(tenantId)).audit * DAY_MS;
  const found: { tenantId: string; rows: Rows }[] = [];
  for (const { table, at, tenant } of await tablesThatAre(knex, AUDIT_TABLES)) {
    const tenants: string[] = await knex(table).distinct(tenant).pluck(tenant);
    for (const tenantId of tenants) {
      found.push({
        tenantId,
        rows: {
          table,
          weighs: [],
          where: `${tenant} = ? and ${at} <= ?`,
          bindings: [tenantId, cutoff(tenantId)],
        },
      });
    }
  }
  return found;
}

/**
 * Deletes what stands alone and is too old: entries of the audit trail, and bulk jobs and retention jobs that have
 * ended, which are kept as long as the trail is by default.
 */
export async function deleteAudit(
  rules: RetentionRules,
  options: {
    knex: Knex;
    now: number;
    portions: Portions;
    report: Report;
    rest: () => Promise<void>;
  },
): Promise<void> {
  const { knex, now, report, portions, rest } = options;
  const all = async (tenantId: string, rows: Rows) => {
    let gone: Weighed;
    do {
      gone = await deleteSome(knex, rows, portions.rows);
      report.add({ class: 'audit', tenantId, status: null }, gone);
      if (gone.rows > 0) await rest();
    } while (gone.rows === portions.rows);
  };
  for (const { tenantId, rows } of await auditRows(knex, rules, now)) {
    await all(tenantId, rows);
  }
  const before = now - rules.daysOf(ofTenant('default')).audit * DAY_MS;
  const jobs: DatabaseRow[] = await knex('bulk_jobs')
    .where('completed_at', '<=', before)
    .select('id');
  for (const { id } of jobs) {
    await all('default', {
      table: 'bulk_items',
      weighs: ['reason'],
      where: 'job_id = ?',
      bindings: [id],
    });
  }
  for (const table of ['bulk_jobs', 'retention_jobs']) {
    await all('default', {
      table,
      weighs: [],
      where: 'completed_at <= ?',
      bindings: [before],
    });
  }
}
