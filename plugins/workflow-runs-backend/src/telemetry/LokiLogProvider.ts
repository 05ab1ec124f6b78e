import { ExternalLogLine } from 'backstage-plugin-workflow-runs-common';
import {
  LogProvider,
  ProviderError,
} from 'backstage-plugin-workflow-runs-node';
import { headersOf, LogProviderConfig } from './config';
import { fetchJson } from './fetchJson';
import { lokiLines } from './lokiLines';

/** Nothing that could end a string of LogQL: whoever names a run must not write the query. */
const PLAIN = /^[\w.:~@/+-]{1,128}$/;

/** Reads log lines from Loki by its HTTP API. */
export class LokiLogProvider implements LogProvider {
  readonly name: string;

  constructor(private readonly config: LogProviderConfig) {
    this.name = config.name ?? 'Loki';
  }

  async readLogs(
    request: Parameters<LogProvider['readLogs']>[0],
  ): Promise<ExternalLogLine[]> {
    const { runId, traceId, from, to, limit, signal } = request;
    const asked = new URLSearchParams({
      query: this.#queryOf({ runId, traceId }),
      start: toNanoseconds(from),
      end: toNanoseconds(to),
      limit: String(limit),
      direction: 'forward',
    });
    const answer = await fetchJson(
      `${this.config.baseUrl}/loki/api/v1/query_range?${asked}`,
      { headers: headersOf(this.config), signal },
    );
    return lokiLines(answer);
  }

  #queryOf(ids: { runId: string; traceId: string | null }): string {
    return this.config.query.replace(
      /\{(runId|traceId)\}/g,
      (_, name: keyof typeof ids) => {
        const id = ids[name];
        if (id !== null && PLAIN.test(id)) return id;
        throw new ProviderError(
          'unaskable',
          id === null
            ? 'The run has no trace to look for'
            : 'The id cannot stand in a query',
        );
      },
    );
  }
}

function toNanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds)) * 1_000_000n);
}
