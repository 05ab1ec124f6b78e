import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunRecord } from '../queries/runToWire';
import { headOf } from '../readers/LogEvent';
import { SharedUpdate } from './SharedUpdate';
import { Together } from './Together';
import { UpdateReader } from './UpdateReader';

/** Events of a run read at once. */
const BATCH = 500;
/** What happened so lately is read for many runs at once, by their places in the log. */
const NEAR = 1_000;

/** Where the log begins and ends. */
export interface Edges {
  first: number;
  head: number;
}

interface Behind {
  runId: string;
  position: number;
}

/**
 * Reads what was before a stream was opened. Those who come at the same time, as after a backend has gone, are read
 * for together.
 */
export class PastReader {
  readonly #edges = new Together<undefined, Edges>(async asked => {
    const edges = await this.#readEdges();
    return new Map([...asked.keys()].map(key => [key, edges]));
  });
  readonly #runs = new Together<string, RunRecord | Error | undefined>(asked =>
    this.options.updates.runs([...asked.keys()]),
  );
  readonly #now = new Together<string, SharedUpdate | Error | undefined>(
    asked =>
      this.options.updates.read(
        new Map([...asked.keys()].map(runId => [runId, []])),
      ),
  );
  readonly #versions = new Together<string, { version: string }>(asked =>
    this.options.details.live([...asked.keys()]),
  );
  readonly #near = new Together<Behind, SharedUpdate | Error>(asked =>
    this.#readNear(asked),
  );

  constructor(
    private readonly options: {
      knex: Knex;
      details: RunDetailQueries;
      updates: UpdateReader;
    },
  ) {}

  /** Where the log begins and ends; it begins behind its end where it is empty. */
  async edges(): Promise<Edges> {
    return (await this.#edges.ask('', undefined))!;
  }

  /** The rows of runs; undefined where there is none, an error for one that cannot be read. */
  async runs(
    runIds: readonly string[],
  ): Promise<Map<string, RunRecord | Error | undefined>> {
    return this.#each(runIds, this.#runs);
  }

  /** Runs as they are; undefined where there is none, an error for one that cannot be read. */
  async now(
    runIds: readonly string[],
  ): Promise<Map<string, SharedUpdate | Error | undefined>> {
    return this.#each(runIds, this.#now);
  }

  /** The versions of runs, of those that are there. */
  async versions(runIds: readonly string[]): Promise<Map<string, string>> {
    const found = await this.#each(runIds, this.#versions);
    return new Map(
      [...found].flatMap(([runId, live]) =>
        live ? [[runId, live.version]] : [],
      ),
    );
  }

  /**
   * What has happened to a run behind a position, oldest first, in updates of a bearable size; one
   * without events where nothing has, none where there is no such run.
   *
   * @param head - where the log ended when that was asked
   */
  async *since(
    runId: string,
    position: number,
    head: number = Infinity,
  ): AsyncGenerator<SharedUpdate> {
    if (head - position <= NEAR) {
      const key = `${runId} ${position}`;
      const near = await this.#near.ask(key, { runId, position });
      if (near instanceof Error) throw near;
      if (near) yield near;
      return;
    }
    yield* this.#sinceLong(runId, position);
  }

  async *#sinceLong(
    runId: string,
    position: number,
  ): AsyncGenerator<SharedUpdate> {
    const { knex, updates } = this.options;
    const events = () => knex('run_events').where('run_id', runId);
    // A run's events are indexed by number, which grows with the position.
    const last = await events()
      .where('position', '<=', position)
      .orderBy('number', 'desc')
      .first('number');
    for (let number: number = last?.number ?? 0; ; ) {
      const rows: DatabaseRow[] = await events()
        .where('number', '>', number)
        .orderBy('number')
        .limit(BATCH);
      const read = await updates.read(new Map([[runId, rows]]));
      const update = read.get(runId);
      if (update instanceof Error) throw update;
      if (update) yield update;
      if (!update || rows.length < BATCH) return;
      number = rows[rows.length - 1].number;
    }
  }

  async #readNear(
    asked: ReadonlyMap<string, Behind>,
  ): Promise<Map<string, SharedUpdate | Error>> {
    const places = [...asked.values()];
    const rows: DatabaseRow[] = await this.options
      .knex('run_events')
      .where('position', '>', Math.min(...places.map(each => each.position)))
      .whereIn('run_id', [...new Set(places.map(({ runId }) => runId))])
      .orderBy('position');
    const changes = new Map<string, DatabaseRow[]>(
      places.map(({ runId }) => [runId, []]),
    );
    for (const row of rows) changes.get(row.run_id)!.push(row);
    const updates = await this.options.updates.read(changes);
    return new Map(
      [...asked].flatMap(([key, { runId, position }]) => {
        const update = updates.get(runId);
        return update ? [[key, behind(update, position)]] : [];
      }),
    );
  }

  async #readEdges(): Promise<Edges> {
    const { knex } = this.options;
    const row = await knex('run_events').orderBy('position').first('position');
    const head = await headOf(knex);
    return { first: row ? Number(row.position) : head + 1, head };
  }

  async #each<Answer>(
    runIds: readonly string[],
    together: Together<string, Answer>,
  ): Promise<Map<string, Answer | undefined>> {
    const answers = await Promise.all(
      runIds.map(runId => together.ask(runId, runId)),
    );
    return new Map(runIds.map((runId, index) => [runId, answers[index]]));
  }
}

/** What of it happened behind a place. */
function behind(
  update: SharedUpdate | Error,
  position: number,
): SharedUpdate | Error {
  if (update instanceof Error) return update;
  const events = update.events.filter(event => event.position > position);
  return events.length === update.events.length
    ? update
    : { ...update, events };
}
