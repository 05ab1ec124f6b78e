import { QueryClient } from '@tanstack/react-query';
import { RunEvent, RunUpdate } from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { keys } from '../query/keys';
import { applyUpdate } from '../run/applyUpdate';
import { loadRun } from '../run/loadRun';
import { hasEnded, RunSnapshot } from '../run/snapshot';
import { LiveRun } from './LiveRun';

/** Components of one page unmount and mount within a moment; the stream survives that. */
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

/** The runs that somebody watches, one stream each. */
export class LiveRuns {
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly api: WorkflowRunsApi,
    private readonly queryClient: QueryClient,
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

  private join(runId: string, counting: 0 | 1): Watch {
    let entry = this.watched.get(runId);
    // A run that has ended may have been opened again: it is followed anew.
    if (!entry || entry.live.getConnection().status === 'ended') {
      entry = { live: this.follow(runId), watchers: 0, counting: 0 };
      this.watched.set(runId, entry);
    }
    const { live } = entry;
    const held = entry;
    clearTimeout(held.release);
    held.watchers += 1;
    held.counting += counting;

    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      held.watchers -= 1;
      held.counting -= counting;
      if (held.watchers > 0) return;
      held.release = setTimeout(() => {
        live.stop();
        if (this.watched.get(runId) === held) this.watched.delete(runId);
      }, RELEASE_MS);
    };
    return { live, leave };
  }

  private follow(runId: string): LiveRun {
    const key = keys.run(runId);
    const snapshot = () => this.queryClient.getQueryData<RunSnapshot>(key);
    const live = new LiveRun(this.api, runId, {
      position: () => snapshot()?.run.position,
      hasEnded: () => hasEnded(snapshot()?.run.status ?? ''),
      mayPoll: () => (this.watched.get(runId)?.counting ?? 0) > 0,
      update: update => {
        this.queryClient.setQueryData<RunSnapshot>(
          key,
          before => before && applyUpdate(before, update),
        );
        this.refresh(runId, update);
      },
      reload: async signal => {
        const before = snapshot()?.run.position;
        const fresh = await loadRun(this.api, runId, signal);
        this.queryClient.setQueryData<RunSnapshot>(key, fresh);
        // What happened in between, no stream tells any more.
        const stale = fresh.run.position === before ? [keys.logs] : keysOfParts;
        for (const keyOf of stale) this.readAnew(keyOf(runId));
      },
      gone: () => {
        this.queryClient.invalidateQueries({ queryKey: key });
      },
    });
    live.start().catch(() => {});
    return live;
  }

  /** What an update does not carry is read anew where one of its events says that it changed. */
  private refresh(runId: string, update: RunUpdate) {
    const says = (test: (type: RunEvent['type']) => boolean) =>
      update.events.some(event => test(event.type));
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
      ...(update.events.some(isAboutQuestion) ? [keys.decisions(runId)] : []),
      ...(hasEnded(update.run.status) ? [keys.logs(runId)] : []),
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
