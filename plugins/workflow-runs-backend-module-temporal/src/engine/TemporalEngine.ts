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
/** How often it is looked what a namespace can do, in milliseconds; sooner where it could not be asked. */
const PROBE_MS = 10 * 60_000;
const PROBE_AGAIN_MS = 30_000;

/** A namespace of a Temporal cluster: its workflow executions are runs, of the workflows that their types are. */
export class TemporalEngine implements RunEngine {
  readonly id = 'temporal';
  readonly #namespace: TemporalNamespace;
  readonly #gate: VisibilityGate;
  readonly #sweeps: Sweeps;
  readonly #pace: Pace;
  #canPause = false;
  #probedAt = -Infinity;
  #probing: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();

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
    clearInterval(this.#probing);
    this.#probing = setInterval(() => this.#probe(), PROBE_AGAIN_MS).unref();
    await this.#probe();
  }

  /** It asks for nothing any more. */
  stop(): void {
    this.#pace.stop();
    clearInterval(this.#probing);
    this.#stopping.abort();
  }

  #asking({ nativeId }: NativeRun, signal: AbortSignal): Asking {
    return {
      namespace: this.#namespace,
      execution: executionOf(nativeId),
      signal,
    };
  }

  /**
   * Whether executions can be paused: a namespace says so where its server can, and is told to. Each backend looks, for
   * each is asked what can be done to a run.
   */
  async #probe(): Promise<void> {
    const now = this.options.now();
    if (now - this.#probedAt < PROBE_MS) return;
    const { signal } = this.#stopping;
    try {
      const { namespaceInfo } = await this.#namespace.call({ signal }, api =>
        api.describeNamespace({ namespace: this.#namespace.name }),
      );
      this.#canPause = namespaceInfo?.capabilities?.workflowPause ?? false;
    } catch (error) {
      // Who may not describe a namespace may still list what is in it; one that is away is asked again soon.
      if (!(error instanceof TemporalRefusal)) return;
    }
    this.#probedAt = now;
  }
}
