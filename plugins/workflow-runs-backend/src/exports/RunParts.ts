import { Knex } from 'knex';
import {
  Artifact,
  Attempt,
  HumanDecision,
  LogLine,
  OperatorAction,
  Payload,
  RunEvent,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import {
  toArtifact,
  toDecision,
  toOperatorAction,
  toPayload,
} from '../queries/recordsToWire';
import { Page, RunDetailQueries } from '../queries/RunDetailQueries';

/** Rows that are read at once. */
const ROWS = 200;
/** Each may be as long as what is shown of an input may be. */
const PAYLOADS = 20;

/**
 * All that belongs to one run, a page at a time, however much it is. Callers have read the run itself
 * before, with what the reader may see.
 */
export class RunParts {
  constructor(
    private readonly knex: Knex,
    private readonly details: RunDetailQueries,
  ) {}

  steps(runId: string): AsyncGenerator<Step[]> {
    return follow(after => this.details.steps(runId, { limit: ROWS, after }));
  }

  attempts(runId: string): AsyncGenerator<Attempt[]> {
    return follow(after =>
      this.details.attempts(runId, { limit: ROWS, after }),
    );
  }

  events(runId: string): AsyncGenerator<RunEvent[]> {
    return count(
      after => this.details.events(runId, { limit: ROWS, after }),
      event => event.number,
    );
  }

  logs(runId: string): AsyncGenerator<LogLine[]> {
    return count(
      after => this.details.logs(runId, { limit: ROWS, after }),
      line => line.sequence,
    );
  }

  decisions(runId: string): AsyncGenerator<HumanDecision[]> {
    const order = ['step_key', 'item_index', 'generation', 'asked_at'];
    return this.#rows('decisions', runId, order, ROWS, toDecision);
  }

  /** Oldest first. */
  actions(runId: string): AsyncGenerator<OperatorAction[]> {
    const order = ['requested_at', 'id'];
    return this.#rows('actions', runId, order, ROWS, toOperatorAction);
  }

  payloads(runId: string): AsyncGenerator<Payload[]> {
    const order = ['step_key', 'item_index', 'direction', 'generation'];
    return this.#rows('run_io', runId, order, PAYLOADS, toPayload);
  }

  artifacts(runId: string): AsyncGenerator<Artifact[]> {
    const order = ['created_at', 'number', 'id'];
    return this.#rows('artifacts', runId, order, ROWS, toArtifact);
  }

  /** The latest input and output of the run itself. */
  async ownPayloads(runId: string): Promise<Payload[]> {
    const rows = await this.knex('run_io')
      .where({ run_id: runId, step_key: '', item_index: -1 })
      .orderBy(['direction', { column: 'generation', order: 'desc' }])
      .limit(PAYLOADS);
    const payloads = rows.map(toPayload);
    return payloads.filter(
      ({ direction }, index) => direction !== payloads[index - 1]?.direction,
    );
  }

  /** @param order - columns that no two rows of a run have the same */
  async *#rows<T>(
    table: string,
    runId: string,
    order: string[],
    limit: number,
    toWire: (row: DatabaseRow) => T,
  ): AsyncGenerator<T[]> {
    const places = order.map(() => '?').join(', ');
    let last: unknown[] | undefined;
    do {
      const query = this.knex(table)
        .where({ run_id: runId })
        .orderBy(order)
        .limit(limit);
      if (last)
        query.whereRaw(`(${order.join(', ')}) > (${places})`, last as string[]);
      const rows: DatabaseRow[] = await query;
      yield rows.map(toWire);
      last = placeOf(rows[limit - 1], order);
    } while (last);
  }
}

/** Undefined behind the last page, which is not full. */
function placeOf(
  row: DatabaseRow | undefined,
  order: string[],
): unknown[] | undefined {
  return row && order.map(column => row[column]);
}

async function* follow<T>(
  read: (after: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T[]> {
  let after: string | undefined;
  do {
    const { items, nextAfter } = await read(after);
    yield items;
    after = nextAfter ?? undefined;
  } while (after !== undefined);
}

async function* count<T>(
  read: (after: number) => Promise<T[]>,
  numberOf: (item: T) => number,
): AsyncGenerator<T[]> {
  let last: T | undefined;
  do {
    const items = await read(last ? numberOf(last) : 0);
    yield items;
    last = items[ROWS - 1];
  } while (last);
}
