import { temporal } from '@temporalio/proto';
import { TemporalNamespace } from '../TemporalNamespace';
import { Recent } from './Recent';
import { VisibilityGate } from './VisibilityGate';

/** An execution as lists tell it. */
export type ListedExecution = temporal.api.workflow.v1.IWorkflowExecutionInfo;

/** What one call lists: the histories behind it take many more calls. */
const LISTED = 500;
/** Lists that are kept for the pages after the first. */
const KEPT = 8;

/** Some of what a list has, and where the next ones are. */
export interface ListingPage {
  rows: readonly ListedExecution[];
  /** What came with the same call, those of other pages included. */
  list: readonly ListedExecution[];
  nextCursor: string | null;
  /** Calls that it took. */
  requests: number;
}

/** Where a page begins: in the list behind a token of Temporal's, after so many. */
interface Place {
  token: string;
  offset: number;
}

const FIRST: Place = { token: '', offset: 0 };

/**
 * Lists executions: many with one call, for these are few in a second, and hands them out in small pages, for each row
 * takes calls of its own. Whoever goes on in another process has the list made again.
 */
export class Listings {
  readonly #kept = new Recent<{
    rows: readonly ListedExecution[];
    next: string;
  }>(KEPT);

  constructor(
    private readonly options: {
      namespace: TemporalNamespace;
      gate: VisibilityGate;
    },
  ) {}

  async page(
    query: string,
    {
      cursor,
      limit,
      isFree,
    }: {
      cursor: string | null;
      /** Rows that take calls; those that take none come with them. */
      limit: number;
      isFree: (row: ListedExecution) => boolean;
    },
    signal: AbortSignal,
  ): Promise<ListingPage> {
    const place: Place = cursor === null ? FIRST : JSON.parse(cursor);
    const key = `${place.token} ${query}`;
    const kept = place.offset > 0 ? this.#kept.get(key) : undefined;
    const list = kept ?? (await this.#list(query, place.token, signal));
    this.#kept.set(key, list);
    const end = endOf(list.rows, place.offset, { limit, isFree });
    const next = nextOf(list, { ...place, offset: end });
    if (next?.token !== place.token) this.#kept.delete(key);
    return {
      rows: list.rows.slice(place.offset, end),
      list: list.rows,
      nextCursor: next && JSON.stringify(next),
      requests: kept ? 0 : 1,
    };
  }

  async #list(query: string, token: string, signal: AbortSignal) {
    const { namespace, gate } = this.options;
    await gate.turn(signal);
    const { executions, nextPageToken } = await namespace.call(
      { signal },
      api =>
        api.listWorkflowExecutions({
          namespace: namespace.name,
          query,
          pageSize: LISTED,
          nextPageToken: Buffer.from(token, 'base64'),
        }),
    );
    return {
      rows: executions,
      next: Buffer.from(nextPageToken ?? []).toString('base64'),
    };
  }
}

function endOf(
  rows: readonly ListedExecution[],
  begin: number,
  {
    limit,
    isFree,
  }: { limit: number; isFree: (row: ListedExecution) => boolean },
): number {
  let end = begin;
  for (let taken = 0; end < rows.length && taken < limit; end++) {
    if (!isFree(rows[end])) taken += 1;
  }
  return end;
}

function nextOf(
  { rows, next }: { rows: readonly ListedExecution[]; next: string },
  place: Place,
): Place | null {
  if (place.offset < rows.length) return place;
  return next ? { token: next, offset: 0 } : null;
}
