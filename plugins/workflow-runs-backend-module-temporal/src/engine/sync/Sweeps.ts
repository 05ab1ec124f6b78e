import {
  EngineAway,
  RunSink,
  SyncKind,
  SyncPage,
  SyncScope,
} from 'backstage-plugin-workflow-runs-node';
import { TemporalRefusal } from '../../client/failureOf';
import { CodecAway } from '../../client/RemoteCodec';
import { ClusterConfig } from '../../config/schema';
import { Execution, executionOf } from '../nativeId';
import { TemporalNamespace } from '../TemporalNamespace';
import { ListedExecution, ListingPage, Listings } from './Listings';
import { OpenWords } from './OpenWords';
import { RunTeller } from './RunTeller';
import { visibilityQuery } from './visibilityQuery';

/** Executions of one page: each takes calls of its own, and runs that are looked at go between two pages. */
const PAGE = 25;
/** Executions that are read at a time. */
const AT_ONCE = 8;

type SweepScope = Exclude<SyncScope, { kind: 'run' }>;

interface ToTell {
  execution: Execution;
  listed?: ListedExecution;
}

/** Finds the executions that a sync is about, and tells of them. */
export class Sweeps {
  readonly #openWords: OpenWords;

  constructor(
    private readonly options: {
      namespace: TemporalNamespace;
      listings: Listings;
      teller: RunTeller;
      cluster: Pick<ClusterConfig, 'query' | 'backfillDays'>;
      now: () => number;
    },
  ) {
    this.#openWords = new OpenWords(options.now);
  }

  async page(
    scope: SyncScope,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<SyncPage> {
    signal.throwIfAborted();
    try {
      if (scope.kind === 'run') {
        const requests = await this.#look(scope.run.nativeId, sink, signal);
        return { nextCursor: null, requests };
      }
      const page = await this.#list(scope, signal);
      const listed = page.rows.map(row => ({
        execution: executionIn(row),
        listed: row,
      }));
      const known = scope.kind === 'open' ? knownBeside(scope, page) : [];
      const { requests, problem } = await this.#tell(
        [...listed, ...known],
        scope.kind,
        sink,
        signal,
      );
      return {
        nextCursor: page.nextCursor,
        requests: page.requests + requests,
        problem,
      };
    } catch (error) {
      throw signal.aborted ? signal.reason : awayOf(error);
    }
  }

  async #list(scope: SweepScope, signal: AbortSignal): Promise<ListingPage> {
    const { listings, teller, cluster } = this.options;
    const limit = Math.min(scope.limit, PAGE);
    const { kind } = scope;
    const isFree = (listed: ListedExecution) =>
      teller.isFree({ execution: executionIn(listed), kind, listed });
    return this.#openWords.ask(open =>
      listings.page(
        visibilityQuery(scope, { ...cluster, open }),
        { cursor: scope.cursor, limit, isFree },
        signal,
      ),
    );
  }

  /** What goes on from an execution, or does it anew, is there as soon as whoever looks wants to go there. */
  async #look(
    nativeId: string,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<number> {
    const { teller } = this.options;
    const execution = executionOf(nativeId);
    const asked = { kind: 'run', sink, signal } as const;
    const told = await teller.tell({ ...asked, execution });
    if (told.next === null || teller.hasTold(told.next)) return told.requests;
    const next = { ...execution, runId: told.next };
    const { requests } = await teller.tell({ ...asked, execution: next });
    return told.requests + requests;
  }

  /**
   * Where payloads of one cannot be read now, the others are told of all the same: one that a codec never answers to
   * must not hold up what comes behind it.
   *
   * @throws CodecAway where the codec decodes nothing at all
   */
  async #tell(
    all: readonly ToTell[],
    kind: SyncKind,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<{ requests: number; problem?: string }> {
    const { teller, namespace } = this.options;
    const waiting = [...all];
    let requests = 0;
    const gone: Execution[] = [];
    const unread: Unread[] = [];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        signal.throwIfAborted();
        try {
          const told = await teller.tell({ ...next, kind, sink, signal });
          requests += told.requests;
          if (told.isGone) gone.push(next.execution);
        } catch (error) {
          if (error instanceof CodecAway) {
            unread.push({ error, execution: next.execution });
          } else {
            // Nobody hears of the others any more.
            waiting.splice(0);
            throw error;
          }
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const [first] = unread;
    if (first && !(await namespace.canDecode())) throw first.error;
    return { requests, problem: problemOf(gone, first) };
  }
}

interface Unread {
  error: CodecAway;
  execution: Execution;
}

/** What the engine says of a page that it has told of all the same. */
function problemOf(
  [gone, ...others]: readonly Execution[],
  unread: Unread | undefined,
): string | undefined {
  if (unread) {
    return `Payloads of ${nameOf(unread.execution)} could not be read: ${
      unread.error.message
    }`;
  }
  const beside = others.length > 0 ? `, and ${others.length} more,` : '';
  return (
    gone &&
    `${nameOf(
      gone,
    )}${beside} was open when it was asked for last, and Temporal does not know it any more: how it ended nobody can tell`
  );
}

function nameOf({ workflowId, runId }: Execution): string {
  return `${workflowId}/${runId}`;
}

/** They are open in the portal, and the pass before did not list them. */
function knownBeside(
  { known }: SweepScope & { kind: 'open' },
  { list }: ListingPage,
): ToTell[] {
  const listed = new Set(list.map(row => row.execution?.runId));
  return known
    .map(({ nativeId }) => ({ execution: executionOf(nativeId) }))
    .filter(({ execution }) => !listed.has(execution.runId));
}

function executionIn({ execution }: ListedExecution): Execution {
  return {
    workflowId: execution?.workflowId ?? '',
    runId: execution?.runId ?? '',
  };
}

/** What Temporal refuses of a sweep it refuses each time: somebody has to see to it, and nothing is skipped. */
function awayOf(error: unknown): unknown {
  return error instanceof TemporalRefusal
    ? new EngineAway(error.message)
    : error;
}
