import { Knex } from 'knex';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { StoredRule } from './AlertStore';
import { AlertEffect, Reading } from './machine';

/** What a webhook is told of a rule. */
export interface AlertMessage {
  webhookId: string;
  /** `alert.firing` or `alert.resolved`. */
  type: string;
  /** The same for a message that is left in the queue again. */
  id: string;
  payload: Record<string, Json>;
  /** What has the same is told in the order in which it came. */
  orderBy: string;
}

/** The queue of webhooks, which takes what has one id once. */
export interface AlertHooks {
  enqueue(message: AlertMessage): Promise<unknown>;
  /** Whether there is a webhook with this id. */
  has(webhookId: string): Promise<boolean>;
}

/** Messages that are put into the queue in one go. */
const BATCH = 100;

/**
 * Writes down what the webhook of a rule is told: what recipients are, but for reminders. What a snooze keeps back
 * from them is kept back from it.
 */
export async function writeMessages(
  trx: Knex.Transaction,
  rule: StoredRule,
  effects: readonly AlertEffect[],
  now: { at: number; reading: Pick<Reading, 'value' | 'runs'> },
): Promise<void> {
  const { webhookId } = rule.content;
  if (webhookId === null) return;
  for (const effect of effects) {
    const type = typeOf(effect);
    if (!type) continue;
    await trx('alert_messages').insert({
      id: `${effect.id}:${type}`,
      webhook_id: webhookId,
      type,
      episode_id: effect.id,
      payload: JSON.stringify(payloadOf(rule, effect, now)),
      at: now.at,
    });
  }
}

/** Puts what is written down into the queue of webhooks: after a crash in between, again and under the same id. */
export async function passMessages(
  knex: Knex,
  hooks: AlertHooks,
): Promise<void> {
  const rows: DatabaseRow[] = await knex('alert_messages')
    .orderBy(['at', 'id'])
    .limit(BATCH);
  for (const row of rows) {
    await hooks.enqueue({
      webhookId: row.webhook_id,
      type: row.type,
      id: row.id,
      payload: JSON.parse(row.payload),
      orderBy: row.episode_id,
    });
    await knex('alert_messages').where({ id: row.id }).delete();
  }
}

function typeOf(effect: AlertEffect): string | undefined {
  if (effect.type === 'tell' && !effect.isReminder) return 'alert.firing';
  if (effect.type === 'close' && effect.wasTold) return 'alert.resolved';
  return undefined;
}

function payloadOf(
  { id, content, compiled }: StoredRule,
  effect: AlertEffect,
  { at, reading }: { at: number; reading: Pick<Reading, 'value' | 'runs'> },
): Record<string, Json> {
  const { name, kind, severity, threshold, windowMs, runbookUrl } = content;
  return {
    alert: effect.id,
    at: toIso(at),
    rule: { id, name, kind, severity, runbookUrl },
    threshold,
    windowMs: windowMs ?? null,
    value: reading.value,
    runs: reading.runs,
    workflows: [...(compiled.filter.workflow ?? [])],
    environments: [...(compiled.filter.environment ?? [])],
    end: effect.type === 'close' ? effect.end : null,
  };
}
