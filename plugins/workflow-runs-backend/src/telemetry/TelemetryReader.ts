import { LoggerService } from '@backstage/backend-plugin-api';
import {
  LogSource,
  TelemetryOutcome,
  TraceSource,
} from 'backstage-plugin-workflow-runs-common';
import {
  LogProvider,
  ProviderError,
  TraceProvider,
} from 'backstage-plugin-workflow-runs-node';
import { Privacy } from '../privacy/Privacy';
import { TextRedactor } from '../privacy/Redactor';
import { RunRecord } from '../queries/runToWire';
import { cutLine, cutSpan } from './cutTelemetry';
import { windowOf } from './windowOf';

const TIMEOUT_MS = 5_000;
export const MAX_SPANS = 2_000;
export const MAX_LINES = 1_000;

interface Answer<T> {
  provider: string;
  outcome: TelemetryOutcome;
  message: string | null;
  items: T[];
}

/**
 * Asks all tools outside at once, and waits for none of them longer than a reader would: what one of them
 * does not answer is said beside what the others know.
 */
export class TelemetryReader {
  constructor(
    private readonly options: {
      traces: readonly TraceProvider[];
      logs: readonly LogProvider[];
      privacy: Pick<Privacy, 'redactor'>;
      logger: LoggerService;
      now: () => number;
      /** Aborts when the backend stops. */
      signal: AbortSignal;
      timeoutMs?: number;
    },
  ) {}

  async tracesOf(run: RunRecord): Promise<TraceSource[]> {
    const { traceId } = run.diagnostics;
    if (!traceId) return [];
    const { traces } = this.options;
    const redactor = this.#redactorFor(run);
    const answers = await Promise.all(
      traces.map(provider =>
        this.#ask(provider, signal => provider.readTrace({ traceId, signal })),
      ),
    );
    return answers.map(({ items, ...source }) => {
      const spans = [...items].sort(byStart);
      return {
        ...source,
        isCut: spans.length > MAX_SPANS,
        spans: spans.slice(0, MAX_SPANS).map(span => cutSpan(span, redactor)),
      };
    });
  }

  async logsOf(run: RunRecord): Promise<LogSource[]> {
    const { logs, now } = this.options;
    const redactor = this.#redactorFor(run);
    const asked = {
      runId: run.id,
      traceId: run.diagnostics.traceId,
      ...windowOf(run, now()),
      // One more tells whether there are more.
      limit: MAX_LINES + 1,
    };
    const answers = await Promise.all(
      logs.map(provider =>
        this.#ask(provider, signal => provider.readLogs({ ...asked, signal })),
      ),
    );
    return answers.map(({ items, ...source }) => ({
      ...source,
      isCut: items.length > MAX_LINES,
      lines: items.slice(0, MAX_LINES).map(line => cutLine(line, redactor)),
    }));
  }

  #redactorFor({ tenantId, workflow }: RunRecord): TextRedactor {
    return this.options.privacy.redactor({
      tenantId,
      workflow: `${workflow.engine}/${workflow.name}`,
    });
  }

  async #ask<T>(
    { name }: { name: string },
    read: (signal: AbortSignal) => Promise<T[]>,
  ): Promise<Answer<T>> {
    const timeout = AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS);
    const signal = AbortSignal.any([timeout, this.options.signal]);
    try {
      const items = await Promise.race([read(signal), aborted(signal)]);
      return { provider: name, outcome: 'found', message: null, items };
    } catch (error) {
      const { outcome, message } = timeout.aborted
        ? new ProviderError('slow', 'It did not answer in time')
        : this.#problemOf(name, error);
      return { provider: name, outcome, message, items: [] };
    }
  }

  #problemOf(name: string, error: unknown): ProviderError {
    if (error instanceof ProviderError) return error;
    // What a provider of others throws may hold anything: it is for the log, not for readers.
    this.options.logger.warn(`${name} cannot be read: ${error}`);
    return new ProviderError('down', 'It cannot be read; the log says why');
  }
}

/** A provider of others may not listen to the signal. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
}

function byStart(a: { startNs: string }, b: { startNs: string }): number {
  const [first, second] = [BigInt(a.startNs), BigInt(b.startNs)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
