import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  ActionResult,
  EngineAction,
  isEnded,
  Json,
} from 'backstage-plugin-workflow-runs-common';
import { auditOfAction } from '../audit/auditClaims';
import { newId } from '../database/ids';
import { RequestDetails } from '../engine/requests';
import { claimToTakeUp, takeUpAgain } from '../engine/takeUpAgain';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken, SealedRecord } from '../recorder/Transition';
import { RunRecord } from '../queries/runToWire';
import { Sealer } from '../sealing/Sealer';
import { EngineCommands } from '../sync/EngineCommands';
import { ActionRefused } from './ActionRefused';
import { AllowedNow, Answers } from './Answers';
import { findAsked } from './findAsked';
import { hashOf } from './hash';
import { Caller } from './RunService';

const GONE = 'What the engine kept of the run is gone';

/** What is asked of a run. */
export interface ActionRequest {
  action: EngineAction;
  reason?: string;
  details?: RequestDetails;
}

/** Engines elsewhere: what is asked of their runs is passed on. */
export type Guests = Pick<EngineCommands, 'covers' | 'pass'>;

/**
 * Asks engines to do things to runs, and waits for the answer a little. Callers have been authorised:
 * this decides whether it can be done, and records that it was asked.
 */
export class ActionDesk {
  readonly #answers: Answers;
  readonly #answersOfGuests: Answers;

  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      sealer: Sealer;
      now: () => number;
      /** Tells the engine that something was asked of a run. */
      notify: (runId: string) => void;
      /** Engines elsewhere. */
      guests: Guests;
    },
  ) {
    this.#answers = new Answers({
      ...options,
      revive: async runId => {
        await takeUpAgain(runId, options);
        options.notify(runId);
      },
    });
    this.#answersOfGuests = new Answers({
      knex: options.knex,
      now: options.now,
    });
  }

  /**
   * @throws ActionRefused where the run's state does not allow it
   * @throws ConflictError where the key was used for something else
   */
  async act(
    run: RunRecord,
    request: ActionRequest,
    allowedNow: AllowedNow,
    caller: Caller,
    idempotencyKey: string = newId('key'),
  ): Promise<ActionResult> {
    const requestHash = hashOf({ runId: run.id, ...request });
    const asked = { run, caller, idempotencyKey, requestHash };
    const known = await findAsked(this.options.knex, asked);
    const isGuest = this.options.guests.covers(run);
    const answers = isGuest ? this.#answersOfGuests : this.#answers;
    if (known) return answers.wait(known, run, request.action, allowedNow);
    const { status, allowed } = await allowedNow();
    const { allowed: isAllowed, reason: why } = allowed[request.action];
    if (!isAllowed) throw new ActionRefused(why!, status, allowed);
    if (!isGuest && isEnded(run.status) && (await this.#isShredded(run))) {
      throw new ActionRefused(GONE, status, allowed);
    }

    const { id, isNew } = await this.#record(run, request, caller, {
      idempotencyKey,
      requestHash,
    });
    if (!isGuest) this.options.notify(run.id);
    else if (isNew) {
      const { action, reason = null, details = {} } = request;
      const { ref: actor, credentials } = caller;
      const command = { actionId: id, action, actor, credentials, reason };
      this.options.guests.pass(run, { ...command, details });
    }
    const answer = await answers.wait(id, run, request.action, allowedNow);
    await this.options
      .knex('audit_entries')
      .where({ action_id: id })
      .update({ after: JSON.stringify({ status: answer.newStatus }) });
    return answer;
  }

  /** @returns the request; the one that was first, where the same came twice at once */
  async #record(
    run: RunRecord,
    {
      action,
      reason = null,
      details,
    }: Omit<ActionRequest, 'reason'> & {
      reason?: string | null;
    },
    caller: Caller,
    { idempotencyKey, requestHash }: Record<string, string>,
  ): Promise<{ id: string; isNew: boolean }> {
    const id = newId('act');
    const now = this.options.now();
    const asked: Claim = {
      table: 'actions',
      key: ['id'],
      row: {
        id,
        tenant_id: run.tenantId,
        run_id: run.id,
        actor: caller.ref,
        idempotency_key: idempotencyKey,
        request_hash: requestHash,
        action,
        step_key: details?.step ?? '',
        item_index: details?.item ?? -1,
        reason,
        details: details ? JSON.stringify(shown(details)) : null,
        status: 'requested',
        requested_at: now,
      },
    };
    const audited = auditOfAction({
      at: now,
      actor: caller.ref,
      origin: caller.origin,
      action,
      tenantId: run.tenantId,
      workflow: run.workflow.ref,
      runId: run.id,
      actionId: id,
      before: { status: run.status },
    });
    // An engine elsewhere is told at once, and holds nothing here.
    const isGuest = this.options.guests.covers(run);
    const sealed =
      details && !isGuest ? [await this.#seal(run, id, details)] : [];
    const engine = isGuest ? [] : await this.#claimEngine(run, now);
    const commit = (claims: Claim[]) =>
      this.options.recorder.commit({
        runId: run.id,
        claims,
        sealed,
        facts: [
          {
            type: 'action.requested',
            at: now,
            generation: run.generation,
            actionId: id,
            action,
            actor: caller.ref,
            reason,
          },
        ],
        ...(isGuest ? {} : { wakeAt: now }),
      });
    try {
      await commit([asked, audited, ...engine]);
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      const { table } = error.claim;
      if (table === 'engine_runs') {
        // Another request has brought the engine back to the run already.
        await commit([asked, audited]);
        return { id, isNew: true };
      }
      const twin = await findAsked(this.options.knex, {
        run,
        caller,
        idempotencyKey,
        requestHash,
      });
      return { id: twin!, isNew: false };
    }
    return { id, isNew: true };
  }

  /** Of a run that has ended, the engine holds nothing any more: it has to take it up. */
  async #claimEngine({ id }: RunRecord, now: number): Promise<Claim[]> {
    const row = await this.options.knex('runs').where({ id }).first();
    return isEnded(row.status) ? [claimToTakeUp(row, now)] : [];
  }

  /** Whether what the engine has sealed can be opened by nobody any more; engines need not seal anything. */
  async #isShredded({ id }: RunRecord): Promise<boolean> {
    const sealed = () =>
      this.options.knex('sealed_payloads').where({ run_id: id });
    const key = await sealed().where({ kind: 'data_key' }).first('run_id');
    return !key && (await sealed().first('run_id')) !== undefined;
  }

  /** @throws ConflictError where what the engine kept of the run is gone */
  async #seal(
    run: RunRecord,
    id: string,
    details: RequestDetails,
  ): Promise<SealedRecord> {
    const { knex, sealer } = this.options;
    const wrapped = await knex('sealed_payloads')
      .where({ run_id: run.id, kind: 'data_key' })
      .first();
    if (!wrapped) {
      throw new ConflictError(GONE);
    }
    const dataKey = sealer.unwrap(run.id, {
      keyId: wrapped.key_id,
      content: wrapped.content,
    });
    const place = { step: id, item: -1, kind: 'request' } as const;
    return {
      ...place,
      generation: run.generation,
      keyId: null,
      content: sealer.seal(
        dataKey,
        { runId: run.id, ...place },
        details as unknown as Json,
      ),
    };
  }
}

/** What people may see of a request: what is given to code is only seen redacted, with its results. */
function shown({
  output: _,
  input: __,
  payload: ___,
  ...details
}: RequestDetails) {
  return details;
}
