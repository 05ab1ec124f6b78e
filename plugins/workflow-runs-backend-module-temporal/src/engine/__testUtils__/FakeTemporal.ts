import { temporal } from '@temporalio/proto';
import { failureOf } from '../../client/failureOf';
import {
  CallOptions,
  TemporalApi,
  TemporalCluster,
} from '../../client/TemporalApi';
import { HistoryEvent } from '../../map';
import { FakeExecution, isFakeOpen, listedOf } from './executions';
import { fits } from './fits';

const { DescribeWorkflowExecutionResponse, ListWorkflowExecutionsResponse } =
  temporal.api.workflowservice.v1;
const { History } = temporal.api.history.v1;

/** An answer of gRPC that is none. */
export function grpcError(code: number, details: string): Error {
  return Object.assign(new Error(details), { code, details });
}

/** A cluster in memory, with the answers that the real one gives. */
export class FakeTemporal implements TemporalCluster {
  readonly address = 'temporal.test:7233';
  readonly executions: FakeExecution[] = [];
  /** What it was asked, in order. */
  readonly asked: { call: string; request: any }[] = [];
  /** What it answers to a call instead; by its name. */
  readonly trouble = new Map<string, Error>();
  /** What it answers to calls that a test is about. */
  readonly answers = new Map<string, (request: any) => unknown>();
  knowsPaused = false;

  put(...executions: FakeExecution[]): void {
    for (const execution of executions) {
      const at = this.executions.findIndex(
        ({ runId }) => runId === execution.runId,
      );
      if (at < 0) this.executions.push(execution);
      else this.executions[at] = execution;
    }
  }

  forget(runId: string): void {
    const at = this.executions.findIndex(each => each.runId === runId);
    this.executions.splice(at, 1);
  }

  /** How often it was asked that. */
  count(call: string): number {
    return this.asked.filter(each => each.call === call).length;
  }

  async call<T>(
    { namespace, signal }: CallOptions,
    ask: (api: TemporalApi) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    try {
      return await ask(this.#api);
    } catch (error) {
      throw failureOf(error, { address: this.address, namespace });
    }
  }

  readonly #api = new Proxy({} as TemporalApi, {
    get: (_, call: string) => async (request: any) => {
      this.asked.push({ call, request });
      const trouble = this.trouble.get(call);
      if (trouble) throw trouble;
      const answer = this.answers.get(call) ?? this.#standing[call];
      if (!answer) throw grpcError(12, `unknown method ${call}`);
      return answer(request);
    },
  });

  readonly #standing: Record<string, (request: any) => unknown> = {
    describeNamespace: () => ({ namespaceInfo: { capabilities: {} } }),
    listWorkflowExecutions: request => this.#list(request),
    describeWorkflowExecution: request => this.#describe(request),
    getWorkflowExecutionHistory: request => this.#history(request, false),
    getWorkflowExecutionHistoryReverse: request => this.#history(request, true),
  };

  /** Open ones first, and the newest first of each: the order that databases keep. */
  #list({ query, pageSize, nextPageToken }: any) {
    if (!this.knowsPaused && query.includes("'Paused'")) {
      throw grpcError(3, "invalid ExecutionStatus value 'Paused'");
    }
    const all = this.executions
      .filter(each => fits(each, query))
      .sort(
        (a, b) =>
          Number(isFakeOpen(b)) - Number(isFakeOpen(a)) ||
          b.startedAt - a.startedAt ||
          (a.runId < b.runId ? 1 : -1),
      );
    const from = Number(Buffer.from(nextPageToken ?? []).toString() || 0);
    const next = from + pageSize;
    return fresh(ListWorkflowExecutionsResponse, {
      executions: all.slice(from, next).map(listedOf),
      nextPageToken: Buffer.from(next < all.length ? `${next}` : ''),
    });
  }

  #describe({ execution }: any) {
    const found = this.#find(execution);
    return fresh(DescribeWorkflowExecutionResponse, {
      executionConfig: { taskQueue: { name: found.taskQueue ?? 'main' } },
      workflowExecutionInfo: {
        ...listedOf(found),
        historyLength: found.events.length,
      },
      pendingActivities: found.pendingActivities ?? [],
    });
  }

  #history(
    { execution, maximumPageSize, nextPageToken }: any,
    isReverse: boolean,
  ) {
    const found = this.#find(execution);
    if (found.isHistoryGone) throw notFound();
    const events: HistoryEvent[] = isReverse
      ? [...found.events].reverse()
      : found.events;
    const from = Number(Buffer.from(nextPageToken ?? []).toString() || 0);
    const next = from + maximumPageSize;
    return {
      history: fresh(History, { events: events.slice(from, next) }),
      nextPageToken: Buffer.from(next < events.length ? `${next}` : ''),
    };
  }

  #find({ runId }: { runId: string }): FakeExecution {
    const found = this.executions.find(each => each.runId === runId);
    if (!found) throw notFound();
    return found;
  }
}

function notFound(): Error {
  return grpcError(5, 'workflow not found for ID');
}

/** As it would come over the wire: numbers are long, and nothing of it is anybody else's. */
function fresh<T>(
  type: {
    fromObject(value: any): T;
    encode(value: any): { finish(): Uint8Array };
    decode(bytes: Uint8Array): T;
  },
  value: object,
): T {
  return type.decode(type.encode(type.fromObject(value)).finish());
}
