import { useState } from 'react';
import { SentRequest } from 'backstage-plugin-workflow-runs-react';

/** What comes of a request that sends what is typed: what was said of another draft is no news of this one. */
export function useDraftRequest<Draft, Answer>(
  request: SentRequest<Draft, Answer>,
  draft: Draft,
) {
  const [sent, setSent] = useState('');
  const typed = JSON.stringify(draft);
  const isOfDraft = typed === sent;
  const isOld = request.phase === 'refused' && !isOfDraft;
  return {
    ...request,
    phase: isOld ? ('idle' as const) : request.phase,
    error: isOfDraft ? request.error : null,
    send: () => {
      setSent(typed);
      request.send(draft);
    },
  };
}
