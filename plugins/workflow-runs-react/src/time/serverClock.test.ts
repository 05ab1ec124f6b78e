import { act, renderHook } from '@testing-library/react';
import {
  clockOffset,
  noteServerTime,
  serverNow,
  useClockOffset,
  withServerTime,
} from './serverClock';
import { useNow } from './useNow';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;
const header = (ms: number) => new Date(ms).toUTCString();

afterEach(() => {
  act(() => noteServerTime(header(Date.now()), Date.now(), Date.now()));
});

describe('clockOffset', () => {
  it.each([
    ['agree', NOON, NOON, NOON + 80, 0],
    ['agree, and the answer was slow', NOON, NOON - 500, NOON + 30_000, 0],
    ['differ by what does not matter', NOON + 4_000, NOON, NOON + 80, 0],
  ])('is none where clocks %s', (_, written, sent, received, expected) => {
    expect(clockOffset(header(written), sent, received)).toBe(expected);
  });

  it.each([
    ['behind', NOON + 3 * HOUR, 3 * HOUR],
    ['ahead', NOON - 3 * HOUR, -3 * HOUR],
  ])('says how far this device is %s', (_, written, expected) => {
    const found = clockOffset(header(written), NOON, NOON + 100);
    expect(Math.abs(found! - expected)).toBeLessThan(1_000);
  });

  it.each([
    ['there is no header', null, NOON, NOON],
    ['the header is no date', 'yesterday', NOON, NOON],
    ['the clock was set back meanwhile', header(NOON), NOON, NOON - HOUR],
  ])('is not known where %s', (_, date, sent, received) => {
    expect(clockOffset(date, sent, received)).toBeUndefined();
  });
});

describe('the clock of the backend', () => {
  const answering = (date: string | null) =>
    withServerTime({
      fetch: async () =>
        new Response('{}', { headers: date === null ? {} : { date } }),
    });

  it('is what ages are measured by, once an answer has told', async () => {
    const { result } = renderHook(() => ({
      offset: useClockOffset(),
      now: useNow(1_000),
    }));
    expect(result.current.offset).toBe(0);
    await act(async () => {
      await answering(header(Date.now() - 3 * HOUR)).fetch('/');
    });
    expect(Math.abs(result.current.offset + 3 * HOUR)).toBeLessThan(2_000);
    expect(Math.abs(result.current.now - serverNow())).toBeLessThan(2_000);
    expect(Date.now() - serverNow()).toBeGreaterThan(2.9 * HOUR);
  });

  it('is that of this device where the header cannot be read', async () => {
    await answering(null).fetch('/');
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(50);
  });

  it('follows a clock that is put right', async () => {
    await answering(header(Date.now() - 3 * HOUR)).fetch('/');
    await answering(header(Date.now())).fetch('/');
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(50);
  });
});
