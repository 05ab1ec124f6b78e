import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { walkRuns } from '../readers/walkRuns';
import { FailureFact, factOfRow, factsOf } from './factsOf';
import { FailingRun, writeFailures } from './writeFailures';

/** Facts written in one transaction, which must be short. */
const PORTION = 25;
/** Runs read at once. */
const PAGE = 200;

/** Puts failures that belong together into groups, behind the log. */
export class FailureReader implements LogHandler {
  readonly name = 'failure-groups';
  readonly startsAt = 'beginning';

  constructor(private readonly knex: Knex) {}

  /** In portions: each failure is told apart by its run and passage, so it does not matter which come twice. */
  handle(events: LogEvent[]): AsyncIterable<Write> {
    return this.#writes(factsOf(events));
  }

  /**
   * What people have said of groups stays, and so does what is known of runs that were retried since: their
   * rows do not tell it any more. Runs that nothing was known of are taken from their rows, the oldest first.
   */
  async *rebuild(): AsyncIterable<Write> {
    yield* this.#forgetting();
    for await (const rows of walkRuns(this.knex, 'oldest', '*')) {
      yield* this.#writes(
        rows.map(factOfRow).sort((a, b) => timeOf(a) - timeOf(b)),
      );
    }
  }

  async *#forgetting(): AsyncIterable<Write> {
    let after = '';
    for (;;) {
      const runIds: string[] = await this.knex('run_failures')
        .where('run_id', '>', after)
        .distinct('run_id')
        .orderBy('run_id')
        .limit(PAGE)
        .pluck('run_id');
      if (runIds.length === 0) return;
      yield* this.#writes(
        runIds.map(runId => ({ type: 'reopened' as const, runId })),
      );
      after = runIds[runIds.length - 1];
    }
  }

  async *#writes(facts: FailureFact[]): AsyncIterable<Write> {
    for (let from = 0; from < facts.length; from += PORTION) {
      const portion = facts.slice(from, from + PORTION);
      // Looked for behind the cursor's lock: what is deleted before it is not told of any more.
      yield async trx =>
        writeFailures(
          trx,
          portion,
          await runsOf(
            trx,
            portion.map(({ runId }) => runId),
          ),
        );
    }
  }
}

/** What they are by now: a run that goes on again is failed no more, whatever comes next in the log. */
async function runsOf(
  knex: Knex,
  runIds: string[],
): Promise<Map<string, FailingRun>> {
  const rows: DatabaseRow[] = await knex('runs')
    .whereIn('id', runIds)
    .select('id', 'status', 'generation', 'ordered_at');
  return new Map(rows.map(row => [row.id, row as FailingRun]));
}

function timeOf(fact: FailureFact): number {
  return fact.type === 'reopened' ? 0 : fact.at;
}
