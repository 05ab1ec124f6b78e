import { TraceSpan } from 'backstage-plugin-workflow-runs-common';
import {
  ProviderError,
  TraceProvider,
} from 'backstage-plugin-workflow-runs-node';
import { headersOf, TraceProviderConfig } from './config';
import { fetchJson } from './fetchJson';
import { jaegerSpans } from './jaegerSpans';
import { otlpSpans } from './otlpSpans';

/** Both have it at the same path, each in a format of its own. */
const FORMATS = { jaeger: jaegerSpans, tempo: otlpSpans };
const NAMES = { jaeger: 'Jaeger', tempo: 'Tempo' };

const TRACE_ID = /^(?:[0-9a-f]{16}){1,2}$/i;

/** Reads traces from Jaeger or Tempo by their HTTP API. */
export class HttpTraceProvider implements TraceProvider {
  readonly name: string;

  constructor(private readonly config: TraceProviderConfig) {
    this.name = config.name ?? NAMES[config.type];
  }

  async readTrace(request: {
    traceId: string;
    signal: AbortSignal;
  }): Promise<TraceSpan[]> {
    const { traceId, signal } = request;
    // An engine may call anything an id; it must not become another path.
    if (!TRACE_ID.test(traceId)) {
      throw new ProviderError('unaskable', 'The id is none of a trace');
    }
    const answer = await fetchJson(
      `${this.config.baseUrl}/api/traces/${traceId}`,
      { headers: headersOf(this.config), signal },
    );
    const spans = FORMATS[this.config.type](answer);
    if (spans.length === 0) {
      throw new ProviderError('missing', 'It knows nothing');
    }
    return spans.map(span => ({ ...span, url: this.#urlOf(traceId, span.id) }));
  }

  #urlOf(traceId: string, spanId: string): string | null {
    const { spanUrl } = this.config;
    if (!spanUrl) return null;
    const values = { traceId, spanId };
    return spanUrl.replace(
      /\{(traceId|spanId)\}/g,
      (_, name: keyof typeof values) => encodeURIComponent(values[name]),
    );
  }
}
