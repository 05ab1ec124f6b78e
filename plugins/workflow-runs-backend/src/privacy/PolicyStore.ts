import { isDeepStrictEqual } from 'node:util';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  PrivacyPolicy,
  PrivacyPolicyContent,
} from 'backstage-plugin-workflow-runs-common';
import { isUniqueViolation } from '../database/errors';
import { newId } from '../database/ids';
import { toIso } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';

/** Where the policies that admins write are kept. */
export class PolicyStore {
  constructor(private readonly options: { knex: Knex; now: () => number }) {}

  /** By name. */
  async list(): Promise<PrivacyPolicy[]> {
    const rows = await this.options.knex('privacy_policies').orderBy('name');
    return rows.map(toPolicy);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<PrivacyPolicy> {
    const row = await this.options
      .knex('privacy_policies')
      .where({ id })
      .first();
    if (!row) throw new NotFoundError(`There is no policy '${id}'`);
    return toPolicy(row);
  }

  /**
   * The same policy, made again, is the one that there is.
   *
   * @throws ConflictError where another one has the name
   */
  async create(
    content: PrivacyPolicyContent,
    by: string,
  ): Promise<PrivacyPolicy> {
    const { knex, now } = this.options;
    const row = {
      id: newId('pol'),
      ...columnsOf(content),
      revision: 1,
      updated_by: by,
      updated_at: now(),
    };
    try {
      await knex('privacy_policies').insert(row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const there = await knex('privacy_policies')
        .where({ name: content.name })
        .first();
      if (there && isSame(toPolicy(there), content)) return toPolicy(there);
      throw nameTaken(content.name);
    }
    return toPolicy(row);
  }

  /**
   * @param revision - of the policy as it was seen
   * @throws NotFoundError
   * @throws ConflictError where it was changed meanwhile, or another one has the name
   */
  async change(
    id: string,
    content: PrivacyPolicyContent,
    revision: number,
    by: string,
  ): Promise<PrivacyPolicy> {
    const { knex, now } = this.options;
    let changed: number;
    try {
      changed = await knex('privacy_policies')
        .where({ id, revision })
        .update({
          ...columnsOf(content),
          revision: revision + 1,
          updated_by: by,
          updated_at: now(),
        });
    } catch (error) {
      throw isUniqueViolation(error) ? nameTaken(content.name) : error;
    }
    const policy = await this.get(id);
    if (changed === 0 && !isSame(policy, content)) {
      throw new ConflictError(
        `The policy was changed meanwhile: it has revision ${policy.revision}`,
      );
    }
    return policy;
  }

  async delete(id: string): Promise<void> {
    await this.options.knex('privacy_policies').where({ id }).delete();
  }
}

function columnsOf(content: PrivacyPolicyContent) {
  return { name: content.name, content: JSON.stringify(content) };
}

function isSame(policy: PrivacyPolicy, content: PrivacyPolicyContent): boolean {
  const { id, origin, revision, updatedBy, updatedAt, ...there } = policy;
  return isDeepStrictEqual(there, content);
}

function nameTaken(name: string): ConflictError {
  return new ConflictError(`There is another policy of the name '${name}'`);
}

function toPolicy(row: DatabaseRow): PrivacyPolicy {
  return {
    ...(JSON.parse(row.content) as PrivacyPolicyContent),
    id: row.id,
    origin: 'database',
    revision: row.revision,
    updatedBy: row.updated_by,
    updatedAt: toIso(Number(row.updated_at)),
  };
}
