import { QueryClient } from '@tanstack/react-query';
import {
  applyUpdate,
  Connection,
  FollowedRun,
  hasEnded,
  LiveRun,
  loadRun,
  MAX_STREAM_RUNS,
  RunEvent,
  KnownRun,
  RunUpdate,
  withNewer,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { keys } from '../query/keys';

/** Components of one page unmount and mount within a moment; what is followed survives that. */
const RELEASE_MS = 200;

/** What is read beside a run, and follows from its events. */
const keysOfParts = [
  keys.logs,
  keys.payloads,
  keys.artifacts,
  keys.actions,
  keys.decisions,
  keys.annotations,
  keys.events,
];

interface Watched {
  live: LiveRun;
  watchers: number;
  /** Those of the watchers who count on it to poll when the stream does not hold. */
  counting: number;
  release?: ReturnType<typeof setTimeout>;
}

/** A live run, and how to leave it. */
export interface Watch {
  live: LiveRun;
  leave: () => void;
}

/** There is no room in the stream for it. */
const unheard: Connection = { status: 'disconnected', heardAt: null };

/** The runs that somebody watches. */
export class LiveRuns {
  private readonly watched = new Map<string, Watched>();
  private stream: Connection = { status: 'connecting', heardAt: null };

  constructor(
    private readonly api: WorkflowRunsApi,
    private readonly queryClient: QueryClient,
    private readonly tab: {
      /** Other runs are followed from now on. */
      changed: () => void;
      /** How often to poll what would be polled this often, in milliseconds. */
      pollMs: (ms: number) => number;
    },
  ) {}

  /**
   * Follows a run that has been loaded into the cache, by polling where the stream does not hold,
   * until every watcher has left.
   *
   * @returns the live run, and how to leave
   */
  watch(runId: string): Watch {
    return this.join(runId, 1);
  }

  /** The same for who makes do with the stream, or polls by other rules. */
  watchStream(runId: string): Watch {
    return this.join(runId, 0);
  }

  /** Whom the stream is to tell of; those who came first, where there are too many for one. */
  followed(): string[] {
    return [...this.watched]
      .filter(([, { live }]) => !live.isOver)
      .slice(0, MAX_STREAM_RUNS)
      .map(([runId]) => runId);
  }

  /** A run, and which of its events are known. */
  placeOf(runId: string): FollowedRun {
    return { id: runId, after: this.watched.get(runId)?.live.after };
  }

  streamIs(stream: Connection): void {
    this.stream = stream;
    const followed = new Set(this.followed());
    for (const [runId, { live }] of this.watched) {
      live.streamIs(followed.has(runId) ? stream : unheard);
    }
  }

  update(runId: string, updates: RunUpdate[]): void {
    this.watched.get(runId)?.live.take(updates);
  }

  reset(runId: string): void {
    this.watched.get(runId)?.live.reset();
  }

  /** Something has happened to it, nobody has said what. */
  hinted(runId: string): void {
    this.watched.get(runId)?.live.hinted();
  }

  gone(runId: string): void {
    this.watched.get(runId)?.live.gone();
  }

  private join(runId: string, counting: 0 | 1): Watch {
    let entry = this.watched.get(runId);
    // A run that has ended may have been opened again: it is followed anew.
    if (!entry || entry.live.isOver) {
      entry = { live: this.follow(runId), watchers: 0, counting: 0 };
      this.watched.delete(runId);
      this.watched.set(runId, entry);
      this.change();
    }
    const held = entry;
    const { live } = held;
    clearTimeout(held.release);
    held.watchers += 1;
    held.counting += counting;
    live.poll();

    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      held.watchers -= 1;
      held.counting -= counting;
      if (held.watchers > 0) return;
      held.release = setTimeout(() => {
        live.stop();
        if (this.watched.get(runId) !== held) return;
        this.watched.delete(runId);
        this.change();
      }, RELEASE_MS);
    };
    return { live, leave };
  }

  private change() {
    this.tab.changed();
    // There may be no room for one, or room again.
    this.streamIs(this.stream);
  }

  private follow(runId: string): LiveRun {
    const key = keys.run(runId);
    const snapshot = () => this.queryClient.getQueryData<KnownRun>(key);
    return new LiveRun(
      {
        position: () => snapshot()?.run.position,
        hasEnded: () => hasEnded(snapshot()?.run.status ?? ''),
        pollMs: ms => this.tab.pollMs(ms),
        mayPoll: () => (this.watched.get(runId)?.counting ?? 0) > 0,
        update: updates => {
          this.queryClient.setQueryData<KnownRun>(
            key,
            before => before && updates.reduce(applyUpdate, before),
          );
          this.refresh(runId, updates);
        },
        reload: async signal => {
          const before = snapshot();
          const loaded = await loadRun(this.api, runId, signal);
          const now = snapshot();
          // The stream may have told of more while the answer was on its way.
          const fresh = now === before ? loaded : withNewer(loaded, now);
          this.queryClient.setQueryData<KnownRun>(key, fresh);
          // What happened in between, no stream tells any more.
          const isSame = fresh.run.position === before?.run.position;
          const stale = isSame ? [keys.logs] : keysOfParts;
          for (const keyOf of stale) this.readAnew(keyOf(runId));
        },
        gone: () => {
          this.queryClient.invalidateQueries({ queryKey: key });
        },
        over: () => this.change(),
      },
      this.stream,
    );
  }

  /** What updates do not carry is read anew where one of their events says that it changed. */
  private refresh(runId: string, updates: RunUpdate[]) {
    const events = updates.flatMap(update => update.events);
    const says = (test: (type: RunEvent['type']) => boolean) =>
      events.some(event => test(event.type));
    const stale = [
      ...(says(type => type === 'artifact.added')
        ? [keys.artifacts(runId)]
        : []),
      ...(says(type => type.startsWith('action.'))
        ? [keys.actions(runId)]
        : []),
      ...(says(type =>
        /^(step\.(started|completed)|run\.completed)$/.test(type),
      )
        ? [keys.payloads(runId)]
        : []),
      ...(events.some(isAboutQuestion) ? [keys.decisions(runId)] : []),
      ...(updates.some(update => hasEnded(update.run.status))
        ? [keys.logs(runId)]
        : []),
    ];
    for (const queryKey of stale) this.readAnew(queryKey);
  }

  /** An answer that is on its way may be of before, and is not waited for: not even the first one. */
  private async readAnew(queryKey: readonly unknown[]) {
    // Log lines are read on from the last one that is there: nothing of them is of before.
    const isOfLogs = queryKey[0] === keys.logs('')[0];
    if (!isOfLogs) await this.queryClient.cancelQueries({ queryKey });
    await this.queryClient.invalidateQueries({ queryKey });
  }
}

/** Something was asked or decided, or a question is over because its step is. */
function isAboutQuestion({ type, payload }: RunEvent): boolean {
  return (
    type === 'step.waiting_human' ||
    type === 'decision.made' ||
    payload.from === 'waiting_human'
  );
}
