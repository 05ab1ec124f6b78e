import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError, InputError } from '@backstage/errors';
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
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken } from '../recorder/Transition';
import { RunRecord } from '../queries/toWire';
import { Sealer } from '../sealing/Sealer';
import { canonicalJson } from '../workflows/definitionHash';
import { WorkflowQueries, WorkflowRecord } from '../workflows/WorkflowQueries';
import { ActionRefused } from './ActionRefused';
import { InputValidator } from './validateInput';

/** How long an answer waits for the engine, in milliseconds. */
const CONFIRM_MS = 2_000;
const CONFIRM_POLL_MS = 50;

/** Who asks, as entity ref of a user or subject of a service. */
export interface Caller {
  ref: string;
}

type Launch = z.output<typeof launchRequestSchema>;

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
   * Launches a run, once for each idempotency key and business event.
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
    const { definitionHash } = workflow;
    if (!definitionHash)
      throw new InputError(`workflow: ${workflow.ref} cannot be launched`);
    const definition = await this.options.workflows.definition(definitionHash);
    const input = this.#validator.validate(definition, request.input);
    const runId = `run_${ulid()}`;
    const now = this.options.now();
    const claims = launchClaims({
      runId,
      workflow,
      request: { ...request, input },
      caller,
      idempotencyKey,
      now,
    });
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
      if (error instanceof KeyTaken) return this.#existingRun(error.claim);
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
   * @throws ActionRefused where the run's state does not allow it
   */
  async act(
    run: RunRecord,
    action: RunAction,
    request: {
      reason?: string;
      allowedActions: Record<RunAction, AllowedAction>;
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
    if (repeated) return this.#outcome(repeated, run.id, action);
    const { allowed, reason: why } = request.allowedActions[action];
    if (!allowed)
      throw new ActionRefused(why!, run.status, request.allowedActions);

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
      return this.#outcome(twin!, run.id, action);
    }
    this.options.notify(run.id);
    return this.#outcome(id, run.id, action);
  }

  async #existingRun(
    claim: Claim,
  ): Promise<{ result: ActionResult; created: boolean }> {
    const { workflow_id, kind, key, request_hash } = claim.row;
    const taken = await this.options
      .knex('launch_keys')
      .where({ workflow_id, kind, key })
      .first();
    if (!taken)
      throw new ConflictError('The same launch is under way; try again');
    if (kind === 'idempotency_key' && taken.request_hash !== request_hash) {
      throw new ConflictError(
        'Idempotency-Key: it was used for another launch',
      );
    }
    const run = await this.options
      .knex('runs')
      .where({ id: taken.run_id })
      .first('status');
    return {
      created: false,
      result: {
        status: 'completed',
        runId: taken.run_id,
        newStatus: run.status as RunStatus,
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
  ): Promise<ActionResult> {
    const deadline = this.options.now() + CONFIRM_MS;
    for (;;) {
      const row = await this.options
        .knex('actions')
        .where({ id: actionId })
        .first();
      const { status } = await this.options
        .knex('runs')
        .where({ id: runId })
        .first('status');
      if (row.status === 'failed') throw new ConflictError(row.message);
      if (row.status === 'completed') {
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

/** Lower goes first; backfills let production traffic pass. */
function rankOf({ priority, backfill }: Launch): number {
  return { high: 0, normal: 10, low: 20 }[priority] + (backfill ? 100 : 0);
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
