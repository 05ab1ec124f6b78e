import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { RunIdGenerator, withSpanIds } from './RunIdGenerator';

describe('RunIdGenerator', () => {
  const generator = new RunIdGenerator();
  beforeAll(() => {
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
  });
  afterAll(() => context.disable());

  it('generates random ids', () => {
    expect(generator.generateTraceId()).toMatch(/^[0-9a-f]{32}$/);
    expect(generator.generateSpanId()).toMatch(/^[0-9a-f]{16}$/);
    expect(generator.generateSpanId()).not.toBe(generator.generateSpanId());
  });

  it('generates the ids that were asked for, within their context', () => {
    const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
    context.with(withSpanIds(ROOT_CONTEXT, ids), () => {
      expect(generator.generateTraceId()).toBe(ids.traceId);
      expect(generator.generateSpanId()).toBe(ids.spanId);
    });
    expect(generator.generateSpanId()).not.toBe(ids.spanId);
  });

  it('leaves other spans to another generator', () => {
    const others = {
      generateTraceId: () => 'trace',
      generateSpanId: () => 'span',
    };
    const wrapped = new RunIdGenerator(others);
    expect([wrapped.generateTraceId(), wrapped.generateSpanId()]).toEqual([
      'trace',
      'span',
    ]);
  });
});
