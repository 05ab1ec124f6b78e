import { setTimeout as sleep } from 'node:timers/promises';
import { createRunQueries } from './queries';
import { Knex } from 'knex';
import {
  ActionResult,
  launchRequestSchema,
  LaunchRequest,
  Run,
  runActionSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  StepCode,
  StepHandlers,
  StepOptions,
  Workflow,
} from 'backstage-plugin-workflow-runs-node';
import { DatabaseArtifactStore } from '../artifacts/DatabaseArtifactStore';
import { leaseClock } from '../database/clock';
import { LaneDatabase } from '../database/LaneDatabase';
import { ChildRuns } from '../engine/ChildRuns';
import { EmbeddedEngine } from '../engine/EmbeddedEngine';
import { HandlerSecrets } from '../engine/HandlerSecrets';
import { EngineLimits } from '../engine/limits';
import { EngineTiming } from '../engine/timing';
import { Privacy } from '../privacy/Privacy';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { LiveWriter } from '../recorder/LiveWriter';
import { Recorder } from '../recorder/Recorder';
import { ActionDesk, ActionRequest } from '../runs/ActionDesk';
import { allowedActions } from '../runs/allowedActions';
import { createOperations } from '../runs/operations';
import { RunService } from '../runs/RunService';
import { Sealer } from '../sealing/Sealer';
import { SlaRule } from '../slas/config';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { WorkflowRegistry } from '../workflows/WorkflowRegistry';
import { WorkflowStore } from '../workflows/WorkflowStore';
import { silentLogger } from './silentLogger';
import { testPrivacy, TestPrivacyOptions, testRedaction } from './testPrivacy';

const CALLER = { ref: 'user:default/tester' };
/** What an engine can do that can do everything. */
const EVERYTHING = {
  launch: true,
  actions: [...runActionSchema.options],
  logs: true,
  artifacts: true,
};

export interface TestEngineOptions {
  secret?: string;
  timing?: Partial<EngineTiming>;
  limits?: Partial<EngineLimits>;
  /** The secrets that handlers may ask for, as they are configured at the moment. */
  secrets?: () => object;
  /** What is looked for, and what policies say. */
  privacy?: TestPrivacyOptions;
  now?: () => number;
  /** How long runs may take, where nothing else says it. */
  slas?: readonly SlaRule[];
  /** Hears what the engine warns of. */
  onProblem?: (message: string) => void;
}

/** An engine on a test database, with everything it needs: what a backend has, but no HTTP. */
export class TestEngine {
  readonly knex: Knex;
  readonly recorder: Recorder;
  readonly live: LiveWriter;
  readonly runs: RunQueries;
  readonly details: RunDetailQueries;
  readonly workflows: WorkflowQueries;
  readonly registry: WorkflowRegistry;
  readonly service: RunService;
  readonly desk: ActionDesk;
  readonly children: ChildRuns;
  readonly engine: EmbeddedEngine;
  readonly artifacts: DatabaseArtifactStore;
  readonly definitions: DefinitionStore;
  readonly sealer: Sealer;
  readonly privacy: Privacy;
  /** What has gone wrong so far. */
  readonly problems: string[] = [];
  readonly #store: WorkflowStore;

  constructor(
    { knex, lane }: { knex: Knex; lane: LaneDatabase },
    options: TestEngineOptions = {},
  ) {
    const now = options.now ?? (() => Date.now());
    const logger = silentLogger(problem => {
      this.problems.push(problem);
      options.onProblem?.(problem);
    });
    const secrets = new HandlerSecrets(options.secrets ?? (() => ({})));
    const sealer = new Sealer([
      { id: 'test', secret: options.secret ?? 'a secret of the tests' },
    ]);
    this.privacy = testPrivacy({ ...options.privacy, known: [secrets] });
    const redaction = testRedaction(knex, this.privacy, sealer);
    const definitions = new DefinitionStore(knex);
    this.definitions = definitions;
    this.sealer = sealer;
    this.knex = knex;
    this.recorder = new Recorder({ database: lane, redaction, now });
    this.live = new LiveWriter({
      database: lane,
      redaction,
      now,
      onError: error => logger.warn(`Lines are lost: ${error}`),
    });
    this.runs = createRunQueries(knex);
    this.details = new RunDetailQueries(knex);
    this.workflows = new WorkflowQueries(knex);
    this.artifacts = new DatabaseArtifactStore(knex);
    this.registry = new WorkflowRegistry(logger);
    this.#store = new WorkflowStore(knex, definitions);
    const { service, desk, children } = createOperations({
      knex,
      recorder: this.recorder,
      workflows: this.workflows,
      definitions,
      sealer,
      now,
      slas: options.slas,
      notify: runId => void this.engine.notify(runId),
      reserve: launch => this.engine.reserve(launch),
    });
    this.service = service;
    this.desk = desk;
    this.children = children;
    this.engine = new EmbeddedEngine({
      knex,
      recorder: this.recorder,
      live: this.live,
      artifacts: this.artifacts,
      registry: this.registry,
      children,
      definitions,
      sealer,
      clock: leaseClock(knex, now),
      now,
      logger,
      timing: options.timing,
      limits: options.limits,
      secrets,
      redact: text => this.privacy.withoutRun.text(text),
    });
  }

  async add<Input, const Steps extends Record<string, StepOptions>>(
    workflow: Workflow<Input, Steps>,
    handlers: StepHandlers<Input, Steps>,
  ): Promise<void> {
    await this.addAll([{ workflow, handlers }]);
  }

  /** Adds workflows with their code, whatever its type. */
  async addAll(
    added: readonly {
      workflow: Workflow;
      handlers: Readonly<Record<string, StepCode>>;
    }[],
  ): Promise<void> {
    for (const { workflow, handlers } of added) {
      this.registry.add(workflow, handlers);
    }
    for (const registered of this.registry.workflows) {
      await this.#store.save(
        {
          engine: 'embedded',
          engineInstance: 'embedded',
          namespace: 'default',
        },
        registered,
        Date.now(),
      );
    }
  }

  /** Launches a run, and returns its id. */
  async launch(
    name: string,
    request: Omit<LaunchRequest, 'workflow'> = {},
    idempotencyKey?: string,
  ): Promise<string> {
    const workflow = await this.workflows.get(
      { engine: 'embedded', name },
      'all',
    );
    const { result } = await this.service.launch(
      workflow!,
      launchRequestSchema.parse({ ...request, workflow: `embedded/${name}` }),
      CALLER,
      idempotencyKey,
    );
    return result.runId;
  }

  /** Asks the engine to cancel a run, and waits a little for it. */
  async cancel(runId: string, reason?: string): Promise<ActionResult> {
    return this.act(runId, { action: 'cancel', reason });
  }

  /** Asks something of a run as somebody who may do anything, and waits a little for it. */
  async act(
    runId: string,
    request: ActionRequest,
    idempotencyKey?: string,
  ): Promise<ActionResult> {
    const run = await this.runs.get(runId, 'all');
    const allowedNow = async () => {
      const now = await this.runs.get(runId, 'all');
      return {
        status: now!.status,
        allowed: allowedActions(now!, EVERYTHING, () => true),
      };
    };
    return this.desk.act(run!, request, allowedNow, CALLER, idempotencyKey);
  }

  /** Asks for a run to be canceled that was in another status when it was looked at. */
  async cancelAs(
    run: RunRecord,
    status: Run['status'],
    idempotencyKey?: string,
  ): Promise<ActionResult> {
    const seen = { ...run, status };
    return this.desk.act(
      seen,
      { action: 'cancel' },
      async () => {
        const isAsked = await this.knex('actions')
          .where({ run_id: run.id })
          .first('id');
        const now = isAsked ? (await this.runs.get(run.id, 'all'))! : seen;
        return {
          status: now.status,
          allowed: allowedActions(now, EVERYTHING, () => true),
        };
      },
      CALLER,
      idempotencyKey,
    );
  }

  /** Waits until the engine has nothing more to do with the run. */
  async untilLetGo(runId: string): Promise<void> {
    const row = () => this.knex('engine_runs').where({ run_id: runId }).first();
    for (let waited = 0; await row(); waited += 20) {
      if (waited > 20_000) throw new Error('The engine still has the run');
      await sleep(20);
    }
  }

  /** Waits until the run has one of the statuses. */
  async until(runId: string, ...statuses: Run['status'][]): Promise<RunRecord> {
    for (let waited = 0; waited < 20_000; waited += 20) {
      const run = await this.runs.get(runId, 'all');
      if (run && statuses.includes(run.status)) return run;
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
    const run = await this.runs.get(runId, 'all');
    throw new Error(
      `The run is ${run?.status}, and not ${statuses.join(' or ')}`,
    );
  }

  /** The types of the run's events, with the step where there is one. */
  async eventTypes(runId: string): Promise<string[]> {
    const events = await this.details.events(runId, { after: 0, limit: 1_000 });
    return events.map(({ type, stepKey }) =>
      stepKey ? `${type} ${stepKey}` : type,
    );
  }

  stop(): Promise<void> {
    return this.engine.stop();
  }
}
