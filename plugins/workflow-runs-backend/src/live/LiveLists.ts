import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  MAX_FRAME_RUNS,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { askedPartOf, fitsFilter } from './fitsFilter';
import { every, Paced } from './Paced';
import { EarlierSight, earlierSight } from './earlierSight';
import { rowFor } from './SharedUpdate';
import { Together } from './Together';
import { UpdateReader } from './UpdateReader';

/** What happens to a list within this time is told together, in milliseconds. */
const PACE_MS = 500;
/** Runs that a reader may have missed until the list is to be loaded anew. */
const MAX_MISSED = 1_000;
/** Runs of which a group remembers what it was told. */
const MAX_REMEMBERED = 10_000;

/** Somebody who watches a list. */
export interface ListWatcher {
  /** @param json - of a `runs` frame */
  listed(json: string): void;
}

/** A list as one reader sees it. */
export interface WatchedList {
  filter: RunFilter;
  runs: AuthorizedRuns;
}

/** Those who watch the same list and may see the same of it: what they are told is made once. */
interface Group extends WatchedList {
  fits: (run: RunRecord) => boolean;
  /** As JSON: groups with the same are asked for together. */
  asked: string | undefined;
  watchers: Set<ListWatcher>;
  /** Whether a run was in the list when it was last told of. */
  remembered: Map<string, boolean>;
}

/** What somebody may have missed of a list. */
interface Missed {
  list: WatchedList;
  position: number;
}

/** Runs that have changed, with the number of their first event that was not told. */
type Changed = Map<string, number>;

/**
 * Tells who watches lists of the runs that have changed. Each is read once, a filter is evaluated once for
 * all who have it, and a frame is made once for all who may see the same.
 */
export class LiveLists {
  readonly #groups = new Map<string, Group>();
  readonly #told: Paced;
  readonly #missed = new Together<Missed, string | 'too-much'>(asked =>
    this.#readMissed(asked),
  );
  #changed: Changed = new Map();
  #scanned = 0;
  #position = 0;

  constructor(
    private readonly options: {
      knex: Knex;
      runs: RunQueries;
      updates: UpdateReader;
      logger: LoggerService;
      /** All lists were told, up to `position`. */
      onTold: () => void;
    },
  ) {
    this.#told = new Paced(
      every(PACE_MS),
      () => this.#tell(),
      error => {
        options.logger.warn(`Live lists are delayed: ${error}`);
        this.#told.wake();
      },
    );
  }

  /** Up to which position of the log all lists were told. */
  get position(): number {
    return this.#position;
  }

  startAt(position: number): void {
    this.#changed.clear();
    this.#scanned = position;
    this.#position = position;
  }

  stop(): void {
    this.#told.stop();
    this.#groups.clear();
  }

  /** @throws InvalidInput where the filter is none */
  join(list: WatchedList, watcher: ListWatcher): () => void {
    const key = keyOf(list);
    const group = this.#groups.get(key) ?? groupOf(list);
    group.watchers.add(watcher);
    this.#groups.set(key, group);
    return () => {
      if (group.watchers.delete(watcher) && group.watchers.size === 0)
        this.#groups.delete(key);
    };
  }

  /** These events are in the log, up to the position. */
  changed(rows: readonly DatabaseRow[], position: number): void {
    this.#scanned = position;
    if (this.#groups.size === 0) {
      this.#position = position;
      return;
    }
    for (const { run_id, number } of rows)
      if (!this.#changed.has(run_id)) this.#changed.set(run_id, number);
    this.#told.wake();
  }

  /**
   * What one reader has missed behind a position.
   *
   * @returns JSON of a `runs` frame; undefined where nothing was missed, `too-much` where it is too much
   */
  async missed(
    list: WatchedList,
    position: number,
  ): Promise<string | 'too-much' | undefined> {
    const key = `${position} ${keyOf(list)}`;
    return this.#missed.ask(key, { list, position });
  }

  async #readMissed(
    asked: ReadonlyMap<string, Missed>,
  ): Promise<Map<string, string | 'too-much'>> {
    const answers = new Map<string, string | 'too-much'>();
    const places = new Set([...asked.values()].map(({ position }) => position));
    for (const place of places) {
      const groups = new Map(
        [...asked].flatMap(([key, { list, position }]) =>
          position === place ? [[key, groupOf(list)]] : [],
        ),
      );
      const changed = await this.#changedSince(place);
      const frames =
        changed && (await this.#framesOf(changed, [...groups.values()]));
      for (const [key, group] of groups) {
        const answer = frames ? frames.get(group) : 'too-much';
        if (answer) answers.set(key, answer);
      }
    }
    return answers;
  }

  /** @returns undefined where they are too many */
  async #changedSince(position: number): Promise<Changed | undefined> {
    const rows: DatabaseRow[] = await this.options
      .knex('run_events')
      .where('position', '>', position)
      .groupBy('run_id')
      .select('run_id')
      .min({ number: 'number' })
      .limit(MAX_MISSED + 1);
    if (rows.length > MAX_MISSED) return undefined;
    return new Map(rows.map(({ run_id, number }) => [run_id, number]));
  }

  async #tell(): Promise<void> {
    const changed = this.#changed;
    const scanned = this.#scanned;
    this.#changed = new Map();
    try {
      const groups = [...this.#groups.values()];
      const frames = await this.#framesOf(changed, groups);
      for (const [group, json] of frames)
        for (const watcher of group.watchers) watcher.listed(json);
    } catch (error) {
      for (const [runId, number] of changed) this.#changed.set(runId, number);
      throw error;
    }
    this.#position = scanned;
    this.options.onTold();
  }

  async #framesOf(
    changed: Changed,
    groups: Group[],
  ): Promise<Map<Group, string>> {
    if (changed.size === 0 || groups.length === 0) return new Map();
    const read = await this.options.updates.runs([...changed.keys()]);
    const runs = [...read.values()]
      .filter(isThere)
      .sort((a, b) => Date.parse(b.queuedAt) - Date.parse(a.queuedAt));
    const answers = await this.#ask(groups, runs);
    const hidden = runs.filter(run =>
      groups.some(
        group => !group.remembered.has(run.id) && !group.runs.maySee(run),
      ),
    );
    const before = await earlierSight(this.options.knex, hidden, changed);
    const frames = new Map<Group, string>();
    for (const group of groups) {
      const answer = answers.get(group.asked ?? '');
      const isIn = (run: RunRecord) =>
        group.fits(run) && (!answer || answer.has(run.id));
      const json = frameOf(group, runs, isIn, before);
      if (json) frames.set(group, json);
    }
    return frames;
  }

  /** What the database says of filters that runs do not answer by themselves, once for each. */
  async #ask(
    groups: Group[],
    runs: RunRecord[],
  ): Promise<Map<string, ReadonlySet<string>>> {
    const ids = runs.map(({ id }) => id);
    const answers = new Map<string, ReadonlySet<string>>();
    for (const asked of new Set(groups.map(group => group.asked))) {
      if (asked === undefined) continue;
      const found = await this.options.runs.fitting(ids, JSON.parse(asked));
      answers.set(asked, new Set(found));
    }
    return answers;
  }
}

function isThere(run: RunRecord | Error | undefined): run is RunRecord {
  return run !== undefined && !(run instanceof Error);
}

function groupOf(list: WatchedList): Group {
  const asked = askedPartOf(list.filter);
  return {
    ...list,
    fits: fitsFilter(list.filter),
    asked: asked && JSON.stringify(asked),
    watchers: new Set(),
    remembered: new Map(),
  };
}

/** Whoever has the same is told the same. */
function keyOf({ filter, runs }: WatchedList): string {
  return JSON.stringify([filter, runs.decision]);
}

/** @returns undefined where there is nothing to tell */
function frameOf(
  group: Group,
  runs: RunRecord[],
  isIn: (run: RunRecord) => boolean,
  before: EarlierSight,
): string | undefined {
  const { remembered } = group;
  const items: string[] = [];
  const gone: string[] = [];
  let isPartial = false;
  if (remembered.size > MAX_REMEMBERED) remembered.clear();
  for (const run of runs) {
    const row = isIn(run) ? rowOf(group, run) : undefined;
    if (row !== undefined) {
      if (items.length < MAX_FRAME_RUNS) items.push(row);
      else isPartial = true;
    } else if (isNews(group, run, before)) {
      gone.push(run.id);
    }
    remembered.set(run.id, row !== undefined);
  }
  if (items.length === 0 && gone.length === 0) return undefined;
  return `{"items":[${items.join()}],"gone":${JSON.stringify(
    gone,
  )},"isPartial":${isPartial}}`;
}

/** Whoever may not read what a run was given must not find it by that either. */
function rowOf(
  { filter, runs }: WatchedList,
  run: RunRecord,
): string | undefined {
  if (filter.q !== undefined && !runs.mayFindByText(run)) return undefined;
  return rowFor(runs, run);
}

/** Whether it has to be said that a run is not in the list: of one that was never seen, nothing is. */
function isNews(
  { remembered, runs }: Group,
  run: RunRecord,
  before: EarlierSight,
): boolean {
  const wasIn = remembered.get(run.id);
  if (wasIn !== undefined) return wasIn;
  return runs.maySee(run) || before(run, runs);
}
