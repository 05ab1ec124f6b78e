import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  AllowedAction,
  EngineState,
  Freshness,
  ObservedEngine,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import { LeaseClock } from '../database/clock';
import { toIsoOrNull, toNumberOrNull } from '../database/time';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { RunRecord } from '../queries/runToWire';
import { TooManyRequests } from '../requests/TooManyRequests';
import { ActionRefused } from '../runs/ActionRefused';
import { missingPermission } from '../runs/allowedActions';
import { SyncConfig } from './config';
import { EngineAt, Engines } from './Engines';
import {
  engineSyncedAt,
  isEngineStale,
  isRunStale,
  problemOf,
  syncedAtOf,
  SyncTimes,
} from './freshness';
import { EngineStanding, isWanted, SyncOrder, SyncOrders } from './SyncOrders';

const POLL_MS = 50;
/** How long whoever asks for a run by hand waits for it. */
const BY_HAND_MS = 5_000;
/** Between two tries by hand of an engine that is in trouble. */
const FORGIVE_MS = 5_000;

/** Says as of when runs of engines elsewhere are known, and has them asked for anew. */
export class EngineDesk {
  readonly #freshening = new Set<string>();

  constructor(
    private readonly options: {
      knex: Knex;
      engines: Engines;
      orders: SyncOrders;
      config: SyncConfig;
      clock: LeaseClock;
      logger: LoggerService;
      /** Tells who asks, if it is this backend. */
      notify: (instance: string) => void;
    },
  ) {}

  /** @throws NotAllowedError where the caller may see no run at all */
  async list(runs: AuthorizedRuns): Promise<ObservedEngine[]> {
    runs.demandSight();
    const now = await this.options.clock();
    return Promise.all(
      this.options.engines.all.map(at => this.#show(runs, at, now)),
    );
  }

  /**
   * Has an engine asked for all that is open, and all that has changed.
   *
   * @throws NotFoundError where there is none
   */
  async syncEngine(runs: AuthorizedRuns, id: string): Promise<ObservedEngine> {
    runs.demandSight();
    const at = this.options.engines.find(id);
    if (!at) throw new NotFoundError(`There is no engine '${id}'`);
    const { allowed, reason } = this.#mayAsk(runs, at);
    if (!allowed) throw new NotFoundError(reason!);
    const now = await this.options.clock();
    await this.#forgive(id, now);
    await this.options.orders.want(id, 'open', now);
    await this.options.orders.want(id, 'window', now);
    this.options.notify(id);
    return this.#show(runs, at, now);
  }

  /**
   * Has the engine of a run asked for it, and waits for that, but not for long.
   *
   * @throws ActionRefused where its engine cannot be asked
   */
  async syncRun(runs: AuthorizedRuns, run: RunRecord): Promise<Freshness> {
    const { engine: id } = run.workflow;
    const at = this.options.engines.find(id);
    const { allowed, reason } = this.#mayAsk(runs, at);
    if (!allowed) {
      const { status, allowedActions } = runs.toWire(run);
      throw new ActionRefused(reason!, status, allowedActions);
    }
    const now = await this.options.clock();
    await this.#forgive(id, now);
    await this.options.orders.want(id, 'run', now, run.id);
    await this.#wait(id, run.id, now, BY_HAND_MS);
    return (await this.freshnessOf(runs, run))!;
  }

  /**
   * The run as its engine tells it, where what is known is old and the engine answers soon; as it is known otherwise.
   */
  async fresh(runs: AuthorizedRuns, run: RunRecord): Promise<RunRecord> {
    const { config, orders, clock } = this.options;
    const { engine: id } = run.workflow;
    if (!this.#isAsked(this.options.engines.find(id))) return run;
    const [standing, now] = await Promise.all([orders.standing(id), clock()]);
    const syncedAt = await this.#syncedAt(run);
    if (!isRunStale(run.status, syncedAt, now, config)) return run;
    const order = await orders.find(id, 'run', run.id);
    const isUnderWay = order !== undefined && isWanted(order);
    const asked = isUnderWay ? order.askedAt! : now;
    if (!isUnderWay) await orders.want(id, 'run', now, run.id);
    // It waits for its turn all the same, and whoever looks is told of the trouble.
    if (problemOf(standing, now)) return run;
    await this.#wait(id, run.id, asked, config.waitMs);
    return runs.getRun(run.id);
  }

  /** Somebody looks at a list: what is old of it is asked for, and comes as news. The list does not wait. */
  freshen(): void {
    const asked = this.options.engines.all.filter(at => this.#isAsked(at));
    for (const { instance } of asked) {
      if (this.#freshening.has(instance.id)) continue;
      this.#freshening.add(instance.id);
      this.#freshen(instance.id)
        .catch(error => this.options.logger.debug(`${error}`))
        .finally(() => this.#freshening.delete(instance.id));
    }
  }

  async #freshen(id: string): Promise<void> {
    const { config, orders, clock } = this.options;
    const [now, order] = await Promise.all([clock(), orders.find(id, 'open')]);
    if (now - (order?.doneAt ?? 0) <= config.staleSeconds * 1_000) return;
    if (order && (isWanted(order) || order.beganAt !== null)) return;
    await orders.want(id, 'open', now);
    this.options.notify(id);
  }

  /** As of when a run is known; null where its engine is not asked for it. */
  async freshnessOf(
    runs: AuthorizedRuns,
    run: RunRecord,
  ): Promise<Freshness | null> {
    const { engine: id } = run.workflow;
    const at = this.options.engines.find(id);
    if (!at?.engine.sync) return null;
    const now = await this.options.clock();
    const syncedAt = await this.#syncedAt(run);
    const standing = await this.options.orders.standing(id);
    return {
      syncedAt: toIsoOrNull(syncedAt),
      isStale: isRunStale(run.status, syncedAt, now, this.options.config),
      problem: this.options.config.enabled ? problemOf(standing, now) : null,
      sync: this.#mayAsk(runs, at),
    };
  }

  async #show(
    runs: AuthorizedRuns,
    at: EngineAt,
    now: number,
  ): Promise<ObservedEngine> {
    const { orders, engines, config } = this.options;
    const { id, title = id, environment } = at.instance;
    const [standing, all] = await Promise.all([
      orders.standing(id),
      orders.pending(id),
    ]);
    const sync = this.#mayAsk(runs, at);
    const syncedAt = engineSyncedAt(timesOf(all));
    return {
      id,
      title,
      environment,
      capabilities: engines.capabilities(id),
      state: this.#stateOf(at, standing, all, now),
      syncedAt: toIsoOrNull(syncedAt),
      isStale: this.#isAsked(at) && isEngineStale(syncedAt, now, config),
      // It may name hosts and accounts.
      lastError: runs.has(permissionNames.engineSync)
        ? standing.lastError
        : null,
      lastErrorAt: toIsoOrNull(standing.lastErrorAt),
      retryAt: problemOf(standing, now) ? toIsoOrNull(standing.retryAt) : null,
      backlog: backlogOf(all),
      sync,
    };
  }

  #stateOf(
    { engine }: EngineAt,
    standing: EngineStanding,
    orders: SyncOrder[],
    now: number,
  ): EngineState {
    if (!engine.sync) return 'pushed';
    if (!this.options.config.enabled) return 'off';
    if (problemOf(standing, now)) return 'backing_off';
    return backlogOf(orders).length > 0 ? 'syncing' : 'idle';
  }

  #isAsked(at: EngineAt | undefined): boolean {
    return at?.engine.sync !== undefined && this.options.config.enabled;
  }

  #mayAsk(runs: AuthorizedRuns, at: EngineAt | undefined): AllowedAction {
    const refused = (reason: string) => ({ allowed: false, reason });
    if (!at?.engine.sync) {
      return refused('This engine cannot do that: sync');
    }
    if (!this.options.config.enabled) {
      return refused('The portal is not to ask engines: workflowRuns.sync');
    }
    return runs.has(permissionNames.engineSync)
      ? { allowed: true, reason: null }
      : refused(missingPermission(permissionNames.engineSync));
  }

  /** @throws TooManyRequests where it was in trouble only a moment ago */
  async #forgive(id: string, now: number): Promise<void> {
    const standing = await this.options.orders.standing(id);
    const problem = problemOf(standing, now);
    if (!problem) return;
    if (now - (standing.lastErrorAt ?? 0) < FORGIVE_MS)
      throw new TooManyRequests(problem);
    await this.options.orders.forgive(id);
  }

  async #syncedAt(run: RunRecord): Promise<number | null> {
    const { knex, orders } = this.options;
    const { engine: id } = run.workflow;
    const [row, open, window] = await Promise.all([
      knex('observed_runs').where({ run_id: run.id }).first('synced_at'),
      orders.find(id, 'open'),
      orders.find(id, 'window'),
    ]);
    return syncedAtOf(run.status, toNumberOrNull(row?.synced_at ?? null), {
      open: open?.doneAt ?? null,
      window: window?.doneAt ?? null,
    });
  }

  /** Until it is done, or nothing comes of it, or it takes too long. */
  async #wait(
    id: string,
    runId: string,
    asked: number,
    ms: number,
  ): Promise<void> {
    this.options.notify(id);
    for (let waited = 0; waited < ms; waited += POLL_MS) {
      const order = await this.options.orders.find(id, 'run', runId);
      if (!order || order.error || (order.doneAt ?? -1) >= asked) return;
      await sleep(POLL_MS);
    }
  }
}

function timesOf(orders: SyncOrder[]): SyncTimes {
  const doneAt = (kind: string) =>
    orders.find(order => order.kind === kind)?.doneAt ?? null;
  return { open: doneAt('open'), window: doneAt('window') };
}

function backlogOf(orders: SyncOrder[]): ObservedEngine['backlog'] {
  const waiting = orders.filter(
    order => order.beganAt !== null || isWanted(order),
  );
  return [...new Set(waiting.map(({ kind }) => kind))].map(kind => {
    const ofKind = waiting.filter(order => order.kind === kind);
    return {
      kind,
      count: ofKind.length,
      runs: ofKind.reduce((sum, { runs }) => sum + runs, 0),
    };
  });
}
