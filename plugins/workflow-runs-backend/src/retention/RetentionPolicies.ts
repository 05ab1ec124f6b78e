import { isDeepStrictEqual } from 'node:util';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  checkRetention,
  DEFAULT_RETENTION,
  Retention,
  RetentionDraft,
  RetentionPolicy,
  RetentionPolicyContent,
} from 'backstage-plugin-workflow-runs-common';
import { toIsoOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { InvalidInput, toPointer } from '../runs/InvalidInput';
import { RetentionConfig } from './config';
import { RetentionRules } from './RetentionRules';

/** For how long rules that were read are good, in milliseconds: other backends change them, too. */
const FRESH_MS = 5_000;

/** Keeps what admins say of retention, beside what the configuration says. */
export class RetentionPolicies {
  #known: { rules: RetentionRules; at: number } | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      config: RetentionConfig;
      now: () => number;
    },
  ) {}

  async get(): Promise<Retention> {
    const { knex, config } = this.options;
    const settings = await knex('retention_settings').where({ id: 1 }).first();
    const stored = await this.#stored();
    const patterns: string[] = JSON.parse(settings.hold_tags);
    return {
      policies: [...this.#given(), ...stored],
      legalHoldTags: [
        ...config.legalHoldTags.map(pattern => ({
          pattern,
          origin: 'configuration' as const,
        })),
        ...patterns.map(pattern => ({ pattern, origin: 'database' as const })),
      ],
      revision: settings.revision,
      updatedBy: settings.updated_by,
      updatedAt: toIsoOrNull(settings.updated_at),
      isScheduled: config.schedule !== undefined,
    };
  }

  /** What holds now; a few seconds old at most. */
  async rules(): Promise<RetentionRules> {
    const now = this.options.now();
    if (this.#known && Math.abs(now - this.#known.at) < FRESH_MS)
      return this.#known.rules;
    const { policies, legalHoldTags } = await this.get();
    const rules = new RetentionRules(
      policies,
      legalHoldTags.map(({ pattern }) => pattern),
    );
    this.#known = { rules, at: now };
    return rules;
  }

  /**
   * What would hold.
   *
   * @throws InvalidInput where policies do not go together
   */
  rulesOf(draft: RetentionDraft): RetentionRules {
    this.#check(draft.policies);
    return new RetentionRules(
      [
        ...this.#given(),
        ...draft.policies.map(policy => ({
          ...policy,
          origin: 'database' as const,
        })),
      ],
      [...this.options.config.legalHoldTags, ...draft.legalHoldTags],
    );
  }

  /**
   * @throws InvalidInput where policies do not go together
   * @throws ConflictError where somebody else has changed them meanwhile
   */
  async change(
    draft: RetentionDraft,
    revision: number,
    actor: string,
  ): Promise<Retention> {
    const { knex, now } = this.options;
    this.#check(draft.policies);
    const current = await this.get();
    // Said twice, it is as it was said once.
    if (isSame(draft, current)) return current;
    await knex.transaction(async trx => {
      const changed = await trx('retention_settings')
        .where({ id: 1, revision })
        .update({
          hold_tags: JSON.stringify([...new Set(draft.legalHoldTags)]),
          revision: revision + 1,
          updated_by: actor,
          updated_at: now(),
        });
      if (changed === 0) {
        throw new ConflictError(
          'Somebody has changed it meanwhile: load it anew',
        );
      }
      await trx('retention_policies').delete();
      await trx.batchInsert(
        'retention_policies',
        draft.policies.map(({ tenantId, workflow, status, days }, number) => ({
          number,
          tenant_id: tenantId,
          workflow,
          status,
          days: JSON.stringify(days),
        })),
        50,
      );
    });
    this.#known = undefined;
    return this.get();
  }

  #check(policies: readonly RetentionPolicyContent[]): void {
    const problems = checkRetention(policies, this.#given(), 'database');
    if (problems.length === 0) return;
    throw new InvalidInput(
      'body',
      problems.map(({ policy, path, rule, message }) => ({
        pointer: toPointer(['policies', policy, ...path]),
        rule,
        message,
      })),
    );
  }

  #given(): RetentionPolicy[] {
    return [...DEFAULT_RETENTION, ...this.options.config.policies];
  }

  async #stored(): Promise<RetentionPolicy[]> {
    const rows: DatabaseRow[] = await this.options
      .knex('retention_policies')
      .orderBy('number');
    return rows.map(row => ({
      tenantId: row.tenant_id,
      workflow: row.workflow,
      status: row.status,
      days: JSON.parse(row.days),
      origin: 'database' as const,
    }));
  }
}

function isSame(draft: RetentionDraft, current: Retention): boolean {
  const policies = current.policies
    .filter(({ origin }) => origin === 'database')
    .map(({ origin: _, ...content }) => content);
  const tags = current.legalHoldTags
    .filter(({ origin }) => origin === 'database')
    .map(({ pattern }) => pattern);
  return (
    isDeepStrictEqual(policies, draft.policies) &&
    isDeepStrictEqual(tags, draft.legalHoldTags)
  );
}
