import { CloudEvent } from 'backstage-plugin-workflow-runs-common';
import { Ingest } from './Ingest';
import { IngestEngine } from './IngestEngine';
import { toSnapshot } from './toSnapshot';

const CI = 'external:ci';
const engine = new IngestEngine({
  sources: [
    {
      source: '/ci',
      subjects: [CI],
      engine: 'ci',
      tenant: 'default',
      environment: 'production',
      mode: 'live',
    },
    {
      source: '/ci/secret',
      subjects: ['external:other'],
      engine: 'secret',
      tenant: 'default',
      environment: 'production',
      mode: 'live',
    },
  ],
});

describe('whose events are taken', () => {
  it.each([
    [CI, '/ci', 'ci'],
    [CI, '/ci/eu', 'ci'],
    [CI, '/other', undefined],
    // The longer one counts: who may send the shorter one may not send this.
    [CI, '/ci/secret/1', undefined],
    ['external:other', '/ci/secret/1', 'secret'],
    ['external:other', '/ci', undefined],
  ])('of %s with the source %s: %s', (subject, source, id) => {
    expect(engine.instanceFor(subject, source)?.id).toBe(id);
  });
});

it('more events than can be worked on are refused, and taken once others are done', async () => {
  let finish = () => {};
  const busy = new Promise<void>(resolve => {
    finish = resolve;
  });
  const ingest = new Ingest({
    engine,
    observed: {} as any,
    beside: { take: async () => {} } as any,
    commands: {} as any,
    now: () => 0,
    seen: {
      known: () => busy.then(() => new Set<string>()),
      add: async () => {},
      sweep: async () => {},
    } as any,
  });
  const events = Array(6_000).fill({ specversion: '0.1' });
  const first = ingest.take(CI, events);

  await expect(ingest.take(CI, events)).rejects.toMatchObject({
    statusCode: 429,
    message: expect.stringContaining('6000 events are on their way in'),
  });
  finish();
  expect((await first)[0].outcome).toBe('rejected');
  expect(await ingest.take(CI, events)).toHaveLength(6_000);
});

describe('CDEvents', () => {
  const event = (type: string, subject: object): CloudEvent => ({
    specversion: '1.0',
    id: '271069a8-fc18-44f1-b38f-9d70a1695819',
    source: '/event/source/123',
    type,
    time: '2026-11-28T14:27:05.315384Z',
    datacontenttype: 'application/json',
    data: {
      context: {
        version: '0.4.1',
        id: '271069a8-fc18-44f1-b38f-9d70a1695819',
        source: '/event/source/123',
        type,
        timestamp: '2026-11-28T14:27:05.315384Z',
      },
      subject: { source: '/event/source/123', type: 'x', ...subject },
      customData: { any: 'thing' },
      customDataContentType: 'application/json',
    } as any,
  });
  const at = Date.parse('2026-11-28T14:27:05.315Z');

  it.each<[string, object, object]>([
    [
      'dev.cdevents.pipelinerun.queued.0.2.0',
      {
        id: 'mySubject123',
        content: { pipelineName: 'myPipeline', url: 'https://www.test.test/1' },
      },
      {
        workflow: { name: 'myPipeline' },
        passages: [{ generation: 0, queuedAt: at }],
      },
    ],
    [
      'dev.cdevents.pipelinerun.finished.0.3.0',
      {
        id: 'mySubject123',
        content: {
          pipelineName: 'myPipeline',
          uri: 'https://www.test.test/1',
          outcome: 'failure',
          errors: 'Something went wrong\nWith some more details',
        },
      },
      {
        nativeStatus: { at, value: 'failure' },
        passages: [
          {
            end: {
              at,
              outcome: 'failed',
              error: {
                message: 'Something went wrong\nWith some more details',
              },
            },
          },
        ],
      },
    ],
    [
      'dev.cdevents.taskrun.started.0.2.0',
      {
        id: 'task-1',
        content: {
          taskName: 'myTask',
          uri: 'https://www.test.test/2',
          pipelineRun: { id: 'mySubject123', source: '/event/source/123' },
        },
      },
      {
        nativeId: 'mySubject123',
        steps: [
          {
            key: 'task-1',
            name: 'myTask',
            attempts: [{ generation: 0, number: 1, startedAt: at }],
          },
        ],
      },
    ],
    [
      'dev.cdevents.taskrun.finished.0.3.0-draft',
      {
        id: 'task-1',
        content: { outcome: 'cancel', pipelineRun: { id: 'mySubject123' } },
      },
      { steps: [{ attempts: [{ end: { at, outcome: 'canceled' } }] }] },
    ],
  ])('%s', (type, subject, expected) => {
    expect(toSnapshot(event(type, subject))).toMatchObject({
      snapshot: { nativeId: 'mySubject123', ...expected },
    });
  });

  it('a task that is queued is a step that has not been tried', () => {
    const queued = event('dev.cdevents.taskrun.queued.0.1.0', {
      id: 'task-1',
      content: { taskName: 'myTask', pipelineRun: { id: 'mySubject123' } },
    });

    expect(toSnapshot(queued)).toMatchObject({
      snapshot: { steps: [{ key: 'task-1', name: 'myTask', attempts: [] }] },
    });
  });

  it('a task run has to say of which pipeline run it is', () => {
    const orphan = event('dev.cdevents.taskrun.started.0.2.0', {
      id: 'task-1',
      content: {},
    });

    expect(() => toSnapshot(orphan)).toThrow(
      expect.objectContaining({ field: '/data/subject/content/pipelineRun' }),
    );
  });
});
