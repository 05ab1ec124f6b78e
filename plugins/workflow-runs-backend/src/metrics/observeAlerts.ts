import { Knex } from 'knex';
import { alertStatusSchema } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Observation } from './instruments';

/** How many rules stand where; of those that are evaluated. */
export function observeAlerts(knex: Knex): Observation {
  return async result => {
    const rows: DatabaseRow[] = await knex('alert_states')
      .join('alert_rules', 'alert_rules.id', 'alert_states.rule_id')
      .where('alert_rules.enabled', true)
      .groupBy('alert_states.status')
      .select('alert_states.status')
      .count({ count: '*' });
    const counts = new Map(rows.map(row => [row.status, row.count]));
    for (const status of alertStatusSchema.options) {
      result.observe(Number(counts.get(status) ?? 0), { status });
    }
  };
}
