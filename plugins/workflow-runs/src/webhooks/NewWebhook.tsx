import { useState } from 'react';
import { WebhookWithSecret } from 'backstage-plugin-workflow-runs-common';
import { SecretDialog } from './SecretDialog';
import { WebhookDialog } from './WebhookDialog';

/** Makes a webhook, shows its secret once, and opens it. */
export function NewWebhook(props: {
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const { onOpen, onClose } = props;
  const [made, setMade] = useState<WebhookWithSecret>();
  if (!made) return <WebhookDialog onSaved={setMade} onClose={onClose} />;
  const { webhook, secret } = made;
  return (
    <SecretDialog
      name={webhook.name}
      secret={secret ?? ''}
      onClose={() => onOpen(webhook.id)}
    />
  );
}
