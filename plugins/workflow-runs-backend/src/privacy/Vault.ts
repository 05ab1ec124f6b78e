import { NotFoundError } from '@backstage/errors';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { Knex } from 'knex';
import { Row } from '../database/changes';
import { Sealer, WrappedKey } from '../sealing/Sealer';
import { Unreadable } from '../sealing/Unreadable';
import { NewToken } from './Marker';
import { Scope } from './Scope';

/** A value that was tokenized. */
export interface Revealed {
  kind: string;
  value: Json;
}

/** Keeps what was tokenized, sealed with the data key of its run. */
export class Vault {
  constructor(
    private readonly options: { knex: Knex; sealer: Sealer; now: () => number },
  ) {}

  /**
   * Opens a token. Who may ask for it is for the caller to check and to audit.
   *
   * @param tokenId - the last part of `[token:<kind>:<id>]`
   * @throws NotFoundError where the run has no such token
   * @throws Unreadable where the data key of the run was shredded, or the value was changed
   */
  async open(tokenId: string, runId: string): Promise<Revealed> {
    const { knex, sealer } = this.options;
    const row = await knex('privacy_tokens')
      .where({ run_id: runId, id: tokenId })
      .first('kind', 'content');
    if (!row) {
      throw new NotFoundError(`The run has no token '${tokenId}'`);
    }
    // Read anew: what was shredded must not be opened, whoever has used the key before.
    const wrapped = await this.#wrappedKey(runId);
    if (!wrapped) {
      throw new Unreadable('The key that its values were sealed with is gone');
    }
    const key = sealer.unwrap(runId, wrapped);
    const place = placeOf(runId, tokenId, row.kind);
    return { kind: row.kind, value: sealer.open(key, place, row.content) };
  }

  /**
   * Rows for the values of tokens, to be written together with what shows the tokens.
   *
   * @param given - the data key of a run that is only being created
   * @returns undefined where the data key of the run was shredded: nothing more can be kept of it
   */
  async seal(
    run: { runId: string; scope: Scope },
    tokens: readonly NewToken[],
    given?: WrappedKey,
  ): Promise<Row[] | undefined> {
    const { sealer, now } = this.options;
    const { runId, scope } = run;
    const wrapped =
      given ??
      (await this.#wrappedKey(runId)) ??
      (isObserved(scope) ? await this.#newKey(runId) : undefined);
    if (!wrapped) return undefined;
    const key = sealer.unwrap(runId, wrapped);
    return tokens.map(({ id, kind, value }) => ({
      run_id: runId,
      id,
      tenant_id: scope.tenantId,
      kind,
      content: sealer.seal(key, placeOf(runId, id, kind), value),
      created_at: now(),
    }));
  }

  /** A run that is only observed has no data key until something is to be sealed. */
  async #newKey(runId: string): Promise<WrappedKey> {
    const { knex, sealer, now } = this.options;
    const place = {
      run_id: runId,
      kind: 'data_key',
      step_key: '',
      item_index: -1,
      generation: 0,
    };
    const { keyId, content } = sealer.newDataKey(runId).wrapped;
    await knex('sealed_payloads')
      .insert({ ...place, key_id: keyId, content, created_at: now() })
      .onConflict(Object.keys(place))
      .ignore();
    // Another process may have been quicker.
    return (await this.#wrappedKey(runId))!;
  }

  async #wrappedKey(runId: string): Promise<WrappedKey | undefined> {
    const row = await this.options
      .knex('sealed_payloads')
      .where({ run_id: runId, kind: 'data_key' })
      .first('key_id', 'content');
    return row && { keyId: row.key_id, content: row.content };
  }
}

/** Of those that the embedded engine runs, each has had a data key from its launch. */
function isObserved({ workflow }: Scope): boolean {
  return !workflow.startsWith('embedded/');
}

function placeOf(runId: string, tokenId: string, kind: string) {
  return { runId, step: tokenId, item: -1, kind: `token/${kind}` };
}
