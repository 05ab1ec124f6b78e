import { Knex } from 'knex';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { countRuns } from './countRuns';

/** Names its cursor. */
export const READER = 'statistics';

/** Events with which nothing changes that is counted, though they may come long after the end of a run. */
const SAYING_NOTHING = new Set([
  'run.queued',
  'run.changed',
  'sla.warning',
  'decision.made',
  'action.requested',
  'action.completed',
  'action.failed',
  'artifact.added',
]);

/** Runs counted in one transaction, which must be short. */
const RUNS = 25;
/** Ids read at once. */
const PAGE = 200;

/** Keeps the statistics of runs up to date, behind the log. */
export class StatisticsReader implements LogHandler {
  readonly name = READER;
  readonly startsAt = 'beginning';

  constructor(private readonly knex: Knex) {}

  /** A run is counted once, however many events tell of it: it is as new as the last of them. */
  async *handle(events: LogEvent[]): AsyncIterable<Write> {
    const telling = events.filter(({ type }) => !SAYING_NOTHING.has(type));
    yield* writes([...new Set(telling.map(({ runId }) => runId))]);
  }

  /** Runs that are gone keep what they have counted for: only those that are there are counted anew. */
  async *rebuild(): AsyncIterable<Write> {
    let after: { ordered_at: number; id: string } | undefined;
    do {
      const page = this.knex('runs')
        .select('ordered_at', 'id')
        .orderBy([
          { column: 'ordered_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(PAGE);
      if (after) {
        const { ordered_at, id } = after;
        page.whereRaw('(ordered_at, id) < (?, ?)', [ordered_at, id]);
      }
      const rows = await page;
      yield* writes(rows.map(({ id }) => id));
      after = rows.length === PAGE ? rows[PAGE - 1] : undefined;
    } while (after);
  }
}

function* writes(runIds: string[]): Iterable<Write> {
  for (let from = 0; from < runIds.length; from += RUNS) {
    const ids = runIds.slice(from, from + RUNS);
    yield trx => countRuns(trx, ids);
  }
}
