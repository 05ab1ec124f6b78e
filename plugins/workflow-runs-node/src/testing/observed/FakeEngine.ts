import { setTimeout as sleep } from 'node:timers/promises';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Capabilities,
  Json,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAnswer,
  EngineAway,
  EngineCommand,
  EngineInstance,
  EngineLaunch,
  EngineQuery,
  EngineVisibility,
  NativeHistoryPage,
  NativeHistoryRequest,
  NativeRun,
  RetryPlan,
  RetryQuestion,
  RunEngine,
  RunHandlers,
  RunSink,
  SyncKind,
  SyncPage,
  SyncScope,
} from '../../engines';
import { FakeRun, isOpen, snapshotOf } from './FakeRun';

/** Something that was asked of a fake engine. @public */
export interface FakeRequest {
  kind: SyncKind;
  cursor: string | null;
}

/** What a fake engine does wrong. @public */
export interface FakeTrouble {
  /** It does not answer. */
  isAway?: boolean;
  /** How long it wants to be left alone, where it is away. */
  retryAfterMs?: number;
  /** How long each page takes. */
  latencyMs?: number;
  /** It goes on when it is to stop. */
  ignoresAbort?: boolean;
  /** It goes away after so many runs of a page. */
  leavesAfter?: number;
  /** It says the same cursor again and again. */
  standsStill?: boolean;
  /** It tells of runs what does not fit their schema. */
  talksNonsense?: boolean;
  /** It refuses what it says that it can do. */
  lies?: boolean;
  /** It says of what it is asked that it will be done, and not when it is. */
  takesItsTime?: boolean;
  /** It does not say who may see its runs. */
  hidesPermissions?: boolean;
}

/**
 * An engine without a server: it has the runs that a test gives it, and the trouble that a test wants. It counts what is
 * asked of it.
 *
 * @public
 */
export class FakeEngine implements RunEngine {
  readonly id = 'fake';
  readonly instance: EngineInstance;
  /** What it does wrong now. */
  trouble: FakeTrouble = {};
  /** What it can be asked to do. */
  actions: RunAction[] = ['cancel', 'retry'];
  /** Whether it launches runs. */
  launches = false;
  /** What its runs can be told and asked. */
  handles: RunHandlers = { signals: [], updates: [], queries: [] };
  /** What it was asked to launch, each key once. */
  readonly launched: EngineLaunch[] = [];
  /** What it was asked for, in order. */
  readonly requests: FakeRequest[] = [];
  /** What it was asked to do, each key once. */
  readonly commands: EngineCommand[] = [];
  /** Pages that are being asked for. */
  underWay = 0;
  /** Most of them at the same time. */
  mostUnderWay = 0;
  readonly #runs = new Map<string, FakeRun>();
  /** In the order of their ids, until one changes. */
  #sorted: FakeRun[] | undefined;
  readonly visibility?: RunEngine['visibility'];

  constructor(
    options: {
      instance?: Partial<EngineInstance>;
      /** Who may see what; everybody all where it is not said. */
      visibility?: (credentials: BackstageCredentials) => EngineVisibility;
    } = {},
  ) {
    this.instance = {
      id: 'fake',
      tenantId: 'default',
      environment: 'test',
      mode: 'live',
      limits: { requestsPerSecond: 1_000, burst: 1_000 },
      ...options.instance,
    };
    const { visibility } = options;
    if (visibility) {
      this.visibility = async credentials => {
        if (this.trouble.hidesPermissions) throw new EngineAway('It is away');
        return visibility(credentials);
      };
    }
  }

  /** Has a run from now on, or has it like that from now on. */
  put(...runs: FakeRun[]): void {
    for (const run of runs) this.#runs.set(run.id, run);
    this.#sorted = undefined;
  }

  /** Forgets a run. */
  forget(id: string): void {
    this.#runs.delete(id);
    this.#sorted = undefined;
  }

  instances(): readonly EngineInstance[] {
    return [this.instance];
  }

  capabilities(): Capabilities {
    const { actions } = this;
    return {
      launch: this.launches,
      actions,
      logs: true,
      artifacts: false,
      queries: true,
      nativeHistory: true,
    };
  }

  async perform(command: EngineCommand): Promise<EngineAnswer> {
    if (this.trouble.isAway) throw new EngineAway('It is away');
    if (this.trouble.lies || !this.actions.includes(command.action)) {
      throw new CommandRefused(`It cannot ${command.action}`);
    }
    const { idempotencyKey } = command;
    if (this.commands.some(each => each.idempotencyKey === idempotencyKey))
      return { status: 'completed' };
    this.commands.push(command);
    const run = this.#runs.get(command.run.nativeId);
    if (!run) throw new CommandRefused('It has no such run');
    const at = run.changedAt + 1;
    if (['cancel', 'terminate'].includes(command.action))
      this.put({ ...run, status: 'stopped', endedAt: at, changedAt: at });
    if (this.trouble.takesItsTime) return { status: 'accepted' };
    // It answers with what it was told.
    const { name = '', input = null } = command.details;
    return command.action === 'update'
      ? { status: 'completed', result: { name, input } }
      : { status: 'completed' };
  }

  async launch(request: EngineLaunch): Promise<NativeRun> {
    if (this.trouble.lies)
      throw new CommandRefused(`It cannot launch ${request.workflow}`);
    const { namespace, idempotencyKey } = request;
    const known = this.launched.findIndex(
      each => each.idempotencyKey === idempotencyKey,
    );
    const number = known < 0 ? this.launched.push(request) : known + 1;
    const nativeId = `launched-${number}`;
    if (known < 0) {
      const at = Date.now();
      const { workflow } = request;
      const times = { startedAt: at, changedAt: at };
      this.put({ id: nativeId, workflow, status: 'busy', ...times });
    }
    // It has launched it, and nobody hears of it.
    if (this.trouble.isAway) throw new EngineAway('It is away');
    return { namespace, nativeId };
  }

  async handlers(): Promise<RunHandlers> {
    if (this.trouble.isAway) throw new EngineAway('It is away');
    return this.handles;
  }

  async query({ run, name, args }: EngineQuery): Promise<Json> {
    this.#demand(run);
    if (!this.handles.queries.some(each => each.name === name))
      throw new CommandRefused(`It answers no ${name}`);
    return { name, args: [...args] };
  }

  async history(request: NativeHistoryRequest): Promise<NativeHistoryPage> {
    const { run, cursor, limit } = request;
    const { events = [] } = this.#demand(run);
    const from = Number(cursor ?? 0);
    const next = from + limit;
    return {
      events: events.slice(from, next),
      nextCursor: next < events.length ? `${next}` : null,
    };
  }

  async planRetry({ run, step }: RetryQuestion): Promise<RetryPlan> {
    const { steps = [] } = this.#demand(run);
    const from = step === null ? 0 : steps.indexOf(step);
    if (from < 0) throw new CommandRefused(`It has no step ${step}`);
    return {
      becomes: 'new_run',
      again: steps.slice(from),
      kept: steps.slice(0, from),
      notes: [],
    };
  }

  /** The run that is asked about. */
  #demand({ nativeId }: NativeRun): FakeRun {
    if (this.trouble.isAway) throw new EngineAway('It is away');
    const run = this.#runs.get(nativeId);
    if (!run) throw new CommandRefused('It has no such run');
    return run;
  }

  async sync(
    scope: SyncScope,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<SyncPage> {
    this.requests.push({ kind: scope.kind, cursor: scope.cursor });
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      return await this.#page(scope, sink, signal);
    } finally {
      this.underWay -= 1;
    }
  }

  async #page(
    scope: SyncScope,
    sink: RunSink,
    asked: AbortSignal,
  ): Promise<SyncPage> {
    const { trouble } = this;
    const signal = trouble.ignoresAbort ? undefined : asked;
    if (trouble.latencyMs)
      await sleep(trouble.latencyMs, undefined, { signal });
    signal?.throwIfAborted();
    if (trouble.isAway)
      throw new EngineAway('It is away', {
        retryAfterMs: trouble.retryAfterMs,
      });
    const all = this.#asked(scope);
    const from = all.findIndex(({ id }) => id > (scope.cursor ?? ''));
    const page = from < 0 ? [] : all.slice(from, from + scope.limit);
    for (const [index, run] of page.entries()) {
      signal?.throwIfAborted();
      if (index === trouble.leavesAfter) throw new EngineAway('It went away');
      await this.#tell(run, sink);
    }
    const isLast = from < 0 || from + page.length >= all.length;
    if (trouble.standsStill) return { nextCursor: 'here' };
    return { nextCursor: isLast ? null : page[page.length - 1].id };
  }

  async #tell(run: FakeRun, sink: RunSink): Promise<void> {
    const snapshot = snapshotOf(run);
    const told = this.trouble.talksNonsense
      ? { ...snapshot, passages: [{ generation: -1, marks: [] }] }
      : snapshot;
    await sink.observe(told);
    if (run.lines) await sink.record(snapshot, run.lines);
  }

  /** In the order of their ids, which cursors are. */
  #asked(scope: SyncScope): FakeRun[] {
    this.#sorted ??= [...this.#runs.values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    const runs = this.#sorted;
    switch (scope.kind) {
      case 'run':
        return runs.filter(({ id }) => id === scope.run.nativeId);
      case 'open': {
        const known = scope.known.map(({ nativeId }) => nativeId);
        return runs.filter(run => isOpen(run) || known.includes(run.id));
      }
      case 'backfill':
        return runs.filter(
          ({ startedAt }) =>
            startedAt >= scope.since && startedAt <= scope.until,
        );
      default:
        return runs.filter(
          ({ changedAt }) =>
            changedAt >= scope.since && changedAt <= scope.until,
        );
    }
  }
}
