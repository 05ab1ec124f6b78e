import { Knex } from 'knex';

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
      for (let start = 0; start < ids.length; start += CHUNK) {
        const found: string[] = await this.options
          .knex('ingested_events')
          .where({ source })
          .whereIn('event_id', ids.slice(start, start + CHUNK))
          .pluck('event_id');
        for (const id of found) known.add(nameOf({ source, id }));
      }
    }
    return known;
  }

  /** They are taken in. */
  async add(events: readonly EventName[]): Promise<void> {
    const { knex, now } = this.options;
    for (let start = 0; start < events.length; start += CHUNK) {
      await knex('ingested_events')
        .insert(
          events.slice(start, start + CHUNK).map(({ source, id }) => ({
            source,
            event_id: id,
            received_at: now(),
          })),
        )
        .onConflict(['source', 'event_id'])
        .ignore();
    }
    await this.#sweep();
  }

  /** Forgets what is too old to come again, and runs that were told of and never named. */
  async #sweep(): Promise<void> {
    const { knex, now } = this.options;
    if (now() - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now();
    // A day more than what is refused: clocks differ.
    const before = now() - SEEN_MS - 86_400_000;
    await knex('ingested_events').where('received_at', '<', before).delete();
    await knex('observed_runs')
      .where({ is_shown: false })
      .andWhere('updated_at', '<', before)
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
