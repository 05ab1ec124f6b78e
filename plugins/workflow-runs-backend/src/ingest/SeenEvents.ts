import { Knex } from 'knex';
import { Change } from '../database/changes';
import { whereAmong } from '../database/whereAmong';

/** How long an event is known: as long as the log is kept. Older ones are refused for their age. */
export const SEEN_MS = 14 * 86_400_000;
const CHUNK = 200;
const SWEEP_MS = 3_600_000;

/** An event is what its source calls it. */
export interface EventName {
  source: string;
  id: string;
}

/** Knows which events were taken in. */
export class SeenEvents {
  #sweptAt = 0;

  constructor(private readonly options: { knex: Knex; now: () => number }) {}

  /** Names of those that were taken in before. */
  async known(events: readonly EventName[]): Promise<Set<string>> {
    const known = new Set<string>();
    for (const [source, ids] of bySource(events)) {
      const found: string[] = await whereAmong(
        this.options.knex('ingested_events').where({ source }),
        'event_id',
        ids,
      ).pluck('event_id');
      for (const id of found) known.add(nameOf({ source, id }));
    }
    return known;
  }

  /** What is written of an event together with what it says. */
  rowOf({ source, id }: EventName): Change {
    return {
      kind: 'upsert',
      table: 'ingested_events',
      key: { source, event_id: id },
      set: { received_at: this.options.now() },
    };
  }

  /** They are taken in, and nothing is left to write of them. */
  async add(events: readonly EventName[]): Promise<void> {
    const { knex, now } = this.options;
    // In one order: senders that tell of the same at once would wait for each other for ever.
    const inOrder = [...events].sort((a, b) =>
      nameOf(a) < nameOf(b) ? -1 : 1,
    );
    for (let start = 0; start < inOrder.length; start += CHUNK) {
      await knex('ingested_events')
        .insert(
          inOrder.slice(start, start + CHUNK).map(({ source, id }) => ({
            source,
            event_id: id,
            received_at: now(),
          })),
        )
        .onConflict(['source', 'event_id'])
        .ignore();
    }
  }

  /** Forgets now and then what is too old to come again, and runs that were told of and never named. */
  async sweep(): Promise<void> {
    const { knex, now } = this.options;
    if (now() - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now();
    // A day more than what is refused: clocks differ.
    const before = now() - SEEN_MS - 86_400_000;
    await knex('ingested_events').where('received_at', '<', before).delete();
    await knex('observed_runs')
      .where({ is_shown: false })
      .andWhere('updated_at', '<', before)
      // Those that others come from may be told of yet.
      .whereNotExists(
        knex('runs').whereRaw('runs.parent_run_id = observed_runs.run_id'),
      )
      .whereNotExists(
        knex('runs').whereRaw('runs.origin_run_id = observed_runs.run_id'),
      )
      .delete();
  }
}

/** Names an event among those of all sources. */
export function nameOf({ source, id }: EventName): string {
  return JSON.stringify([source, id]);
}

function bySource(events: readonly EventName[]): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const { source, id } of events) {
    const ids = sources.get(source);
    if (ids) ids.push(id);
    else sources.set(source, [id]);
  }
  return sources;
}
