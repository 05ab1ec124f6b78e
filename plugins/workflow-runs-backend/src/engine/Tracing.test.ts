import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { RunIdGenerator } from 'backstage-plugin-workflow-runs-node/telemetry';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { attemptSpanIdOf, runSpanIdOf, traceIdOf } from './trace';

jest.setTimeout(60_000);

const traced = defineWorkflow({
  name: 'traced',
  version: '3',
  input: z.object({}),
  steps: {
    fetch: { retry: failAfter(2) },
    store: { dependsOn: ['fetch'] },
  },
});

describeOnDatabases('spans', createDatabase => {
  const exporter = new InMemorySpanExporter();
  let engine: TestEngine;
  let told: Record<string, object>;

  function setUp(idGenerator?: RunIdGenerator) {
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({
        idGenerator,
        spanProcessors: [new SimpleSpanProcessor(exporter)],
      }),
    );
  }
  beforeEach(async () => {
    told = {};
    engine = new TestEngine(await createDatabase());
  });
  afterEach(async () => {
    await engine.stop();
    exporter.reset();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  /** A run whose first step fails once and makes a span of its own, as an HTTP client does. */
  async function run(store: () => void = () => {}) {
    await engine.add(traced, {
      fetch: ({ attempt, trace: own }) => {
        told[`fetch ${attempt}`] = own;
        trace.getTracer('http').startSpan('GET').end();
        if (attempt === 1) {
          throw new StepFailure('external_api', 'password is hunter2', {
            code: '503',
          });
        }
      },
      store,
    });
    await engine.engine.start();
    const runId = await engine.launch('traced');
    await engine.until(runId, 'completed', 'failed');
    await engine.stop();
    const spans = exporter.getFinishedSpans();
    const named = (name: string) =>
      spans.filter(span => span.name === name) as ReadableSpan[];
    return { runId, spans, named };
  }

  describe('with the generator', () => {
    beforeEach(() => setUp(new RunIdGenerator()));

    it('have the ids that are stored, in one tree', async () => {
      const { runId, spans, named } = await run();
      const traceId = traceIdOf(runId, 0);
      const root = runSpanIdOf(runId, 0);
      const place = { runId, generation: 0, item: -1 };
      const idOf = (step: string, attempt: number) =>
        attemptSpanIdOf({ ...place, step, attempt });
      expect(new Set(spans.map(span => span.spanContext().traceId))).toEqual(
        new Set([traceId]),
      );
      const ids = (found: ReadableSpan[]) =>
        found.map(span => [
          span.spanContext().spanId,
          span.parentSpanContext?.spanId,
        ]);
      expect(ids(named('traced'))).toEqual([[root, undefined]]);
      expect(ids(named('fetch'))).toEqual([
        [idOf('fetch', 1), root],
        [idOf('fetch', 2), root],
      ]);
      expect(ids(named('store'))).toEqual([[idOf('store', 1), root]]);
      expect(named('GET').map(span => span.parentSpanContext?.spanId)).toEqual([
        idOf('fetch', 1),
        idOf('fetch', 2),
      ]);
      expect(told['fetch 1']).toEqual({
        traceId,
        spanId: idOf('fetch', 1),
        traceparent: `00-${traceId}-${idOf('fetch', 1)}-01`,
      });
    });

    it('say what became of it, in the words of the conventions, and nothing that was said', async () => {
      const { runId, spans, named } = await run();
      expect(named('traced')[0].attributes).toMatchObject({
        'cicd.pipeline.name': 'traced',
        'cicd.pipeline.run.id': runId,
        'cicd.pipeline.result': 'success',
        'workflow_runs.workflow.version': '3',
        'workflow_runs.status': 'completed',
      });
      const [failed, succeeded] = named('fetch');
      expect(failed.attributes).toMatchObject({
        'cicd.pipeline.name': 'traced',
        'cicd.pipeline.run.id': runId,
        'cicd.pipeline.task.name': 'fetch',
        'cicd.pipeline.task.run.id': `${runId}/fetch/0/1`,
        'cicd.pipeline.task.run.result': 'failure',
        'error.type': '503',
        'workflow_runs.error.category': 'external_api',
        'workflow_runs.attempt': 1,
      });
      expect(failed.status).toEqual({ code: 2 });
      expect(succeeded.attributes).toMatchObject({
        'cicd.pipeline.task.run.result': 'success',
      });
      expect(
        JSON.stringify(
          spans.map(({ attributes, events }) => [attributes, events]),
        ),
      ).not.toContain('hunter2');
    });

    it('of a run that failed say why', async () => {
      const { named } = await run(() => {
        throw new StepFailure('validation_failed', 'no', { code: 'BAD' });
      });
      expect(named('traced')[0].attributes).toMatchObject({
        'cicd.pipeline.result': 'failure',
        'error.type': 'BAD',
      });
    });
  });

  it('without the generator are in the trace that is stored, and below their run, with ids of their own', async () => {
    setUp();
    const { runId, spans, named } = await run();
    expect(new Set(spans.map(span => span.spanContext().traceId))).toEqual(
      new Set([traceIdOf(runId, 0)]),
    );
    for (const span of [...named('traced'), ...named('fetch')]) {
      expect(span.parentSpanContext?.spanId).toBe(runSpanIdOf(runId, 0));
    }
    const [first] = named('fetch');
    expect(first.attributes['workflow_runs.span_id']).toBe(
      attemptSpanIdOf({
        runId,
        generation: 0,
        step: 'fetch',
        item: -1,
        attempt: 1,
      }),
    );
    expect(told['fetch 1']).toMatchObject({
      spanId: first.spanContext().spanId,
    });
    expect(named('GET')[0].parentSpanContext?.spanId).toBe(
      first.spanContext().spanId,
    );
    expect(named('traced')).toHaveLength(1);
  });

  it('are made by nobody where no SDK is set up; handlers know the ids all the same', async () => {
    const { runId } = await run();
    const traceId = traceIdOf(runId, 0);
    const spanId = attemptSpanIdOf({
      runId,
      generation: 0,
      step: 'fetch',
      item: -1,
      attempt: 1,
    });
    expect(told['fetch 1']).toEqual({
      traceId,
      spanId,
      traceparent: `00-${traceId}-${spanId}-00`,
    });
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});
