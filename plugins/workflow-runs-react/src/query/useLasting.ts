import { useRef } from 'react';

/** Why something could not be read, for as long as it is not there. */
export interface Lasting {
  error: unknown;
  /** Nothing is there, and nobody knows yet why. */
  loading: boolean;
  /** A reader asks: what they see is to change. */
  forget: () => void;
}

/**
 * Keeps why a query has failed while it is tried again by itself: a message that gave way to a skeleton
 * every few seconds could not be read.
 */
export function useLasting(query: {
  error: unknown;
  isPending: boolean;
  isSuccess: boolean;
}): Lasting {
  const last = useRef<unknown>(null);
  if (query.error) last.current = query.error;
  else if (query.isSuccess) last.current = null;
  const error = query.isPending ? last.current : query.error;
  return {
    error,
    loading: query.isPending && !error,
    forget: () => {
      last.current = null;
    },
  };
}
