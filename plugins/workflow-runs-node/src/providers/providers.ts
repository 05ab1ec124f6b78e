import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  ExternalLogLine,
  TelemetryOutcome,
  TraceSpan,
} from 'backstage-plugin-workflow-runs-common';

/** Why a provider has nothing to give; screens say so, and show everything else. @public */
export class ProviderError extends Error {
  /** @param message - what readers may see: without addresses and secrets */
  constructor(
    readonly outcome: Exclude<TelemetryOutcome, 'found'>,
    message: string,
  ) {
    super(message);
    this.name = 'ProviderError';
  }
}

/** Reads traces from a tool that keeps them. @public */
export interface TraceProvider {
  /** As screens call it. */
  readonly name: string;
  /**
   * The spans of a trace, in any order.
   *
   * @param request - `signal`: aborts when nobody waits any longer
   * @throws ProviderError that says why there are none
   */
  readTrace(request: {
    traceId: string;
    signal: AbortSignal;
  }): Promise<TraceSpan[]>;
}

/** Reads log lines about runs from a store that keeps them. @public */
export interface LogProvider {
  /** As screens call it. */
  readonly name: string;
  /**
   * Lines about a run, oldest first.
   *
   * @param request - `from` and `to`: epoch milliseconds; `limit`: how many lines are wanted at most
   * @throws ProviderError that says why there are none
   */
  readLogs(request: {
    runId: string;
    traceId: string | null;
    from: number;
    to: number;
    limit: number;
    signal: AbortSignal;
  }): Promise<ExternalLogLine[]>;
}

/** Adds tools that keep traces, beside those that are configured. @public */
export interface TraceProvidersExtensionPoint {
  add(provider: TraceProvider): void;
}

/** @public */
export const traceProvidersExtensionPoint =
  createExtensionPoint<TraceProvidersExtensionPoint>({
    id: 'workflow-runs.trace-providers',
  });

/** Adds stores that keep log lines, beside those that are configured. @public */
export interface LogProvidersExtensionPoint {
  add(provider: LogProvider): void;
}

/** @public */
export const logProvidersExtensionPoint =
  createExtensionPoint<LogProvidersExtensionPoint>({
    id: 'workflow-runs.log-providers',
  });
