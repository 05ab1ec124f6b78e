import { useSyncExternalStore } from 'react';
import { onServerClock, serverNow } from './serverClock';

interface Ticker {
  subscribe(listener: () => void): () => void;
  now(): number;
}

const tickers = new Map<number, Ticker>();

/** One timer per interval, whoever asks; it runs only while somebody listens. */
function tickerOf(intervalMs: number): Ticker {
  const known = tickers.get(intervalMs);
  if (known) return known;

  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = serverNow();
  let forget = () => {};
  const ticker: Ticker = {
    subscribe(listener) {
      listeners.add(listener);
      if (!timer) {
        const tick = () => {
          now = serverNow();
          listeners.forEach(each => each());
        };
        now = serverNow();
        timer = setInterval(tick, intervalMs);
        forget = onServerClock(tick);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          clearInterval(timer);
          timer = undefined;
          forget();
        }
      };
    },
    now() {
      // Nobody ticks it while nobody listens.
      if (!timer) {
        const current = serverNow();
        // Either clock may have been set back.
        if (Math.abs(current - now) >= intervalMs) now = current;
      }
      return now;
    },
  };
  tickers.set(intervalMs, ticker);
  return ticker;
}

const still: Ticker = { subscribe: () => () => {}, now: () => 0 };

/**
 * The time at the backend, in epoch milliseconds, again and again: what it tells of runs is to be measured
 * by that. All who ask for the same interval share a timer.
 *
 * @param intervalMs - null stops it; the answer is then 0
 * @public
 */
export function useNow(intervalMs: number | null): number {
  const ticker = intervalMs === null ? still : tickerOf(intervalMs);
  return useSyncExternalStore(ticker.subscribe, ticker.now);
}
