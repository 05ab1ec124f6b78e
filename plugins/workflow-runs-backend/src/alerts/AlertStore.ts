import { Knex } from 'knex';
import {
  AlertDisabled,
  AlertRuleContent,
} from 'backstage-plugin-workflow-runs-common';
import { isUniqueViolation } from '../database/errors';
import { toNumberOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { CompiledScope } from './compile';
import { AlertStanding, newStanding, Reading } from './machine';

/** A rule as it is stored; times are epoch milliseconds. */
export interface StoredRule {
  id: string;
  content: AlertRuleContent;
  compiled: CompiledScope;
  viewName: string | null;
  expiresAt: number;
  disabledBecause: AlertDisabled | null;
  revision: number;
  createdBy: string;
  createdAt: number;
  updatedBy: string;
  updatedAt: number;
}

/** A value that was read. */
export interface RecentValue {
  at: number;
  value: number | null;
}

/** Where a rule stands, and what was read of it last. */
export interface StoredState {
  ruleId: string;
  /** Who has read an older one must not write. */
  epoch: number;
  standing: AlertStanding;
  reading: Reading;
  recent: RecentValue[];
  evaluatedAt: number | null;
}

/** A rule of which nothing has been read. */
export const NO_READING: Reading = {
  verdict: 'unknown',
  value: null,
  runs: 0,
  capped: false,
};

/** There is a rule with this id. */
export class RuleThere extends Error {}

/** Reads and writes rules and where they stand. */
export class AlertStore {
  constructor(private readonly knex: Knex) {}

  async list(): Promise<{ rule: StoredRule; state: StoredState }[]> {
    const rules: DatabaseRow[] = await this.knex('alert_rules').orderBy([
      'created_at',
      'id',
    ]);
    const states: DatabaseRow[] = await this.knex('alert_states');
    const byRule = new Map(states.map(row => [row.rule_id, toState(row)]));
    return rows(rules, byRule);
  }

  /** Those that fire, and are evaluated. */
  async firing(): Promise<{ rule: StoredRule; state: StoredState }[]> {
    const states: DatabaseRow[] = await this.knex('alert_states').where({
      status: 'firing',
    });
    if (states.length === 0) return [];
    const byRule = new Map(states.map(row => [row.rule_id, toState(row)]));
    const rules: DatabaseRow[] = await this.knex('alert_rules')
      .whereIn('id', [...byRule.keys()])
      .where({ enabled: true });
    return rows(rules, byRule);
  }

  async get(
    id: string,
  ): Promise<{ rule: StoredRule; state: StoredState } | undefined> {
    const rule = await this.knex('alert_rules').where({ id }).first();
    const state = await this.knex('alert_states')
      .where({ rule_id: id })
      .first();
    return rule && state && { rule: toRule(rule), state: toState(state) };
  }

  async count(): Promise<number> {
    const row = await this.knex('alert_rules').count({ count: '*' }).first();
    return Number(row!.count);
  }

  /** @throws RuleThere */
  async insert(rule: StoredRule): Promise<void> {
    try {
      await this.knex.transaction(async trx => {
        await trx('alert_rules').insert({ id: rule.id, ...toRow(rule) });
        await trx('alert_states').insert({
          rule_id: rule.id,
          epoch: 0,
          ...toStateRow({
            standing: newStanding(rule.createdAt),
            reading: NO_READING,
            recent: [],
            evaluatedAt: null,
          }),
        });
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new RuleThere() : error;
    }
  }

  /**
   * @param rule - with the revision behind the one that it replaces
   * @returns false where that is not the one that is there
   */
  async update(trx: Knex.Transaction, rule: StoredRule): Promise<boolean> {
    const updated = await trx('alert_rules')
      .where({ id: rule.id, revision: rule.revision - 1 })
      .update(toRow(rule));
    return updated > 0;
  }

  async delete(trx: Knex.Transaction, id: string): Promise<boolean> {
    const deleted = await trx('alert_rules').where({ id }).delete();
    await trx('alert_states').where({ rule_id: id }).delete();
    await trx('alert_episodes').where({ rule_id: id }).delete();
    return deleted > 0;
  }
}

/**
 * Writes where a rule stands, unless somebody has since it was read.
 *
 * @returns whether it was written
 */
export async function writeState(
  trx: Knex.Transaction,
  { ruleId, epoch, ...state }: StoredState,
): Promise<boolean> {
  const updated = await trx('alert_states')
    .where({ rule_id: ruleId, epoch })
    .update({ epoch: epoch + 1, ...toStateRow(state) });
  return updated > 0;
}

function rows(
  rules: DatabaseRow[],
  states: ReadonlyMap<string, StoredState>,
): { rule: StoredRule; state: StoredState }[] {
  return rules.flatMap(row => {
    // Deleted between the two.
    const state = states.get(row.id);
    return state ? [{ rule: toRule(row), state }] : [];
  });
}

function toRow(rule: StoredRule) {
  const { content, compiled } = rule;
  return {
    content: JSON.stringify(content),
    compiled: JSON.stringify(compiled),
    view_name: rule.viewName,
    expires_at: rule.expiresAt,
    enabled: content.enabled,
    disabled_because: rule.disabledBecause,
    revision: rule.revision,
    created_by: rule.createdBy,
    created_at: rule.createdAt,
    updated_by: rule.updatedBy,
    updated_at: rule.updatedAt,
  };
}

function toRule(row: DatabaseRow): StoredRule {
  return {
    id: row.id,
    content: { ...JSON.parse(row.content), enabled: Boolean(row.enabled) },
    compiled: JSON.parse(row.compiled),
    viewName: row.view_name,
    expiresAt: Number(row.expires_at),
    disabledBecause: row.disabled_because,
    revision: row.revision,
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    updatedBy: row.updated_by,
    updatedAt: Number(row.updated_at),
  };
}

function toStateRow(state: Omit<StoredState, 'ruleId' | 'epoch'>) {
  return {
    status: state.standing.status,
    state: JSON.stringify(state.standing),
    reading: JSON.stringify(state.reading),
    recent: JSON.stringify(state.recent),
    evaluated_at: state.evaluatedAt,
  };
}

function toState(row: DatabaseRow): StoredState {
  return {
    ruleId: row.rule_id,
    epoch: row.epoch,
    standing: JSON.parse(row.state),
    reading: JSON.parse(row.reading),
    recent: JSON.parse(row.recent),
    evaluatedAt: toNumberOrNull(row.evaluated_at),
  };
}
