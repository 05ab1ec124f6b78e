import { useActOnce } from './useActOnce';

/** Something that is asked of the backend, and what has come of it. @public */
export interface SentRequest<Asked, Answer> {
  phase: 'idle' | 'sending' | 'done' | 'refused';
  error: unknown;
  answer: Answer | undefined;
  /** Asks; while it is under way, asking again does nothing. */
  send: (asked: Asked) => void;
}

/** Asks something of the backend, once even where it is sent twice. */
export function useRequest<Asked, Answer>(options: {
  act: (asked: Asked, idempotencyKey: string) => Promise<Answer>;
  onSuccess?: (answer: Answer) => void;
}): SentRequest<Asked, Answer> {
  const { isPending, error, answer, send } = useActOnce(options);
  const phase = () => {
    if (isPending) return 'sending';
    if (error) return 'refused';
    return answer ? 'done' : 'idle';
  };
  return { phase: phase(), error, answer, send };
}
