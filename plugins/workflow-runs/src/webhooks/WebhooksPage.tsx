import { useSearchParams } from 'react-router-dom';
import { WebhookDetails } from './WebhookDetails';
import { WebhooksList } from './WebhooksList';

/** Webhooks, or the one that is open: the address says which. */
export function WebhooksPage() {
  const [params, setParams] = useSearchParams();
  const id = params.get('webhook');
  if (id === null)
    return <WebhooksList onOpen={webhook => setParams({ webhook })} />;
  return <WebhookDetails key={id} id={id} onBack={() => setParams({})} />;
}
