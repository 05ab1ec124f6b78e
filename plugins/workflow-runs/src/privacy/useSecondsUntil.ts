import { useEffect, useState } from 'react';

/** Whole seconds until a time, counted down to 0. */
export function useSecondsUntil(time: string): number {
  const left = () =>
    Math.max(0, Math.ceil((Date.parse(time) - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    if (seconds === 0) return undefined;
    const timer = setTimeout(() => setSeconds(left()), 1_000);
    return () => clearTimeout(timer);
    // Each second sets the next one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [seconds, time]);
  return seconds;
}
