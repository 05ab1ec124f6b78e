import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { ulid } from 'ulid';
import { z } from 'zod';
import {
  ActionResult,
  AllowedAction,
  isEnded,
  launchRequestSchema,
  RunAction,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';
import { rankOf } from '../engine/priority';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken } from '../recorder/Transition';
import { RunRecord } from '../queries/toWire';
import { Sealer } from '../sealing/Sealer';
import { canonicalJson } from '../workflows/definitionHash';
import { WorkflowQueries, WorkflowRecord } from '../workflows/WorkflowQueries';
import { ActionRefused } from './ActionRefused';
import { InvalidInput } from './InvalidInput';
import { InputValidator } from './validateInput';

/** How long an answer waits for the engine, in milliseconds. */
const CONFIRM_MS = 2_000;
const CONFIRM_POLL_MS = 50;

/** Who asks, as entity ref of a user or subject of a service. */
export interface Caller {
  ref: string;
}

type Launch = z.output<typeof launchRequestSchema>;
type AllowedActions = Record<RunAction, AllowedAction>;

/**
 * What may be asked of runs. Callers have been authorised: this decides whether it can be done, and
 * records that it was asked.
 */
export class RunService {
  readonly #validator = new InputValidator();

  constructor(
    private readonly options: {
      knex: Knex;
      recorder: Recorder;
      workflows: WorkflowQueries;
      sealer: Sealer;
      now: () => number;
      /** Tells the engine that a run is due, or that something was asked of it. */
      notify: (runId: string) => void;
    },
  ) {}

  /**
   * Launches a run, once for each idempotency key and business event. A repeated launch finds its
   * run whatever has become of the workflow since.
   *
   * @throws InvalidInput where the input does not fit the workflow's schema
   * @throws ConflictError where the key was used for something else
   */
  async launch(
    workflow: WorkflowRecord,
    request: Launch,
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<{ result: ActionResult; created: boolean }> {
    const runId = `run_${ulid()}`;
    const now = this.options.now();
    const claims = launchClaims({
      runId,
      workflow,
      request,
      caller,
      idempotencyKey,
      now,
    });
    for (const claim of claims) {
      const existing = await this.#existingRun(claim);
      if (existing) return existing;
    }
    const { definitionHash } = workflow;
    if (!definitionHash) {
      throw new InvalidInput('body', [
        {
          pointer: '/workflow',
          rule: 'launchable',
          message: 'its engine cannot launch a run',
        },
      ]);
    }
    const definition = await this.options.workflows.definition(definitionHash);
    const input = this.#validator.validate(
      definitionHash,
      definition,
      request.input,
    );
    const { key, wrapped } = this.options.sealer.newDataKey(runId);
    const place = { step: '', item: -1, generation: 0 };

    try {
      await this.options.recorder.commit({
        runId,
        claims,
        engine: { rank: rankOf(request), seed: runId },
        create: {
          workflowId: workflow.id,
          tenantId: workflow.tenantId,
          engineInstance: workflow.engineInstance,
          namespace: workflow.namespace,
          nativeId: runId,
          definition,
          definitionHash,
          environment: request.environment,
          priority: request.priority,
          triggerType: request.backfill ? 'backfill' : 'manual',
          triggeredBy: caller.ref,
          startedBy: caller.ref,
          businessEventId: request.businessEventId ?? null,
          backfill: request.backfill,
          tags: [...new Set(request.tags)],
          originRunId: null,
          queuedAt: now,
          input,
        },
        facts: [
          {
            type: 'run.queued',
            at: now,
            generation: 0,
            priority: request.priority,
            triggerType: request.backfill ? 'backfill' : 'manual',
            triggeredBy: caller.ref,
          },
        ],
        payloads: [{ ...place, step: null, direction: 'input', value: input }],
        sealed: [
          {
            ...place,
            kind: 'data_key',
            keyId: wrapped.keyId,
            content: wrapped.content,
          },
          {
            ...place,
            kind: 'input',
            keyId: null,
            content: this.options.sealer.seal(
              key,
              { runId, step: '', item: -1, kind: 'input' },
              input,
            ),
          },
        ],
      });
    } catch (error) {
      const twin =
        error instanceof KeyTaken && (await this.#existingRun(error.claim));
      if (twin) return twin;
      throw error;
    }
    this.options.notify(runId);
    return {
      created: true,
      result: {
        status: 'completed',
        runId,
        newStatus: 'queued',
        message: 'The run is queued',
      },
    };
  }

  /**
   * Asks the engine to do something to a run and waits for it a little.
   *
   * @param request - `allowedIn`: what the caller may do to the run where it is in a status
   * @throws ActionRefused where the run's state does not allow it
   * @throws ConflictError where the key was used for something else
   */
  async act(
    run: RunRecord,
    action: RunAction,
    request: {
      reason?: string;
      allowedIn: (status: RunStatus) => AllowedActions;
    },
    caller: Caller,
    idempotencyKey: string = ulid(),
  ): Promise<ActionResult> {
    const requestHash = hash({
      action,
      runId: run.id,
      reason: request.reason ?? null,
    });
    const repeated = await this.#requested(
      run,
      caller,
      idempotencyKey,
      requestHash,
    );
    const outcome = (actionId: string) =>
      this.#outcome(actionId, run.id, action, request.allowedIn);
    if (repeated) return outcome(repeated);
    const allowedActions = request.allowedIn(run.status);
    const { allowed, reason: why } = allowedActions[action];
    if (!allowed) throw new ActionRefused(why!, run.status, allowedActions);

    const id = `act_${ulid()}`;
    const now = this.options.now();
    const reason = request.reason ?? null;
    try {
      await this.options.recorder.commit({
        runId: run.id,
        claims: [
          {
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
              step_key: '',
              item_index: -1,
              reason,
              status: 'requested',
              requested_at: now,
            },
          },
        ],
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
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      // The same request came twice at once.
      const twin = await this.#requested(
        run,
        caller,
        idempotencyKey,
        requestHash,
      );
      return outcome(twin!);
    }
    this.options.notify(run.id);
    return outcome(id);
  }

  /** @throws ConflictError where the key was used for something else */
  async #existingRun(
    claim: Claim,
  ): Promise<{ result: ActionResult; created: boolean } | undefined> {
    const { workflow_id, kind, key, request_hash } = claim.row;
    const taken = await this.options
      .knex('launch_keys')
      .join('runs', 'runs.id', 'launch_keys.run_id')
      .where({ 'launch_keys.workflow_id': workflow_id, kind, key })
      .first('run_id', 'request_hash', 'status');
    if (!taken) return undefined;
    if (kind === 'idempotency_key' && taken.request_hash !== request_hash) {
      throw new ConflictError(
        'Idempotency-Key: it was used for another launch',
      );
    }
    return {
      created: false,
      result: {
        status: 'completed',
        runId: taken.run_id,
        newStatus: taken.status,
        message:
          kind === 'business_event_id'
            ? 'A run of this business event exists already'
            : 'This launch was accepted before',
      },
    };
  }

  async #requested(
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
    runId: string,
    action: RunAction,
    allowedIn: (status: RunStatus) => AllowedActions,
  ): Promise<ActionResult> {
    const deadline = this.options.now() + CONFIRM_MS;
    for (;;) {
      // In one statement: the engine ends a run and answers in one commit, and what was read in
      // two could show the one without the other.
      const { state, message, status } = await this.options
        .knex('actions')
        .join('runs', 'runs.id', 'actions.run_id')
        .where({ 'actions.id': actionId })
        .first('actions.status as state', 'message', 'runs.status');
      if (state === 'failed')
        throw new ActionRefused(message, status, allowedIn(status));
      if (state === 'completed') {
        return {
          status: 'completed',
          runId,
          newStatus: status,
          message: `The engine has taken the request to ${action}`,
        };
      }
      if (isEnded(status)) await this.#refuse(actionId, runId, action, status);
      else if (this.options.now() >= deadline) {
        return {
          status: 'accepted',
          runId,
          newStatus: status,
          message:
            'The request is recorded; the engine has not confirmed it yet',
        };
      } else await sleep(CONFIRM_POLL_MS);
    }
  }

  /** The run ended while the request was on its way: nobody is left to answer it. */
  async #refuse(
    actionId: string,
    runId: string,
    action: RunAction,
    status: string,
  ) {
    const { generation } = await this.options
      .knex('runs')
      .where({ id: runId })
      .first('generation');
    const message = `The run has ended: it is ${status}`;
    try {
      await this.options.recorder.commit({
        runId,
        facts: [
          {
            type: 'action.failed',
            at: this.options.now(),
            generation,
            actionId,
            action,
            message,
          },
        ],
        actions: [{ id: actionId, status: 'failed', message }],
      });
    } catch (error) {
      // Somebody else who waits for the same answer may have written it.
      const row = await this.options
        .knex('actions')
        .where({ id: actionId })
        .first('status');
      if (row.status === 'requested') throw error;
    }
  }
}

function launchClaims(launch: {
  runId: string;
  workflow: WorkflowRecord;
  request: Launch;
  caller: Caller;
  idempotencyKey: string | undefined;
  now: number;
}): Claim[] {
  const { runId, workflow, request, caller, idempotencyKey, now } = launch;
  const claim = (kind: string, key: string): Claim => ({
    table: 'launch_keys',
    key: ['workflow_id', 'kind', 'key'],
    row: {
      workflow_id: workflow.id,
      kind,
      key,
      run_id: runId,
      request_hash: hash(request),
      created_at: now,
    },
  });
  return [
    // Keys are the caller's own: two callers that count from 1 do not meet.
    ...(idempotencyKey
      ? [claim('idempotency_key', `${caller.ref}\u001f${idempotencyKey}`)]
      : []),
    ...(request.businessEventId
      ? [claim('business_event_id', request.businessEventId)]
      : []),
  ];
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
