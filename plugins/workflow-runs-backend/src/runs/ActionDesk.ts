import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { ulid } from 'ulid';
import {
  ActionResult,
  AllowedAction,
  isEnded,
  Json,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';
import { RequestDetails } from '../engine/requests';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken, SealedRecord } from '../recorder/Transition';
import { RunRecord } from '../queries/toWire';
import { Sealer } from '../sealing/Sealer';
import { ActionRefused } from './ActionRefused';
import { hashOf } from './hash';
import { claimToTakeUp, takeUpAgain } from '../engine/takeUpAgain';
import { Caller } from './RunService';

/** How long an answer waits for the engine, in milliseconds. */
const CONFIRM_MS = 2_000;
const CONFIRM_POLL_MS = 50;

type AllowedActions = Record<RunAction, AllowedAction>;

/** What is asked of a run. */
export interface ActionRequest {
  action: RunAction;
  reason?: string;
  details?: RequestDetails;
}

/** What the caller may do to the run as it is. */
type AllowedNow = () => Promise<{ status: string; allowed: AllowedActions }>;

/**
 * Asks engines to do things to runs, and waits for the answer a little. Callers have been authorised:
 * this decides whether it can be done, and records that it was asked.
 */
export class ActionDesk {
  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      sealer: Sealer;
      now: () => number;
      /** Tells the engine that something was asked of a run. */
      notify: (runId: string) => void;
    },
  ) {}

  /**
   * @throws ActionRefused where the run's state does not allow it
   * @throws ConflictError where the key was used for something else
   */
  async act(
    run: RunRecord,
    request: ActionRequest,
    allowedNow: AllowedNow,
    caller: Caller,
    idempotencyKey: string = ulid(),
  ): Promise<ActionResult> {
    const requestHash = hashOf({ runId: run.id, ...request });
    const known = await this.#known(run, caller, idempotencyKey, requestHash);
    if (known) return this.#outcome(known, run, request.action, allowedNow);
    const { status, allowed } = await allowedNow();
    const { allowed: isAllowed, reason: why } = allowed[request.action];
    if (!isAllowed) throw new ActionRefused(why!, status, allowed);

    const id = await this.#record(run, request, caller, {
      idempotencyKey,
      requestHash,
    });
    this.options.notify(run.id);
    return this.#outcome(id, run, request.action, allowedNow);
  }

  /** @returns id of the request; of the one that was first, where the same came twice at once */
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
  ): Promise<string> {
    const id = `act_${ulid()}`;
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
    const sealed = details ? [await this.#seal(run, id, details)] : [];
    const row = await this.options.knex('runs').where({ id: run.id }).first();
    const engine = isEnded(row.status) ? [claimToTakeUp(row, now)] : [];
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
        wakeAt: now,
      });
    try {
      await commit([asked, ...engine]);
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      const { table } = error.claim;
      if (table === 'engine_runs') {
        // Another request has brought the engine back to the run already.
        await commit([asked]);
        return id;
      }
      const twin = await this.#known(run, caller, idempotencyKey, requestHash);
      return twin!;
    }
    return id;
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
      throw new ConflictError('What the engine kept of the run is gone');
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

  /** @throws ConflictError where the key was used for something else */
  async #known(
    run: RunRecord,
    caller: Caller,
    idempotencyKey: string,
    requestHash: string,
  ): Promise<string | undefined> {
    const row = await this.options
      .knex('actions')
      .where({
        tenant_id: run.tenantId,
        actor: caller.ref,
        idempotency_key: idempotencyKey,
      })
      .first();
    if (row && row.request_hash !== requestHash) {
      throw new ConflictError(
        'Idempotency-Key: it was used for another request',
      );
    }
    return row?.id;
  }

  /** Waits for the engine's answer, but not for long: the run's events tell the rest. */
  async #outcome(
    actionId: string,
    run: RunRecord,
    action: RunAction,
    allowedNow: AllowedNow,
  ): Promise<ActionResult> {
    const { id: runId } = run;
    let isRevived = false;
    const deadline = this.options.now() + CONFIRM_MS;
    for (;;) {
      // In one statement: the engine ends a run and answers in one commit, and what was read in
      // two could show the one without the other.
      const { state, message, status } = await this.options
        .knex('actions')
        .join('runs', 'runs.id', 'actions.run_id')
        .where({ 'actions.id': actionId })
        .first('actions.status as state', 'message', 'runs.status');
      if (state === 'failed') {
        const now = await allowedNow();
        throw new ActionRefused(message, now.status, now.allowed);
      }
      if (state === 'completed') {
        return {
          status: 'completed',
          runId,
          newStatus: status,
          message: `The engine has taken the request: ${action}`,
        };
      }
      if (state === 'accepted' || this.options.now() >= deadline) {
        return {
          status: 'accepted',
          runId,
          newStatus: status,
          message:
            message ??
            'The request is recorded; the engine has not confirmed it yet',
        };
      }
      if (isEnded(status) && !isRevived) {
        // It ended while the request was on its way: the engine has to answer all the same.
        isRevived = true;
        await takeUpAgain(runId, this.options);
        this.options.notify(runId);
      }
      await sleep(CONFIRM_POLL_MS);
    }
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
