import { useSyncExternalStore } from 'react';

/** Clocks that differ by less pass for the same: no age that is shown depends on it. */
const TOLERATED_MS = 5_000;

let offset = 0;
const listeners = new Set<() => void>();

/**
 * How far this device's clock is behind that of the backend, in milliseconds; negative where it is
 * ahead. The backend wrote its answer between the asking and the answer, and its `Date` header says when
 * in whole seconds: what lies within that is no difference, however slow the answer was.
 *
 * @param date - the `Date` header
 * @param sentAt - by the clock of this device, in epoch milliseconds
 * @param receivedAt - by the clock of this device, in epoch milliseconds
 */
export function clockOffset(
  date: string | null,
  sentAt: number,
  receivedAt: number,
): number | undefined {
  const written = Date.parse(date ?? '');
  // A clock that was set while the answer was awaited measures nothing.
  if (Number.isNaN(written) || receivedAt < sentAt) return undefined;
  const least = written - receivedAt;
  const most = written + 1_000 - sentAt;
  if (least <= TOLERATED_MS && most >= -TOLERATED_MS) return 0;
  return Math.round((least + most) / 2);
}

/** Notes what an answer tells of the backend's clock. */
export function noteServerTime(
  date: string | null,
  sentAt: number,
  receivedAt: number,
): void {
  const found = clockOffset(date, sentAt, receivedAt);
  // Each answer measures a little differently.
  if (found === undefined || Math.abs(found - offset) < TOLERATED_MS) return;
  offset = found;
  listeners.forEach(listener => listener());
}

/** What time it is at the backend, in epoch milliseconds: what it tells is to be measured by that. */
export function serverNow(): number {
  return Date.now() + offset;
}

/**
 * How far this device's clock is behind that of the backend, in milliseconds; negative where it is ahead,
 * 0 where they agree or nobody knows.
 *
 * @public
 */
export function useClockOffset(): number {
  return useSyncExternalStore(onServerClock, () => offset);
}

/** Calls back when the difference between the clocks has changed. */
export function onServerClock(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A `fetch` that learns from each answer what time it is at the backend, so that ages and durations are
 * right where the clock of the reader's device is not. Pass it to the client of the API.
 *
 * @public
 */
export function withServerTime<T extends { fetch: typeof fetch }>(
  fetchApi: T,
): { fetch: typeof fetch } {
  return {
    fetch: async (...request) => {
      const sentAt = Date.now();
      const response = await fetchApi.fetch(...request);
      // Of another origin it can be read only where that one exposes it.
      noteServerTime(response.headers.get('date'), sentAt, Date.now());
      return response;
    },
  };
}
