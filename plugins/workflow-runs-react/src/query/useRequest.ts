import { useActOnce } from './useActOnce';

/** Something that is asked of the backend, and what has come of it. @public */
export interface SentRequest<Asked, Answer> {
  phase: 'idle' | 'sending' | 'done' | 'refused';
  error: unknown;
  answer: Answer | undefined;
  /** Asks; while it is under way, asking again does nothing. */
  send: (asked: Asked) => void;
  /** Forgets what has come of it. */
  reset: () => void;
}

/** Asks something of the backend, once even where it is sent twice. */
export function useRequest<Asked, Answer>(options: {
  act: (asked: Asked, idempotencyKey: string) => Promise<Answer>;
  onSuccess?: (answer: Answer) => void;
  onSettled?: () => void;
}): SentRequest<Asked, Answer> {
  const { isPending, error, answer, send, reset } = useActOnce(options);
  const phase = () => {
    if (isPending) return 'sending';
    if (error) return 'refused';
    return answer ? 'done' : 'idle';
  };
  return { phase: phase(), error, answer, send, reset };
}
