import { useCallback, useEffect, useRef } from 'react';

const QUIET_MS = 300;

/** Calls once when the last of several calls is a moment ago; not after the component has gone. */
export function useDebounced(callback: () => void): () => void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), QUIET_MS);
  }, []);
}
