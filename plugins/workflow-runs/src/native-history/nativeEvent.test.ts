import { Json } from 'backstage-plugin-workflow-runs-common';
import { findEvents, readNativeEvent } from './nativeEvent';

const TIME = '2026-11-20T14:31:05.000Z';

describe('an event of an engine', () => {
  it.each<[string, Json, object]>([
    [
      'by the names of Temporal',
      { eventId: '7', eventTime: TIME, eventType: 'TimerFired' },
      { id: '7', at: TIME, type: 'TimerFired' },
    ],
    [
      'by other names',
      { sequence: 0, timestamp: Date.parse(TIME), kind: 'started' },
      { id: '0', at: TIME, type: 'started' },
    ],
    [
      'with what cannot be read left out',
      { id: { high: 1 }, time: 'yesterday', type: null, name: 'x' },
      { id: null, at: null, type: 'x' },
    ],
    ['that is no object', 'started', { id: null, at: null, type: null }],
    ['that is a list', [1], { id: null, at: null, type: null }],
    ['that is nothing', null, { id: null, at: null, type: null }],
    [
      'with a time that no calendar has',
      { time: '99999999999999999999' },
      { at: null },
    ],
  ])('is read %s', (_, event, read) => {
    expect(readNativeEvent(event)).toMatchObject({ ...read, value: event });
  });

  it('is found by whatever stands in it', () => {
    const written: Json[] = [
      { type: 'started', details: { queue: 'Orders' } },
      { type: 'done' },
    ];
    const events = written.map(readNativeEvent);
    expect(findEvents(events, 'orders')).toEqual([events[0]]);
    expect(findEvents(events, 'absent')).toEqual([]);
  });
});
