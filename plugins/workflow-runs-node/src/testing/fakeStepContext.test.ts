import { Json } from 'backstage-plugin-workflow-runs-common';
import { CompensationContext, ItemContext } from '../workflows';
import { createFakeStepContext } from './fakeStepContext';

describe('createFakeStepContext', () => {
  it('is the first attempt of a step unless told otherwise', () => {
    expect(createFakeStepContext()).toMatchObject({
      runId: 'run_test',
      stepKey: 'step',
      input: {},
      outputs: {},
      attempt: 1,
      idempotencyKey: 'run_test:step',
    });
    expect(
      createFakeStepContext({
        input: { size: 3 },
        outputs: { fetch: 1 },
        attempt: 2,
        stepKey: 'upsert',
      }),
    ).toMatchObject({
      input: { size: 3 },
      outputs: { fetch: 1 },
      attempt: 2,
      idempotencyKey: 'run_test:upsert',
    });
  });

  it('records lines, progress, files and usage in order', async () => {
    const context = createFakeStepContext();
    context.logger.info('Starting', { items: 2 });
    context.logger.warn('One is odd');
    context.progress({ message: 'half', fraction: 0.5 });
    context.progress({ fraction: 1 });
    const file = { name: 'a.txt', contentType: 'text/plain', content: 'a' };
    await expect(context.artifacts.add(file)).resolves.toBe('artifact-1');
    context.usage({ tokens: 5 });
    context.usage({ tokens: 2, computeMs: 10 });

    expect(context.recorded).toEqual({
      logs: [
        { level: 'info', message: 'Starting', fields: { items: 2 } },
        { level: 'warn', message: 'One is odd' },
      ],
      progress: [{ message: 'half', fraction: 0.5 }, { fraction: 1 }],
      artifacts: [{ id: 'artifact-1', ...file }],
      usage: { tokens: 7, computeMs: 10 },
      heartbeats: 0,
    });
  });

  it('records heartbeats, and the last report', () => {
    const context = createFakeStepContext();
    context.heartbeat();
    context.heartbeat();
    context.report({ effectiveness: 0.2 });
    context.report({ effectiveness: 0.9, details: { late: 1 } });
    expect(context.recorded).toMatchObject({
      heartbeats: 2,
      report: { effectiveness: 0.9, details: { late: 1 } },
    });
  });

  it('refuses a report as an engine does', () => {
    const context = createFakeStepContext();
    expect(() => context.report({ effectiveness: 7 })).toThrow(
      'report: /effectiveness: ',
    );
    expect(() => context.report('good' as any)).toThrow('report: /: ');
  });

  it('has the secrets that it was given, and no others', () => {
    const context = createFakeStepContext({ secrets: { token: 's3cret' } });
    expect(context.secret('token')).toBe('s3cret');
    expect(() => context.secret('toString')).toThrow(
      'workflowRuns.secrets.toString is not configured',
    );
  });

  it('has a trace', () => {
    const { traceId, spanId, traceparent } = createFakeStepContext().trace;
    expect(traceparent).toBe(`00-${traceId}-${spanId}-00`);
  });

  it.each([-0.1, 1.1, NaN])('refuses a progress of %p', fraction => {
    expect(() => createFakeStepContext().progress({ fraction })).toThrow(
      RangeError,
    );
  });

  it('aborts with the reason given', () => {
    const context = createFakeStepContext();
    expect(context.signal.aborted).toBe(false);
    context.abort(new Error('canceled'));
    expect(context.signal.reason).toEqual(new Error('canceled'));
  });

  it('is that of an item, with a key of its own', () => {
    const doubles = ({ item }: ItemContext<Json, object, number>) =>
      item.value * 2;
    const context = createFakeStepContext({ item: { index: 3, value: 21 } });
    expect(doubles(context)).toBe(42);
    expect(context).toMatchObject({
      item: { index: 3, value: 21 },
      idempotencyKey: 'run_test:step:3',
    });
  });

  it('is that of a rollback, with what the step has put out', async () => {
    const undo = ({
      output,
      logger,
    }: CompensationContext<Json, object, { id: string }>) =>
      logger.info(`Removing ${output.id}`);
    const context = createFakeStepContext({
      stepKey: 'create',
      output: { id: 'a' },
    });
    undo(context);
    expect(context.recorded.logs).toEqual([
      { level: 'info', message: 'Removing a' },
    ]);
    expect(context.idempotencyKey).toBe('run_test:create:compensate');
    expect(createFakeStepContext({ output: null })).toMatchObject({
      output: null,
    });
  });
});
