import { Knex } from 'knex';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { walkRuns } from '../readers/walkRuns';
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
    for await (const rows of walkRuns(this.knex, 'newest')) {
      yield* writes(rows.map(({ id }) => id));
    }
  }
}

function* writes(runIds: string[]): Iterable<Write> {
  for (let from = 0; from < runIds.length; from += RUNS) {
    const ids = runIds.slice(from, from + RUNS);
    yield trx => countRuns(trx, ids);
  }
}
