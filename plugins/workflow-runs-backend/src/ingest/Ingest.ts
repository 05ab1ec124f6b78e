import {
  CloudEvent,
  cloudEventSchema,
  IngestResult,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { EngineInstance } from 'backstage-plugin-workflow-runs-node';
import { merge } from '../observed/merge';
import { ObservedRuns, RunTooLarge } from '../observed/ObservedRuns';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { TooManyTags } from '../recorder/Transition';
import { TooManyRequests } from '../requests/TooManyRequests';
import { EventRefused } from './EventRefused';
import { IngestEngine } from './IngestEngine';
import { EventName, nameOf, SEEN_MS, SeenEvents } from './SeenEvents';
import { Told, ToldLine, toSnapshot } from './toSnapshot';

/** Bytes of JSON that one event may have. */
const MAX_EVENT_BYTES = 64 * 1024;
/** How far the clock of a sender may be ahead. */
const AHEAD_MS = 86_400_000;
/** Events that may be on their way in at a time. */
const MAX_UNDER_WAY = 10_000;

/** An event that may be taken in, with its place in the request. */
interface Fitting {
  index: number;
  name: EventName;
  instance: EngineInstance;
  told: Told;
}

/** Takes in events: checks each, adds what they say to what is known of their runs, and says what became of each. */
export class Ingest {
  #underWay = 0;

  constructor(
    private readonly options: {
      engine: IngestEngine;
      observed: ObservedRuns;
      seen: SeenEvents;
      live: LiveWriter;
      now: () => number;
    },
  ) {}

  /**
   * @param subject - the service that sends them
   * @throws TooManyRequests where more are on their way in already than can be worked on
   */
  async take(
    subject: string,
    events: readonly unknown[],
  ): Promise<IngestResult[]> {
    if (this.#underWay > 0 && this.#underWay + events.length > MAX_UNDER_WAY) {
      throw new TooManyRequests(
        `${
          this.#underWay
        } events are on their way in already: send yours again in a moment`,
      );
    }
    this.#underWay += events.length;
    try {
      return await this.#take(subject, events);
    } finally {
      this.#underWay -= events.length;
    }
  }

  async #take(subject: string, events: readonly unknown[]) {
    const results: IngestResult[] = [];
    const fitting: Fitting[] = [];
    for (const [index, event] of events.entries()) {
      try {
        fitting.push({ index, ...this.#fit(subject, event) });
      } catch (error) {
        results[index] = rejected(event, error);
      }
    }
    const known = await this.options.seen.known(fitting.map(each => each.name));
    const fresh: Fitting[] = [];
    for (const each of fitting) {
      const name = nameOf(each.name);
      results[each.index] = resultOf(
        events[each.index],
        known.has(name) ? 'duplicate' : 'accepted',
      );
      if (!known.has(name)) fresh.push(each);
      known.add(name);
    }
    const refuse = ({ index }: Fitting, error: unknown) => {
      results[index] = rejected(events[index], error);
    };
    const taken = await this.#observe(fresh, refuse);
    await this.options.seen.add(taken.map(each => each.name));
    await this.#log(fresh, refuse);
    return results;
  }

  /** @throws EventRefused */
  #fit(subject: string, event: unknown): Omit<Fitting, 'index'> {
    const parsed = cloudEventSchema.safeParse(event);
    if (!parsed.success) throw EventRefused.fromIssue(parsed.error.issues[0]);
    const { id, source } = parsed.data;
    const instance = this.options.engine.instanceFor(subject, source);
    if (!instance) {
      throw new EventRefused(
        '/source',
        'not_yours',
        'you may not send events of this source: see workflowRuns.ingest.sources',
        403,
      );
    }
    this.#demandTime(parsed.data);
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) {
      throw new EventRefused(
        '',
        'too_large',
        `an event has at most ${MAX_EVENT_BYTES} bytes`,
        413,
      );
    }
    return { name: { source, id }, instance, told: toSnapshot(parsed.data) };
  }

  #demandTime({ time }: CloudEvent): void {
    const age = this.options.now() - Date.parse(time);
    if (age > SEEN_MS) {
      throw new EventRefused('/time', 'too_old', 'it is older than 14 days');
    }
    if (age < -AHEAD_MS) {
      throw new EventRefused(
        '/time',
        'in_future',
        'it is more than a day ahead',
      );
    }
  }

  /** @returns those that are taken in */
  async #observe(
    fresh: readonly Fitting[],
    refuse: (event: Fitting, error: unknown) => void,
  ): Promise<Fitting[]> {
    const taken: Fitting[] = [];
    for (const [instance, runs] of byRun(fresh)) {
      const outcomes = await this.options.observed.observeAll(
        instance,
        runs.map(({ snapshot }) => snapshot),
      );
      for (const [index, { events }] of runs.entries()) {
        const outcome = outcomes[index];
        const problem = problemOf(outcome);
        if (problem) for (const event of events) refuse(event, problem);
        else taken.push(...events);
      }
    }
    return taken;
  }

  /** Lines are no facts: twice the same line are two lines. So they count as taken in before they are written. */
  async #log(
    fresh: readonly Fitting[],
    refuse: (event: Fitting, error: unknown) => void,
  ): Promise<void> {
    const { observed, live, seen } = this.options;
    const runs = new Map<string, Promise<string | undefined>>();
    const taken: Fitting[] = [];
    const said: [Speaker, ToldLine][] = [];
    for (const event of fresh) {
      if (!('line' in event.told)) continue;
      const { line } = event.told;
      const name = JSON.stringify([event.instance.id, line.run]);
      if (!runs.has(name))
        runs.set(name, observed.find(event.instance, line.run));
      const runId = await runs.get(name);
      if (!runId) {
        refuse(event, runUnknown());
        continue;
      }
      said.push([speakerOf(runId, line), line]);
      taken.push(event);
    }
    await seen.add(taken.map(each => each.name));
    for (const [speaker, { level, message, fields, at }] of said) {
      live.log(speaker, level, message, fields, at);
    }
    const speakers = new Map(
      said.map(([each]) => [JSON.stringify(each), each]),
    );
    for (const speaker of speakers.values()) await live.finish(speaker);
  }
}

function speakerOf(runId: string, { step, attempt }: ToldLine): Speaker {
  return { runId, step, item: -1, attempt };
}

function runUnknown(): EventRefused {
  return new EventRefused(
    '/data/run/id',
    'run_unknown',
    'nothing was told of this run yet: send the line again once it was',
    404,
  );
}

function problemOf(
  outcome: Awaited<ReturnType<ObservedRuns['observeAll']>>[number],
): unknown {
  if (outcome instanceof RunTooLarge || outcome instanceof TooManyTags) {
    return new EventRefused('/data', 'run_too_large', outcome.message, 413);
  }
  if (outcome instanceof Error) throw outcome;
  return outcome.outcome === 'gone'
    ? new EventRefused('/data', 'run_deleted', 'the run was deleted here', 410)
    : undefined;
}

/** Events by instance and run, with all that those of a run say. */
function byRun(events: readonly Fitting[]) {
  const instances = new Map<
    EngineInstance,
    Map<string, { snapshot: RunSnapshot; events: Fitting[] }>
  >();
  for (const event of events) {
    if (!('snapshot' in event.told)) continue;
    const { snapshot } = event.told;
    const runs = instances.get(event.instance) ?? new Map();
    instances.set(event.instance, runs);
    const name = JSON.stringify([snapshot.namespace, snapshot.nativeId]);
    const known = runs.get(name);
    if (known) {
      known.snapshot = merge(known.snapshot, snapshot);
      known.events.push(event);
    } else runs.set(name, { snapshot, events: [event] });
  }
  return [...instances].map(
    ([instance, runs]) => [instance, [...runs.values()]] as const,
  );
}

function resultOf(
  event: unknown,
  outcome: 'accepted' | 'duplicate',
): IngestResult {
  const told = { field: null, rule: null, message: null };
  return { id: idOf(event), outcome, status: 200, ...told };
}

/** @throws the error, where it is none of an event */
function rejected(event: unknown, error: unknown): IngestResult {
  if (!(error instanceof EventRefused)) throw error;
  const { field, rule, message, status } = error;
  return { id: idOf(event), outcome: 'rejected', status, field, rule, message };
}

function idOf(event: unknown): string | null {
  const id = (event as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id.slice(0, 256) : null;
}
