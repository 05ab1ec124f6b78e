import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  AuditOrigin,
  cloneRequestSchema,
  Json,
  launchRequestSchema,
  rerunRequestSchema,
} from 'backstage-plugin-workflow-runs-common';
import { refusalOf } from 'backstage-plugin-workflow-runs-common/machine';
import { RunRecord } from '../queries/runToWire';
import { Sealer } from '../sealing/Sealer';
import { EngineLaunches, LaunchElsewhere } from '../sync/EngineLaunches';
import { WorkflowQueries, WorkflowRecord } from '../workflows/WorkflowQueries';
import { demandElsewhere, givenTo } from './elsewhere';
import { refusal } from './InvalidInput';
import { AskedLaunch, Launcher, LaunchKey, LaunchOrder } from './Launcher';
import {
  businessEventKeys,
  idempotencyKeys,
  Launched,
  launchOnce,
} from './launchOnce';
import { RunOrigins, takenOver } from './RunOrigins';
import { InputValidator } from './validateInput';

/** Who asks, as entity ref of a user or subject of a service. */
export interface Caller {
  ref: string;
  /** From where; the portal itself is nowhere. */
  origin?: AuditOrigin;
  /** What they ask with, as long as they wait; an engine elsewhere may have permissions of its own. */
  credentials?: BackstageCredentials;
}

/** What launches runs of engines elsewhere. */
export type Elsewhere = Pick<EngineLaunches, 'covers' | 'launch'>;

type Launch = z.output<typeof launchRequestSchema>;
type Rerun = z.output<typeof rerunRequestSchema>;
type Clone = z.output<typeof cloneRequestSchema>;

/** Launches runs: new ones, and such as repeat another. Callers have been authorised. */
export class RunService {
  readonly #validator = new InputValidator();
  readonly #origins: RunOrigins;

  constructor(
    private readonly options: {
      knex: Knex;
      launcher: Launcher;
      workflows: WorkflowQueries;
      sealer: Sealer;
      /** Engines elsewhere. */
      elsewhere: Elsewhere;
    },
  ) {
    this.#origins = new RunOrigins(options);
  }

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
      ...idempotencyKeys(workflow, caller.ref, idempotencyKey, request),
      ...businessEventKeys(workflow, request.businessEventId, request),
    ];
    const { launcher, elsewhere } = this.options;
    if (elsewhere.covers(workflow)) {
      return launchOnce(launcher, keys, async () =>
        elsewhere.launch(launchOf(workflow, request, caller), keys),
      );
    }
    return this.#launchHere(keys, async () => {
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
        asked: { action: 'launch', caller, workflow: workflow.ref },
      };
    });
  }

  /**
   * Launches a run that repeats another, with the same input or an edited one; from a step on, it
   * takes over what came before.
   *
   * @throws InvalidInput where the input does not fit, or what would be taken over has changed
   * @throws ConflictError where the run has not ended
   */
  async rerun(
    run: RunRecord,
    workflow: WorkflowRecord,
    request: Rerun,
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<Launched> {
    const keys = idempotencyKeys(workflow, caller.ref, idempotencyKey, {
      rerun: run.id,
      ...request,
    });
    const { launcher, elsewhere } = this.options;
    if (elsewhere.covers(workflow)) {
      return launchOnce(launcher, keys, async () => {
        const refused = refusalOf('rerun', run);
        if (refused) throw new ConflictError(refused);
        return elsewhere.launch(
          await this.#repeatOf(run, workflow, request, {
            action: 'rerun',
            caller,
            reason: request.reason,
          }),
          keys,
        );
      });
    }
    return this.#launchHere(keys, async () => {
      // Judged behind the keys: what was launched once is found, though its origin was opened again.
      const refused = refusalOf('rerun', run);
      if (refused) throw new ConflictError(refused);
      return this.#orderLike(run, workflow, caller, {
        version: request.version,
        input: request.input,
        fromStep: request.fromStep,
        asked: { action: 'rerun', reason: request.reason },
      });
    });
  }

  /** Launches a run like another one, of which anything may differ. */
  async clone(
    run: RunRecord,
    workflow: WorkflowRecord,
    request: Clone,
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<Launched> {
    const keys = idempotencyKeys(workflow, caller.ref, idempotencyKey, {
      clone: run.id,
      ...request,
    });
    const { version, input, ...overrides } = request;
    const { launcher, elsewhere } = this.options;
    if (elsewhere.covers(workflow)) {
      return launchOnce(launcher, keys, async () =>
        elsewhere.launch(
          await this.#repeatOf(run, workflow, request, {
            action: 'clone',
            caller,
          }),
          keys,
        ),
      );
    }
    return this.#launchHere(keys, async () => ({
      ...(await this.#orderLike(run, workflow, caller, {
        version,
        input,
        asked: { action: 'clone' },
      })),
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
    const { definitionHash: hash } = run;
    // Engines that are only observed need not tell of a definition.
    if (!hash) return input;
    const definition = await this.options.workflows.definition(hash);
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

  #launchHere(
    keys: LaunchKey[],
    order: () => Promise<LaunchOrder>,
  ): Promise<Launched> {
    const { launcher } = this.options;
    return launchOnce(launcher, keys, async () =>
      launcher.launch(await order(), keys),
    );
  }

  /** What an engine elsewhere is asked for where a run of it is to be repeated. */
  async #repeatOf(
    run: RunRecord,
    workflow: WorkflowRecord,
    wanted: Pick<Rerun, 'input' | 'version' | 'fromStep'> &
      Pick<Clone, 'environment' | 'tags'>,
    asked: Omit<AskedLaunch, 'workflow'>,
  ): Promise<LaunchElsewhere> {
    demandElsewhere(workflow, wanted);
    const { input, tags = run.tags } = wanted;
    return {
      workflow,
      input: input ?? (await givenTo(this.options.knex, run.id)),
      tags,
      businessEventId: run.businessEventId,
      origin: run,
      asked: {
        ...asked,
        workflow: workflow.ref,
        isInputEdited: input !== undefined,
      },
    };
  }

  async #orderLike(
    run: RunRecord,
    workflow: WorkflowRecord,
    caller: Caller,
    wanted: {
      version?: string;
      input?: Record<string, Json>;
      fromStep?: string;
      asked: Pick<AskedLaunch, 'action' | 'reason'>;
    },
  ): Promise<LaunchOrder> {
    const { definition, definitionHash } = await this.#definitionOf(
      workflow,
      wanted.version,
    );
    const origin = await this.#origins.read(run);
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
        ? takenOver(origin, definition, wanted.fromStep)
        : new Map(),
      asked: {
        ...wanted.asked,
        caller,
        workflow: workflow.ref,
        fromStep: wanted.fromStep,
        isInputEdited: wanted.input !== undefined,
      },
    };
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

  /** The newest definition of that version; parts of fan-outs have definitions of the same one. */
  async #hashOfVersion(
    { name }: WorkflowRecord,
    version: string,
  ): Promise<string> {
    const { knex, workflows } = this.options;
    const hashes: string[] = await knex('definitions')
      .where({ name, version })
      .orderBy('created_at', 'desc')
      .pluck('hash');
    for (const hash of hashes) {
      if (!(await workflows.definition(hash)).chunkOf) return hash;
    }
    throw refusal(
      '/version',
      'known-version',
      `the workflow has no version '${version}'`,
    );
  }
}

function launchOf(
  workflow: WorkflowRecord,
  request: Launch,
  caller: Caller,
): LaunchElsewhere {
  demandElsewhere(workflow, {
    backfill: request.backfill || undefined,
  });
  return {
    workflow,
    input: request.input,
    tags: request.tags,
    businessEventId: request.businessEventId ?? null,
    origin: null,
    asked: { action: 'launch', caller, workflow: workflow.ref },
  };
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
