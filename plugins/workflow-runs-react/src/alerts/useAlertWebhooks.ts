import { useQuery } from '@tanstack/react-query';
import { WebhookChoice } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** Webhooks that a rule may call; none where they cannot be read, since a rule can do without. @public */
export function useAlertWebhooks(): readonly WebhookChoice[] {
  const { api } = useSession();
  const query = useQuery({
    queryKey: keys.alertWebhooks(),
    queryFn: ({ signal }) => api.call('listWebhookChoices', {}, { signal }),
  });
  return query.data?.items ?? [];
}
