import { notifyManager, QueryClient } from '@tanstack/react-query';
import {
  LiveConnection,
  LiveSource,
  Run,
  RunFilter,
  RunUpdate,
  StreamFrame,
  Tab,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { browserTab } from './browserTab';
import { HintSubjects, LiveHints } from './LiveHints';
import { LiveLists } from './LiveLists';
import { LiveRuns } from './LiveRuns';

/** Who goes from one page to the next wants nothing for a moment. */
const RELEASE_MS = 1_000;

/** Where hints come, whoever would poll more often does so this often: hints may be lost. In milliseconds. */
const HINTED_POLL_MS = 15_000;

/** A list of more of them has hints of all runs. */
const MAX_WORKFLOWS = 50;

const NOTHING = '';

interface Wanted {
  runIds: string[];
  list: RunFilter | undefined;
}

/** All that is live in a tab: the runs and lists that somebody looks at, and the one stream of them. */
export class Live implements LiveSource<Wanted, StreamFrame> {
  readonly connection: LiveConnection<Wanted, StreamFrame>;
  readonly runs: LiveRuns;
  readonly lists: LiveLists;
  readonly hints: LiveHints;
  private wanted = NOTHING;
  private streamed = NOTHING;
  /** Behind which place in the log the stream tells of lists. */
  private from: number | undefined;
  private release: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: WorkflowRunsApi,
    queryClient: QueryClient,
    tab: Tab = browserTab,
    random: () => number = Math.random,
  ) {
    const changed = () => this.choose();
    this.runs = new LiveRuns(api, queryClient, {
      changed,
      pollMs: ms => this.pollMs(ms),
    });
    this.lists = new LiveLists(changed);
    this.hints = new LiveHints(api, runIds => this.hinted(runIds));
    this.connection = new LiveConnection(this, tab, random);
    this.connection.subscribe(() => {
      notifyManager.batch(() =>
        this.runs.streamIs(this.connection.getConnection()),
      );
      this.chooseHints();
    });
  }

  /** How often to poll what would be polled this often, in milliseconds, while no stream can be had. */
  pollMs(ms: number): number {
    return this.hints.areHeard ? Math.max(ms, HINTED_POLL_MS) : ms;
  }

  open(
    { runIds, list }: Wanted,
    options: { after: number | undefined; signal: AbortSignal },
  ): AsyncIterable<StreamFrame> {
    const runs = runIds.map(runId => this.runs.placeOf(runId));
    this.from = list ? this.lists.startFrom(options.after) : options.after;
    return this.api.stream({ runs, list }, { ...options, after: this.from });
  }

  opened(wanted: Wanted): void {
    this.streamed = JSON.stringify(wanted);
    if (wanted.list) this.lists.isStreamed(this.from);
  }

  receive(frames: StreamFrame[]): void {
    // Whoever shows several of them is drawn once.
    notifyManager.batch(() => {
      const updates = new Map<string, RunUpdate[]>();
      const items = new Map<string, Run>();
      const gone = new Set<string>();
      let isListStale = false;
      for (const frame of frames) {
        switch (frame.type) {
          case 'update':
            updates.set(frame.runId, updates.get(frame.runId) ?? []);
            updates.get(frame.runId)!.push(frame.update);
            break;
          case 'runs':
            for (const run of frame.items) {
              items.set(run.id, run);
              gone.delete(run.id);
            }
            for (const runId of frame.gone) gone.add(runId);
            isListStale ||= frame.isPartial;
            break;
          case 'reset':
            if (frame.runId === null) isListStale = true;
            else this.runs.reset(frame.runId);
            break;
          case 'gone':
            this.runs.gone(frame.runId);
            break;
          default:
          // `heartbeat` and `reauth` are the connection's.
        }
      }
      for (const [runId, of] of updates) this.runs.update(runId, of);
      if (items.size + gone.size > 0) {
        this.lists.change({ items: [...items.values()], gone });
      }
      if (isListStale) this.lists.reload();
      const position = positionOf(frames);
      if (position !== undefined) this.lists.toldTo(position);
    });
  }

  /** Streams what is wanted now; what is wanted as before goes on. */
  private choose() {
    const runIds = this.runs.followed();
    const list = this.lists.filter();
    clearTimeout(this.release);
    if (runIds.length === 0 && !list) {
      this.release = setTimeout(() => this.want(undefined), RELEASE_MS);
    } else {
      this.want({ runIds: runIds.sort(), list });
    }
    this.chooseHints();
  }

  /** Hints are for those whom the stream does not reach. */
  private chooseHints() {
    const { status } = this.connection.getConnection();
    const subjects = subjectsOf(this.runs.followed(), this.lists.filter());
    this.hints.want(status === 'disconnected' ? subjects : undefined);
  }

  private hinted(runIds: readonly string[]) {
    for (const runId of runIds) this.runs.hinted(runId);
    this.lists.reload();
  }

  private want(wanted: Wanted | undefined) {
    const before = this.wanted;
    this.wanted = wanted ? JSON.stringify(wanted) : NOTHING;
    if (this.wanted !== before) this.connection.want(wanted);
    else if (this.isStreaming()) {
      // As it is, it tells of whoever has come just now.
      this.lists.isStreamed(this.connection.getPosition());
    }
  }

  private isStreaming(): boolean {
    const { status } = this.connection.getConnection();
    const isOpen = status === 'live' || status === 'delayed';
    return isOpen && this.streamed === this.wanted;
  }
}

/** Up to where frames tell of all. */
function positionOf(frames: StreamFrame[]): number | undefined {
  const places = frames.flatMap(frame =>
    'position' in frame ? frame.position ?? [] : [],
  );
  return places.at(-1);
}

/** Of what hints are wanted for runs, and for a list; undefined where nobody looks at any. */
function subjectsOf(
  runs: string[],
  list: RunFilter | undefined,
): HintSubjects | undefined {
  if (runs.length === 0 && !list) return undefined;
  const workflows = list?.workflow ?? [];
  const isNarrow = workflows.length > 0 && workflows.length <= MAX_WORKFLOWS;
  return {
    runs: runs.sort(),
    workflows: isNarrow ? workflows : [],
    all: list && !isNarrow ? true : undefined,
  };
}
