import { Knex } from 'knex';
import { AlertEpisode } from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { AlertEffect } from './machine';

/** How long what is over is remembered. */
const KEPT_MS = 366 * 86_400_000;

/** Writes what has become of a rule into its history. */
export async function writeEpisodes(
  trx: Knex.Transaction,
  effects: readonly AlertEffect[],
  options: {
    rule: { id: string; threshold: number };
    at: number;
    /** Where somebody has put an end to it. */
    by?: { ref: string; note: string | null };
  },
): Promise<void> {
  const { rule, at, by } = options;
  for (const effect of effects) {
    const row = () => trx('alert_episodes').where({ id: effect.id });
    switch (effect.type) {
      case 'open':
        await trx('alert_episodes').insert({
          id: effect.id,
          rule_id: rule.id,
          fired_at: at,
          value: effect.value,
          runs: effect.runs,
          threshold: rule.threshold,
          worst: effect.value,
        });
        break;
      case 'worsen':
        await row().update({ worst: effect.worst });
        break;
      case 'tell':
        await row().whereNull('told_at').update({ told_at: at });
        break;
      default:
        await row().update({
          resolved_at: at,
          ended_by: effect.end,
          resolved_by: by?.ref ?? null,
          note: by?.note ?? null,
        });
    }
  }
}

/** Episodes of a rule, the newest first. */
export async function listEpisodes(
  knex: Knex,
  ruleId: string,
  { limit, after }: { limit: number; after?: string },
): Promise<{ items: AlertEpisode[]; nextAfter: string | null }> {
  const query = knex('alert_episodes')
    .where({ rule_id: ruleId })
    .orderBy([
      { column: 'fired_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit + 1);
  if (after !== undefined) {
    const last = await knex('alert_episodes')
      .where({ id: after, rule_id: ruleId })
      .first('fired_at');
    if (!last) return { items: [], nextAfter: null };
    query.whereRaw('(fired_at, id) < (?, ?)', [Number(last.fired_at), after]);
  }
  const found: DatabaseRow[] = await query;
  const items = found.slice(0, limit).map(toWire);
  return {
    items,
    nextAfter: found.length > limit ? items[items.length - 1].id : null,
  };
}

export async function forgetEpisodes(knex: Knex, now: number): Promise<void> {
  await knex('alert_episodes')
    .where('resolved_at', '<', now - KEPT_MS)
    .delete();
}

function toWire(row: DatabaseRow): AlertEpisode {
  return {
    id: row.id,
    firedAt: toIso(row.fired_at),
    value: row.value,
    runs: row.runs,
    threshold: row.threshold,
    worst: row.worst,
    toldAt: toIsoOrNull(row.told_at),
    resolvedAt: toIsoOrNull(row.resolved_at),
    end: row.ended_by,
    resolvedBy: row.resolved_by,
    note: row.note,
  };
}
