import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  ActionResult,
  cloneRequestSchema,
  Json,
  launchRequestSchema,
  rerunRequestSchema,
  RunStatus,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  buildGraph,
  reuseOf,
  StepState,
  unitId,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { keepCurrent, openSealed } from '../engine/load';
import { RunValues } from '../engine/RunValues';
import { RunRecord } from '../queries/runToWire';
import { Sealer } from '../sealing/Sealer';
import { WorkflowQueries, WorkflowRecord } from '../workflows/WorkflowQueries';
import { hashOf } from './hash';
import { InvalidInput } from './InvalidInput';
import { Launcher, LaunchKey, LaunchOrder } from './Launcher';
import { InputValidator } from './validateInput';

/** Who asks, as entity ref of a user or subject of a service. */
export interface Caller {
  ref: string;
}

type Launch = z.output<typeof launchRequestSchema>;
type Rerun = z.output<typeof rerunRequestSchema>;
type Clone = z.output<typeof cloneRequestSchema>;

/** What is known of a run that is to be repeated. */
interface Origin {
  graph: WorkflowGraph;
  steps: Map<string, Pick<StepState, 'status' | 'skipReason'>>;
  values: RunValues;
}

interface Launched {
  result: ActionResult;
  created: boolean;
}

/** Launches runs: new ones, and such as repeat another. Callers have been authorised. */
export class RunService {
  readonly #validator = new InputValidator();

  constructor(
    private readonly options: {
      knex: Knex;
      launcher: Launcher;
      workflows: WorkflowQueries;
      sealer: Sealer;
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
  ): Promise<Launched> {
    const keys = [
      ...keyOf(workflow, caller, idempotencyKey, request),
      ...(request.businessEventId
        ? [
            launchKey(
              workflow.id,
              'business_event_id',
              request.businessEventId,
              request,
            ),
          ]
        : []),
    ];
    return this.#once(keys, async () => {
      const { definition, definitionHash } = await this.#definitionOf(workflow);
      return {
        workflow,
        definition,
        definitionHash,
        input: this.#validator.validate(
          definitionHash,
          definition,
          request.input,
        ),
        environment: request.environment,
        priority: request.priority,
        tags: request.tags,
        businessEventId: request.businessEventId ?? null,
        backfill: request.backfill,
        triggerType: request.backfill ? 'backfill' : 'manual',
        triggeredBy: caller.ref,
        startedBy: caller.ref,
        originRunId: null,
        parent: null,
        reused: new Map(),
      };
    });
  }

  /**
   * Launches a run that repeats another, with the same input or an edited one; from a step on, it
   * takes over what came before.
   *
   * @throws InvalidInput where the input does not fit, or what would be taken over has changed
   */
  async rerun(
    run: RunRecord,
    workflow: WorkflowRecord,
    request: Rerun,
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<Launched> {
    const keys = keyOf(workflow, caller, idempotencyKey, {
      rerun: run.id,
      ...request,
    });
    return this.#once(keys, () =>
      this.#orderLike(run, workflow, caller, {
        version: request.version,
        input: request.input,
        fromStep: request.fromStep,
      }),
    );
  }

  /** Launches a run like another one, of which anything may differ. */
  async clone(
    run: RunRecord,
    workflow: WorkflowRecord,
    request: Clone,
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<Launched> {
    const keys = keyOf(workflow, caller, idempotencyKey, {
      clone: run.id,
      ...request,
    });
    const { version, input, ...overrides } = request;
    return this.#once(keys, async () => ({
      ...(await this.#orderLike(run, workflow, caller, { version, input })),
      ...definedOnly(overrides),
    }));
  }

  /**
   * @returns the input with defaults filled in
   * @throws InvalidInput where what is given does not fit the operation of the step
   */
  async inputOfOperation(
    run: RunRecord,
    step: string,
    operation: string,
    input: Record<string, Json>,
  ): Promise<Record<string, Json>> {
    const { knex, workflows } = this.options;
    const { definition_hash: hash } = await knex('runs')
      .where({ id: run.id })
      .first('definition_hash');
    const definition = await workflows.definition(hash);
    const offered = definition.steps
      .find(({ key }) => key === step)
      ?.actions?.find(({ name }) => name === operation);
    // What the step does not offer is for the engine to refuse.
    if (!offered) return input;
    return this.#validator.validate(
      `${hash}/${step}/${operation}`,
      { ...definition, inputSchema: offered.inputSchema },
      input,
    );
  }

  async #orderLike(
    run: RunRecord,
    workflow: WorkflowRecord,
    caller: Caller,
    wanted: {
      version?: string;
      input?: Record<string, Json>;
      fromStep?: string;
    },
  ): Promise<LaunchOrder> {
    const { definition, definitionHash } = await this.#definitionOf(
      workflow,
      wanted.version,
    );
    const origin = await this.#valuesOf(run);
    return {
      workflow,
      definition,
      definitionHash,
      input: this.#validator.validate(
        definitionHash,
        definition,
        wanted.input ?? (origin.values.input as Record<string, Json>),
      ),
      environment: run.environment,
      priority: run.priority,
      tags: run.tags,
      businessEventId: run.businessEventId,
      backfill: run.backfill,
      triggerType: run.backfill ? 'backfill' : 'manual',
      triggeredBy: caller.ref,
      startedBy: caller.ref,
      originRunId: run.id,
      parent: null,
      reused: wanted.fromStep
        ? this.#takenOver(origin, definition, wanted.fromStep)
        : new Map(),
    };
  }

  /** @throws InvalidInput */
  #takenOver(
    origin: Origin,
    definition: WorkflowDefinition,
    fromStep: string,
  ): Map<string, Json> {
    const after = buildGraph(definition);
    if (!after.has(fromStep)) {
      throw refusal(
        '/fromStep',
        'known-step',
        `there is no step '${fromStep}'`,
      );
    }
    const { reused, changed } = reuseOf(
      origin.graph,
      after,
      key => origin.steps.get(key)!,
      fromStep,
    );
    if (changed.length > 0) {
      throw refusal(
        '/fromStep',
        'unchanged-steps',
        `these steps would be taken over, but are not what they were in the other version: ${changed.join(
          ', ',
        )}`,
      );
    }
    return new Map(
      reused.map(key => [key, origin.values.outputOfStep(key) ?? null]),
    );
  }

  /** @throws ConflictError where what the engine kept of the run is gone */
  async #valuesOf(run: RunRecord): Promise<Origin> {
    const { knex, sealer, workflows } = this.options;
    const row = await knex('runs').where({ id: run.id }).first();
    const graph = buildGraph(await workflows.definition(row.definition_hash));
    const steps = new Map(
      (await knex('steps').where({ run_id: run.id })).map(step => [
        unitId(step.step_key, step.item_index),
        {
          status: step.status,
          skipReason: step.skip_reason,
          generation: step.generation,
        },
      ]),
    );
    const sealed = await openSealed(knex, sealer, run.id, run.generation).catch(
      error => {
        throw new ConflictError(
          `The run cannot be repeated: its stored input is gone (${error.message})`,
        );
      },
    );
    const { input, outputs, sealedAt } = sealed;
    keepCurrent(outputs, sealedAt, unit => steps.get(unit));
    return { graph, steps, values: new RunValues(graph, input, outputs) };
  }

  /** @throws InvalidInput where the workflow has none, or not that version */
  async #definitionOf(workflow: WorkflowRecord, version?: string) {
    if (!workflow.definitionHash) {
      throw refusal(
        '/workflow',
        'launchable',
        'its engine cannot launch a run',
      );
    }
    const definitionHash =
      version === undefined
        ? workflow.definitionHash
        : await this.#hashOfVersion(workflow, version);
    const definition = await this.options.workflows.definition(definitionHash);
    return { definition, definitionHash };
  }

  /** The newest definition of that version. */
  async #hashOfVersion(
    { name }: WorkflowRecord,
    version: string,
  ): Promise<string> {
    const row = await this.options
      .knex('definitions')
      .where({ name, version })
      .orderBy('created_at', 'desc')
      .first('hash');
    if (row) return row.hash;
    throw refusal(
      '/version',
      'known-version',
      `the workflow has no version '${version}'`,
    );
  }

  async #once(
    keys: LaunchKey[],
    order: () => Promise<LaunchOrder>,
  ): Promise<Launched> {
    for (const key of keys) {
      const known = await this.#launchedBy(key);
      if (known) return known;
    }
    const launched = await this.options.launcher.launch(await order(), keys);
    if ('taken' in launched) return (await this.#launchedBy(launched.taken))!;
    return {
      created: true,
      result: {
        status: 'completed',
        runId: launched.runId,
        newStatus: 'queued',
        message: 'The run is queued',
      },
    };
  }

  /** @throws ConflictError where the key was used for something else */
  async #launchedBy(key: LaunchKey): Promise<Launched | undefined> {
    const { kind, request_hash } = key.row;
    const known = await this.options.launcher.launchedBy(key);
    if (!known) return undefined;
    if (kind === 'idempotency_key' && known.requestHash !== request_hash) {
      throw new ConflictError(
        'Idempotency-Key: it was used for another launch',
      );
    }
    return {
      created: false,
      result: {
        status: 'completed',
        runId: known.runId,
        newStatus: known.status as RunStatus,
        message:
          kind === 'business_event_id'
            ? 'A run of this business event exists already'
            : 'This launch was accepted before',
      },
    };
  }
}

/** Keys are the caller's own: two callers that count from 1 do not meet. */
function keyOf(
  { id }: WorkflowRecord,
  { ref }: Caller,
  idempotencyKey: string | undefined,
  request: unknown,
): LaunchKey[] {
  if (!idempotencyKey) return [];
  const key = `${ref}\u001f${idempotencyKey}`;
  return [launchKey(id, 'idempotency_key', key, request)];
}

function launchKey(
  workflowId: string,
  kind: string,
  key: string,
  request: unknown,
): LaunchKey {
  return {
    row: { workflow_id: workflowId, kind, key, request_hash: hashOf(request) },
  };
}

function refusal(pointer: string, rule: string, message: string) {
  return new InvalidInput('body', [{ pointer, rule, message }]);
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
