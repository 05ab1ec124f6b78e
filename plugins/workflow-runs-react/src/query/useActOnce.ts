import { useRef } from 'react';
import { useMutation } from '@tanstack/react-query';
import { isPassing } from '../states/describeError';
import { PendingActions } from './PendingActions';

/** Something that is asked of the backend, and what has come of it. */
export interface OneAct<Request, Answer> {
  isPending: boolean;
  error: unknown;
  answer: Answer | undefined;
  /** Asks; while something is under way, asking does nothing. */
  send: (request: Request) => void;
  /** Forgets what has come of it. */
  reset: () => void;
}

/**
 * Asks something of the backend so that a click acts once: not twice while the answer is not there, and
 * with the same key after an answer that was lost. Whatever is asked after an answer, even a refusal, is
 * another request.
 */
export function useActOnce<Request, Answer>(options: {
  act: (request: Request, idempotencyKey: string) => Promise<Answer>;
  onSuccess?: (answer: Answer) => void;
  onSettled?: () => void;
}): OneAct<Request, Answer> {
  const { act, onSuccess, onSettled } = options;
  const actions = useRef(new PendingActions());
  const mutation = useMutation<Answer, unknown, Promise<Answer>>({
    mutationFn: answer => answer,
    onSuccess: answer => {
      actions.current = new PendingActions();
      onSuccess?.(answer);
    },
    onError: error => {
      if (!isPassing(error)) actions.current = new PendingActions();
    },
    onSettled,
  });
  return {
    isPending: mutation.isPending,
    error: mutation.error,
    answer: mutation.data,
    send: request => {
      // A second click comes before the first one is drawn.
      if (actions.current.isBusy) return;
      mutation.mutate(
        actions.current.perform(JSON.stringify(request), key =>
          act(request, key),
        ),
      );
    },
    reset: mutation.reset,
  };
}
