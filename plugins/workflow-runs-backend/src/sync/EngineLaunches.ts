import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod';
import {
  Json,
  MAX_NATIVE_ID,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { NativeRun } from 'backstage-plugin-workflow-runs-node';
import { auditOfLaunch } from '../audit/auditClaims';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { nothingOf } from '../observed/merge';
import { ObservedRuns } from '../observed/ObservedRuns';
import { Recorder } from '../recorder/Recorder';
import { Claim, KeyTaken } from '../recorder/Transition';
import { RunRecord } from '../queries/runToWire';
import { hashOf } from '../runs/hash';
import { refusal } from '../runs/InvalidInput';
import { AskedLaunch, LaunchKey } from '../runs/Launcher';
import { WorkflowRecord } from '../workflows/WorkflowQueries';
import { askEngine } from './askEngine';
import { isCommandRefused, unavailable } from './engineErrors';
import { EngineAt, Engines } from './Engines';
import { SyncOrders } from './SyncOrders';

/** How long an engine may take to launch a run. */
const ANSWER_MS = 10_000;
const UNHEARD =
  'The engine was not heard: it may or may not have launched the run. Asked again with the same Idempotency-Key, it launches no second one';

const nativeRunSchema = z.object({
  nativeId: z.string().min(1).max(MAX_NATIVE_ID),
  namespace: z.string().min(1).max(128),
});

/** A run that an engine elsewhere is to launch. */
export interface LaunchElsewhere {
  workflow: WorkflowRecord;
  input: Record<string, Json>;
  tags: string[];
  businessEventId: string | null;
  /** The run that it repeats. */
  origin: RunRecord | null;
  asked: AskedLaunch;
}

/** Has engines elsewhere launch runs, and tells of each at once: whoever has launched it sees it. */
export class EngineLaunches {
  constructor(
    private readonly options: {
      engines: Engines;
      observed: ObservedRuns;
      orders: SyncOrders;
      recorder: Recorder;
      clock: LeaseClock;
      now: () => number;
      notify: (instance: string) => void;
    },
  ) {}

  /** Whether an engine elsewhere is asked for it. */
  covers({ engine }: Pick<WorkflowRecord, 'engine'>): boolean {
    return this.options.engines.find(engine) !== undefined;
  }

  /**
   * Launches a run. Where nothing is heard of it, the same keys find it, if it was launched: by them, the engine knows
   * that it is the same.
   *
   * @throws InvalidInput where the engine launches nothing
   * @throws ConflictError where it will not do it
   * @throws ServiceUnavailableError where it does not answer
   */
  async launch(
    order: LaunchElsewhere,
    keys: readonly LaunchKey[],
  ): Promise<{ runId: string } | { taken: LaunchKey }> {
    const { engines, now } = this.options;
    const { engine } = order.workflow;
    const at = engines.find(engine)!;
    if (!engines.capabilities(engine).launch) {
      throw refusal(
        '/workflow',
        'launchable',
        'its engine cannot launch a run',
      );
    }
    const askedAt = now();
    const native = await this.#ask(at, order, keys);
    const runId = await this.#observe(at, order, { native, askedAt });
    try {
      await this.options.recorder.commit({
        runId,
        facts: [],
        claims: this.#claimsOf(order, keys, { runId, at: askedAt }),
      });
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      const { kind } = error.claim.row;
      return { taken: keys.find(({ row }) => row.kind === kind)! };
    }
    await this.#follow(at, runId);
    return { runId };
  }

  async #ask(
    { engine, instance }: EngineAt,
    order: LaunchElsewhere,
    keys: readonly LaunchKey[],
  ): Promise<NativeRun> {
    const { workflow, input, tags, businessEventId, asked } = order;
    let answer: NativeRun;
    try {
      answer = await askEngine(
        signal =>
          engine.launch!(
            {
              instance,
              workflow: workflow.name,
              namespace: workflow.namespace,
              input,
              tags,
              businessEventId,
              idempotencyKey: keyFor(keys),
              actor: asked.caller.ref,
            },
            signal,
          ),
        { signal: AbortSignal.timeout(ANSWER_MS), silence: UNHEARD },
      );
    } catch (error) {
      if (isCommandRefused(error)) throw new ConflictError(error.message);
      throw unavailable(error);
    }
    const { success, data } = nativeRunSchema.safeParse(answer);
    if (success) return data;
    throw new ServiceUnavailableError(
      'The engine has failed: it does not say which run it has launched',
    );
  }

  /** What is known of it so far; what the engine tells is added to it. */
  async #observe(
    { instance }: EngineAt,
    order: LaunchElsewhere,
    launched: { native: NativeRun; askedAt: number },
  ): Promise<string> {
    const { workflow, input, tags, businessEventId, origin, asked } = order;
    const { native, askedAt } = launched;
    const snapshot: RunSnapshot = {
      ...nothingOf(native.nativeId, native.namespace),
      workflow: { name: workflow.name },
      triggerType: 'manual',
      triggeredBy: asked.caller.ref,
      startedBy: asked.caller.ref,
      ...(businessEventId !== null && { businessEventId }),
      input,
      tags,
      ...(origin && { origin: { nativeId: origin.nativeId } }),
      passages: [{ generation: 0, queuedAt: askedAt, marks: [] }],
    };
    const [outcome] = await this.options.observed.observeAll(instance, [
      snapshot,
    ]);
    if (outcome instanceof Error) throw outcome;
    if (outcome.outcome === 'gone') {
      throw new NotFoundError('The run that was launched before was deleted');
    }
    if (outcome.runId === null) throw new ConflictError(outcome.why);
    return outcome.runId;
  }

  #claimsOf(
    { workflow, origin, asked }: LaunchElsewhere,
    keys: readonly LaunchKey[],
    launched: { runId: string; at: number },
  ): Claim[] {
    const { runId, at } = launched;
    const { action, caller, reason, isInputEdited } = asked;
    return [
      ...keys.map(
        ({ row }): Claim => ({
          table: 'launch_keys',
          key: ['workflow_id', 'kind', 'key'],
          row: { ...row, run_id: runId, created_at: at },
        }),
      ),
      auditOfLaunch({
        at,
        actor: caller.ref,
        origin: caller.origin,
        action,
        tenantId: workflow.tenantId,
        workflow: workflow.ref,
        runId: origin?.id ?? runId,
        resultRunId: origin && runId,
        reason: reason ?? null,
        details: isInputEdited ? { inputEdited: true } : {},
      }),
    ];
  }

  /** How it goes on is seen by whoever looks, and not only by the next sweep. */
  async #follow({ engine, instance }: EngineAt, runId: string) {
    if (!engine.sync) return;
    const { orders, clock, notify } = this.options;
    await orders.want(instance.id, 'run', await clock(), runId);
    notify(instance.id);
  }
}

/** The same for the same launch, in all workflows; without a key, no launch is the same. */
function keyFor([key]: readonly LaunchKey[]): string {
  if (!key) return newId('key');
  const { workflow_id: workflow, kind, key: name } = key.row;
  return hashOf([workflow, kind, name]);
}
