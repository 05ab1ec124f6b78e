import { PayloadReader } from '../payloads';
import { payloadsOf } from './__fixtures__/HistoryBuilder';
import { localActivityOf } from './localActivities';
import { EventType, HistoryEvent } from './protobuf';

const AT = 1_790_000_010_000;

function marker(markerName: string, details: object): HistoryEvent {
  return {
    eventType: EventType.EVENT_TYPE_MARKER_RECORDED,
    eventTime: { seconds: (AT / 1_000) as any, nanos: 0 },
    markerRecordedEventAttributes: { markerName, details: details as any },
  };
}
const told = (event: HistoryEvent) =>
  localActivityOf(event, PayloadReader.create());
const second = (at: number) => ({ seconds: at / 1_000, nanos: 0 });

describe('a local activity', () => {
  it.each<[string, HistoryEvent, object]>([
    [
      'the core',
      marker('core_local_activity', {
        data: payloadsOf({
          activity_type: 'greet',
          attempt: 2,
          original_schedule_time: second(AT - 5_000),
          complete_time: second(AT - 2_000),
        }),
      }),
      {
        type: 'greet',
        attempt: 2,
        startedAt: AT - 5_000,
        endedAt: AT - 2_000,
      },
    ],
    [
      'the core, by a clock that is ahead',
      marker('core_local_activity', {
        data: payloadsOf({
          activity_type: 'greet',
          attempt: 1,
          original_schedule_time: second(AT - 1_000),
          complete_time: second(AT - 2_000),
        }),
      }),
      { startedAt: AT - 1_000, endedAt: AT },
    ],
    [
      'Java',
      marker('LocalActivity', {
        type: payloadsOf('Greet'),
        meta: payloadsOf({ firstSkd: AT - 3_000, atpt: 3 }),
      }),
      { type: 'Greet', attempt: 3, startedAt: AT - 3_000, endedAt: AT },
    ],
    [
      'Go',
      marker('LocalActivity', {
        data: payloadsOf({ ActivityType: 'Greet', Attempt: 1 }),
      }),
      { type: 'Greet', attempt: 1, startedAt: undefined, endedAt: AT },
    ],
    [
      'somebody whose clock is wrong',
      marker('LocalActivity', {
        type: payloadsOf('Greet'),
        meta: payloadsOf({ firstSkd: -1.5, atpt: 0.5 }),
      }),
      { attempt: 1, startedAt: undefined, endedAt: AT },
    ],
    [
      'somebody who says nothing',
      marker('LocalActivity', {}),
      { type: 'local activity', attempt: 1, endedAt: AT },
    ],
  ])('is read as %s writes it', (_, event, expected) => {
    expect(told(event)).toMatchObject(expected);
  });

  it('is no other marker, and no other event', () => {
    expect(told(marker('core_patch', {}))).toBeUndefined();
    expect(
      told({ eventType: EventType.EVENT_TYPE_TIMER_STARTED }),
    ).toBeUndefined();
  });
});
