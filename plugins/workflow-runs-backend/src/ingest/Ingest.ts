import {
  IngestResult,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { EngineInstance, Observed } from 'backstage-plugin-workflow-runs-node';
import { merge } from '../observed/merge';
import { ObservedRuns, RunTooLarge } from '../observed/ObservedRuns';
import { TooManyTags } from '../recorder/Transition';
import { TooManyRequests } from '../requests/TooManyRequests';
import { EventRefused } from './EventRefused';
import { Beside } from './Beside';
import { Fitting, fitEvent } from './fitEvent';
import { IngestCommands } from './IngestCommands';
import { IngestEngine } from './IngestEngine';
import { nameOf, SeenEvents } from './SeenEvents';

/** Events that may be on their way in at a time. */
const MAX_UNDER_WAY = 10_000;

/** With its place in the request. */
type Placed = Fitting & { index: number };

/** Takes in events: checks each, adds what they say to what is known of their runs, and says what became of each. */
export class Ingest {
  #underWay = 0;

  constructor(
    private readonly options: {
      engine: IngestEngine;
      observed: ObservedRuns;
      seen: SeenEvents;
      beside: Beside;
      commands: IngestCommands;
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
    const { engine, now } = this.options;
    const results: IngestResult[] = [];
    const fitting: Placed[] = [];
    for (const [index, event] of events.entries()) {
      try {
        fitting.push({
          index,
          ...fitEvent(event, subject, { engine, now: now() }),
        });
      } catch (error) {
        results[index] = rejected(event, error);
      }
    }
    const known = await this.options.seen.known(fitting.map(each => each.name));
    const fresh: Placed[] = [];
    for (const each of fitting) {
      const name = nameOf(each.name);
      results[each.index] = resultOf(
        events[each.index],
        known.has(name) ? 'duplicate' : 'accepted',
      );
      if (!known.has(name)) fresh.push(each);
      known.add(name);
    }
    const refuse = ({ index }: Placed, error: unknown) => {
      results[index] = rejected(events[index], error);
    };
    const unwritten = await this.#observe(fresh, refuse);
    await this.options.seen.add(unwritten.map(each => each.name));
    await this.options.beside.take(fresh, refuse);
    await this.options.seen.sweep();
    return results;
  }

  /** @returns those that are taken in, and of which nothing was written: they say nothing new */
  async #observe(
    fresh: readonly Placed[],
    refuse: (event: Placed, error: unknown) => void,
  ): Promise<Placed[]> {
    const { observed, seen } = this.options;
    const unwritten: Placed[] = [];
    for (const [instance, runs] of byRun(fresh)) {
      const outcomes = await observed.observeAll(
        instance,
        runs.map(({ snapshot }) => snapshot),
        // In one transaction with what they say: what is taken in is known to be, whatever breaks.
        index => runs[index].events.map(({ name }) => seen.rowOf(name)),
      );
      for (const [index, { events }] of runs.entries()) {
        const outcome = outcomes[index];
        const problem = problemOf(outcome);
        if (problem) for (const event of events) refuse(event, problem);
        else if ((outcome as Observed).outcome !== 'changed')
          unwritten.push(...events);
      }
      if (this.options.engine.commandsOf(instance.id)) {
        await this.options.commands.answerByRuns(
          outcomes.flatMap(each =>
            each instanceof Error || each.runId === null ? [] : [each.runId],
          ),
        );
      }
    }
    return unwritten;
  }
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
function byRun(events: readonly Placed[]) {
  const instances = new Map<
    EngineInstance,
    Map<string, { snapshot: RunSnapshot; events: Placed[] }>
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
