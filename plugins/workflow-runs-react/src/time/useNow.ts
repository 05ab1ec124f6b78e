import { useSyncExternalStore } from 'react';

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
  let now = Date.now();
  const ticker: Ticker = {
    subscribe(listener) {
      listeners.add(listener);
      if (!timer) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          listeners.forEach(each => each());
        }, intervalMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      };
    },
    now() {
      // Nobody ticks it while nobody listens.
      if (!timer) {
        const current = Date.now();
        if (current - now >= intervalMs) now = current;
      }
      return now;
    },
  };
  tickers.set(intervalMs, ticker);
  return ticker;
}

const still: Ticker = { subscribe: () => () => {}, now: () => 0 };

/**
 * The time, in epoch milliseconds, again and again. All who ask for the same interval share a timer.
 *
 * @param intervalMs - null stops it; the answer is then 0
 * @public
 */
export function useNow(intervalMs: number | null): number {
  const ticker = intervalMs === null ? still : tickerOf(intervalMs);
  return useSyncExternalStore(ticker.subscribe, ticker.now);
}
