import {
  Context,
  context,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  Span,
  SpanKind,
  SpanOptions,
  SpanStatusCode,
  trace,
  TraceFlags,
  Tracer,
} from '@opentelemetry/api';
import { LoggerService } from '@backstage/backend-plugin-api';
import { StepTrace } from 'backstage-plugin-workflow-runs-node';
import { withSpanIds } from 'backstage-plugin-workflow-runs-node/telemetry';
import { pipelineResult, taskResult } from './traceResults';
import {
  AttemptPlace,
  attemptSpanIdOf,
  runSpanIdOf,
  traceIdOf,
  traceparentOf,
} from './trace';
import { AttemptOutcome } from './AttemptRunner';

const TRACER = 'backstage-plugin-workflow-runs';

/** A run that has ended, as its span tells of it. */
export interface EndedRun {
  runId: string;
  generation: number;
  workflow: string;
  workflowVersion: string;
  tenantId: string;
  environment: string;
  status: string;
  errorCategory: string | null;
  errorCode: string | null;
  startedAt: number;
  completedAt: number;
}

/** The span of an attempt under way. */
export interface AttemptTrace {
  trace: StepTrace;
  /** Does the work with the span active, so that what is instrumented becomes part of it. */
  run<T>(work: () => T): T;
  end(outcome: AttemptOutcome): void;
}

/**
 * Makes spans of attempts and runs, for whatever OpenTelemetry SDK the portal has set up, or none.
 *
 * All spans of a passage of a run are in the trace whose id is stored with the run: as children of
 * the span that the run will have. An SDK gives each span an id of its own, unless it was set up
 * with the RunIdGenerator: then the spans have the ids that are stored too.
 */
export class Tracing {
  readonly #tracer: Tracer = trace.getTracer(TRACER);
  #hasGenerator: boolean | undefined;

  /** @param redact - takes out of a text what must not be shown: spans are sent to others */
  constructor(
    private readonly logger: LoggerService,
    private readonly redact: (text: string) => string,
  ) {}

  /** Whether anybody takes spans. */
  get isOn(): boolean {
    const provider = trace.getTracerProvider();
    return !(
      provider instanceof ProxyTracerProvider &&
      provider.getDelegateTracer(TRACER) === undefined
    );
  }

  startAttempt(
    place: AttemptPlace & { workflow: string | undefined },
  ): AttemptTrace {
    const { runId, generation, step, item, attempt, workflow } = place;
    const ids = {
      traceId: traceIdOf(runId, generation),
      spanId: attemptSpanIdOf(place),
    };
    if (!this.isOn) return withoutSpan(ids);
    const parent = below(
      { ...ids, spanId: runSpanIdOf(runId, generation) },
      context.active(),
    );
    const name = item < 0 ? step : `${step}/${item}`;
    const span = context.with(withSpanIds(parent, ids), () =>
      this.#tracer.startSpan(
        name,
        {
          kind: SpanKind.INTERNAL,
          attributes: {
            'cicd.pipeline.name': workflow,
            'cicd.pipeline.run.id': runId,
            'cicd.pipeline.task.name': step,
            'cicd.pipeline.task.run.id': `${runId}/${name}/${generation}/${attempt}`,
            'workflow_runs.generation': generation,
            'workflow_runs.attempt': attempt,
            'workflow_runs.item': item < 0 ? undefined : item,
            'workflow_runs.span_id': ids.spanId,
          },
        },
        parent,
      ),
    );
    this.#learn(span, ids.spanId);
    const { traceId, spanId, traceFlags } = span.spanContext();
    const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
    const active = trace.setSpan(context.active(), span);
    return {
      trace: {
        traceId,
        spanId,
        traceparent: traceparentOf({ traceId, spanId, isSampled }),
      },
      run: work => context.with(active, work),
      end: outcome => {
        span.setAttribute('cicd.pipeline.task.run.result', taskResult(outcome));
        if (outcome.type === 'failed') this.#fail(span, outcome.error);
        span.end();
      },
    };
  }

  /** Makes the span of a passage of a run, once it has ended. */
  runEnded(run: EndedRun): void {
    const { runId, generation } = run;
    const ids = {
      traceId: traceIdOf(runId, generation),
      spanId: runSpanIdOf(runId, generation),
    };
    let span = this.#hasGenerator === false ? undefined : this.#root(run, ids);
    if (span) this.#learn(span, ids.spanId);
    // A root would be in a trace of its own: then it is a child of what it should have been, as the
    // attempts are.
    if (!this.#hasGenerator) span = this.#child(run, ids);
    if (run.errorCategory !== null) {
      this.#fail(span!, { category: run.errorCategory, code: run.errorCode });
    }
    span!.end(run.completedAt);
  }

  #root(run: EndedRun, ids: Ids): Span {
    return context.with(withSpanIds(ROOT_CONTEXT, ids), () =>
      this.#tracer.startSpan(run.workflow, runOptions(run, ids), ROOT_CONTEXT),
    );
  }

  #child(run: EndedRun, ids: Ids): Span {
    const options = runOptions(run, ids);
    return this.#tracer.startSpan(run.workflow, options, below(ids));
  }

  /** No message: it could quote anything, and nobody needs it to see what has failed. */
  #fail(span: Span, error: { category: string; code?: string | null }): void {
    const { category, code } = error;
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', code ? this.redact(code) : category);
    span.setAttribute('workflow_runs.error.category', category);
  }

  /** Whether spans get the ids that were asked for depends on how the SDK was set up. */
  #learn(span: Span, wanted: string) {
    if (this.#hasGenerator !== undefined) return;
    this.#hasGenerator = span.spanContext().spanId === wanted;
    if (this.#hasGenerator) return;
    this.logger.info(
      'Spans of runs have ids of their own: set up OpenTelemetry with the RunIdGenerator of backstage-plugin-workflow-runs-node/telemetry, and they have those that runs show',
    );
  }
}

interface Ids {
  traceId: string;
  spanId: string;
}

/** A context whose active span is one that is, or will be, made elsewhere. */
function below(ids: Ids, base = ROOT_CONTEXT): Context {
  return trace.setSpanContext(base, {
    ...ids,
    // A root that was not sampled is not known here: all of a run is, or the SDK decides otherwise.
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}

function runOptions(run: EndedRun, ids: Ids): SpanOptions {
  const { runId, generation } = run;
  const before = generation - 1;
  return {
    kind: SpanKind.SERVER,
    startTime: run.startedAt,
    links:
      generation === 0
        ? []
        : [
            {
              context: {
                traceId: traceIdOf(runId, before),
                spanId: runSpanIdOf(runId, before),
                traceFlags: TraceFlags.SAMPLED,
              },
            },
          ],
    attributes: {
      'cicd.pipeline.name': run.workflow,
      'cicd.pipeline.run.id': runId,
      'cicd.pipeline.result': pipelineResult(run.status, run.errorCategory),
      'workflow_runs.workflow.version': run.workflowVersion,
      'workflow_runs.tenant': run.tenantId,
      'workflow_runs.environment': run.environment,
      'workflow_runs.generation': generation,
      'workflow_runs.status': run.status,
      'workflow_runs.span_id': ids.spanId,
    },
  };
}

function withoutSpan(ids: Ids): AttemptTrace {
  return {
    trace: { ...ids, traceparent: traceparentOf({ ...ids, isSampled: false }) },
    run: work => work(),
    end: () => {},
  };
}
