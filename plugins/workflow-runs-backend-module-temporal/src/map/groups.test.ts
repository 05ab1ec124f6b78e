import { runSnapshotSchema } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { HistoryBuilder, payloadsOf } from './__fixtures__/HistoryBuilder';
import { RunHistory } from './RunHistory';
import {
  EventType,
  HistoryEvent,
  PendingNexusOperationState,
} from './protobuf';

const run = { namespace: 'default', workflowId: 'id', runId: 'run' };

function told(events: readonly HistoryEvent[]) {
  const history = RunHistory.create(run, PayloadReader.create());
  history.add(events);
  return history;
}

function activities(...names: string[]) {
  const builder = new HistoryBuilder();
  for (const name of names) {
    builder.write({
      eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
      activityTaskScheduledEventAttributes: {
        activityType: { name },
        workflowTaskCompletedEventId: 4 as any,
      },
    });
  }
  return told(builder.events)
    .snapshot()
    .steps.map(({ key }) => key);
}

describe('the key of a step', () => {
  it.each<[string, string[], string[]]>([
    ['its name', ['a', 'b'], ['a', 'b']],
    [
      'which one of its name it is',
      ['a', 'b', 'a', 'a'],
      ['a', 'b', 'a#2', 'a#3'],
    ],
    [
      'another one where a name looks like one',
      ['a#2', 'a', 'a'],
      ['a#2', 'a', 'a#3'],
    ],
    ['something where there is no name', ['', ''], ['unnamed', 'unnamed#2']],
    [
      'a name like any other',
      ['__proto__', 'constructor'],
      ['__proto__', 'constructor'],
    ],
  ])('is %s', (_, names, keys) => {
    expect(activities(...names)).toEqual(keys);
  });

  it('is short, and tells long names apart', () => {
    const long = 'x'.repeat(500);
    const keys = activities(`${long}a`, `${long}b`, `${long}a`);
    expect(new Set(keys).size).toBe(3);
    expect(Math.max(...keys.map(key => key.length))).toBeLessThanOrEqual(128);
  });
});

describe('what no recording shows', () => {
  it('is an update that a reset has brought along, which is written when it is admitted', () => {
    const builder = new HistoryBuilder();
    builder.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ADMITTED,
      workflowExecutionUpdateAdmittedEventAttributes: {
        request: {
          meta: { updateId: 'u' },
          input: { name: 'approve', args: payloadsOf('yes') },
        },
      },
    });
    builder.decide();
    builder.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
      workflowExecutionUpdateAcceptedEventAttributes: {
        protocolInstanceId: 'u',
      },
    });
    const history = told(builder.events);
    expect(history.snapshot().steps).toMatchObject([
      { key: 'approve', input: 'yes', attempts: [{ number: 1 }] },
    ]);
    expect(history.resetPointOf('approve')).toBe(8);
  });

  it('is a run that stands still and goes on', () => {
    const builder = new HistoryBuilder();
    builder.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_PAUSED,
      workflowExecutionPausedEventAttributes: {
        identity: 'ada',
        reason: 'Hold it',
      },
    });
    const paused = told(builder.events);
    expect(paused.snapshot()).toMatchObject({
      nativeStatus: { value: 'Paused' },
      passages: [{ marks: [{ to: 'paused', reason: 'Hold it' }] }],
    });
    builder.write({
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UNPAUSED,
      workflowExecutionUnpausedEventAttributes: { identity: 'bob' },
    });
    const gone = told(builder.events);
    const { nativeStatus, passages } = gone.snapshot();
    expect(nativeStatus!.value).toBe('Running');
    expect(nativeStatus!.at).toBeGreaterThan(
      paused.snapshot().nativeStatus!.at,
    );
    expect(passages[0].marks.map(({ to }) => to)).toEqual([
      'paused',
      'running',
    ]);
    expect(gone.lines(0).map(({ message }) => message)).toEqual([
      'Paused, by ada: Hold it',
      'Goes on, by bob',
    ]);
  });

  it('is an operation of Nexus, as it is tried and as it ends', () => {
    const builder = new HistoryBuilder();
    const end = builder.begin({
      kind: 'nexus',
      end: 'failed',
      isBeside: false,
    });
    const history = told(builder.events);
    history.describe({
      pendingNexusOperations: [
        {
          scheduledEventId: 5 as any,
          state:
            PendingNexusOperationState.PENDING_NEXUS_OPERATION_STATE_BACKING_OFF,
        },
      ],
    });
    expect(history.snapshot().steps).toMatchObject([
      {
        key: 'service/operation',
        type: 'io',
        nativeStatus: { value: 'BackingOff' },
        attempts: [{ number: 1 }],
      },
    ]);
    end();
    history.add(builder.events);
    expect(history.snapshot().steps).toMatchObject([
      { nativeStatus: { value: 'Failed' }, attempts: [{ end: {} }] },
    ]);
  });

  it('is a trace that is none', () => {
    const traceOf = (traceparent: unknown) => {
      const builder = new HistoryBuilder();
      const [started] = builder.events;
      started.workflowExecutionStartedEventAttributes!.header = {
        fields: { '_tracer-data': payloadsOf({ traceparent }).payloads![0] },
      };
      return told(builder.events).snapshot().traceId;
    };
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(traceOf(`00-${id}-00f067aa0ba902b7-01`)).toBe(id);
    expect(traceOf(`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`)).toBeUndefined();
    expect(traceOf('rubbish')).toBeUndefined();
    expect(traceOf(7)).toBeUndefined();
  });

  it('is an activity that is tried for years', () => {
    const builder = new HistoryBuilder();
    const end = builder.begin({
      kind: 'activity',
      end: 'completed',
      isBeside: false,
    });
    const history = told(builder.events);
    const time = { seconds: 1_790_000_100 as any, nanos: 0 };
    history.describe({
      pendingActivities: [
        { activityId: '4', attempt: 2_000_000, lastAttemptCompleteTime: time },
      ],
    });
    const open = runSnapshotSchema.parse(history.snapshot());
    expect(open.steps[0].attempts.map(({ number }) => number)).toEqual([9_999]);
    end();
    const [started] = builder.events.slice(-2);
    started.activityTaskStartedEventAttributes!.attempt = 2_000_001;
    history.add(builder.events);
    const over = runSnapshotSchema.parse(history.snapshot());
    expect(over.steps[0].attempts.map(({ number }) => number)).toEqual([
      10_000,
    ]);
  });

  it('is an event without what belongs to it', () => {
    const types = Object.values(EventType).filter(
      type => typeof type === 'number' && type > 1,
    );
    for (const eventType of types as HistoryEvent['eventType'][]) {
      const builder = new HistoryBuilder();
      builder.write({ eventType });
      builder.write({ eventType });
      const history = told(builder.events);
      runSnapshotSchema.parse(history.snapshot());
      history.lines(0);
      history.children();
      expect(history.nextEventId).toBe(7);
    }
    expect(types.length).toBeGreaterThan(50);
  });

  it('is an event of a kind that nobody knows yet', () => {
    const builder = new HistoryBuilder();
    builder.write({ eventType: 9_999 as any });
    const history = told(builder.events);
    expect(history.snapshot().steps).toEqual([]);
    expect(history.nextEventId).toBe(6);
  });
});
