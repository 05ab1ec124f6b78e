import {
  Capabilities,
  Json,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';
import {
  EngineAnswer,
  EngineCommand,
  EngineInstance,
  EngineLaunch,
  EngineQuery,
  NativeHistoryPage,
  NativeHistoryRequest,
  NativeRun,
  RetryPlan,
  RetryQuestion,
  RunEngine,
  RunHandlers,
  RunSink,
  SyncPage,
  SyncScope,
} from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal } from '../client/failureOf';
import { ClusterConfig } from '../config/schema';
import { executionOf } from './nativeId';
import { Asking } from './operate/asking';
import { handlersOf } from './operate/handlersOf';
import { launchRun } from './operate/launchRun';
import { nativeHistory } from './operate/nativeHistory';
import { performAction } from './operate/performAction';
import { queryRun } from './operate/queryRun';
import { planReset } from './operate/resetRun';
import { Listings } from './sync/Listings';
import { Pace } from './sync/Pace';
import { FollowedRuns, RunTeller } from './sync/RunTeller';
import { Sweeps } from './sync/Sweeps';
import { VisibilityGate } from './sync/VisibilityGate';
import { TemporalNamespace } from './TemporalNamespace';

const ACTIONS: readonly RunAction[] = [
  'cancel',
  'terminate',
  'retry',
  'send_event',
  'update',
  'node_action',
];
/** How often it is looked what a namespace can do, in milliseconds. */
const PROBE_MS = 10 * 60_000;

/** A namespace of a Temporal cluster: its workflow executions are runs, of the workflows that their types are. */
export class TemporalEngine implements RunEngine {
  readonly id = 'temporal';
  readonly #namespace: TemporalNamespace;
  readonly #gate: VisibilityGate;
  readonly #sweeps: Sweeps;
  readonly #pace: Pace;
  #canPause = false;
  #probedAt = -Infinity;

  constructor(
    private readonly options: {
      instance: EngineInstance;
      namespace: TemporalNamespace;
      cluster: ClusterConfig;
      followed: FollowedRuns;
      now: () => number;
    },
  ) {
    const { instance, namespace, cluster, followed, now } = options;
    this.#namespace = namespace;
    this.#gate = new VisibilityGate(cluster.limits.visibilityPerSecond, now);
    this.#sweeps = new Sweeps({
      namespace,
      listings: new Listings({ namespace, gate: this.#gate }),
      teller: new RunTeller({
        namespace,
        instance: instance.id,
        followed,
        now,
      }),
      cluster,
      now,
    });
    this.#pace = new Pace({ refreshMs: cluster.refreshSeconds * 1_000, now });
  }

  instances(): readonly EngineInstance[] {
    return [this.options.instance];
  }

  capabilities(): Capabilities {
    return {
      launch: this.options.instance.mode === 'live',
      actions: this.#canPause ? [...ACTIONS, 'pause', 'resume'] : [...ACTIONS],
      logs: true,
      artifacts: false,
      queries: true,
      nativeHistory: true,
      retryPlans: true,
    };
  }

  async sync(
    scope: SyncScope,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<SyncPage> {
    this.#pace.asked(scope.kind, scope.cursor);
    if (scope.kind === 'open') await this.#probe(signal);
    const page = await this.#sweeps.page(scope, sink, signal);
    if (page.nextCursor === null) this.#pace.ended(scope.kind);
    return page;
  }

  async perform(
    command: EngineCommand,
    signal: AbortSignal,
  ): Promise<EngineAnswer> {
    return performAction(this.#namespace, command, signal);
  }

  async launch(request: EngineLaunch, signal: AbortSignal): Promise<NativeRun> {
    const { taskQueues } = this.options.cluster;
    return launchRun(
      { namespace: this.#namespace, gate: this.#gate, taskQueues },
      request,
      signal,
    );
  }

  async planRetry(
    { run, step }: RetryQuestion,
    signal: AbortSignal,
  ): Promise<RetryPlan> {
    return planReset(this.#asking(run, signal), step);
  }

  async handlers(
    { run }: { run: NativeRun },
    signal: AbortSignal,
  ): Promise<RunHandlers> {
    return handlersOf(this.#asking(run, signal));
  }

  async query(
    { run, name, args }: EngineQuery,
    signal: AbortSignal,
  ): Promise<Json> {
    return queryRun(this.#asking(run, signal), name, args);
  }

  async history(
    { run, ...page }: NativeHistoryRequest,
    signal: AbortSignal,
  ): Promise<NativeHistoryPage> {
    return nativeHistory(this.#asking(run, signal), page);
  }

  async listen(hear: () => void): Promise<void> {
    this.#pace.start(hear);
  }

  /** It asks for nothing any more. */
  stop(): void {
    this.#pace.stop();
  }

  #asking({ nativeId }: NativeRun, signal: AbortSignal): Asking {
    return {
      namespace: this.#namespace,
      execution: executionOf(nativeId),
      signal,
    };
  }

  /** Whether executions can be paused: a namespace says so where its server can, and is told to. */
  async #probe(signal: AbortSignal): Promise<void> {
    const now = this.options.now();
    if (now - this.#probedAt < PROBE_MS) return;
    try {
      const { namespaceInfo } = await this.#namespace.call({ signal }, api =>
        api.describeNamespace({ namespace: this.#namespace.name }),
      );
      this.#canPause = namespaceInfo?.capabilities?.workflowPause ?? false;
    } catch (error) {
      // Who may not describe a namespace may still list what is in it.
      if (!(error instanceof TemporalRefusal)) throw error;
    }
    this.#probedAt = now;
  }
}
