import { useEffect, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Webhook,
  WebhookWithSecret,
} from 'backstage-plugin-workflow-runs-common';
import {
  useWebhookSave,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationFrame } from '../operate/OperationFrame';
import { useDraftRequest } from '../operate/useDraftRequest';
import { draftOf, emptyDraft, requestOf } from './draft';
import { WebhookForm } from './WebhookForm';

/** Writes a webhook, or changes one. */
export function WebhookDialog(props: {
  webhook?: Webhook;
  /** Called before the dialog closes; only a new one has a secret. */
  onSaved?: (saved: WebhookWithSecret) => void;
  onClose: () => void;
}) {
  const { webhook, onSaved, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  // It is read anew meanwhile: what is changed is what was seen.
  const [seen] = useState(webhook);
  const [draft, setDraft] = useState(() =>
    seen ? draftOf(seen) : emptyDraft(),
  );
  const asked = requestOf(draft);
  const save = useDraftRequest(useWebhookSave(seen), asked);
  const { answer } = save;
  useEffect(() => {
    if (answer) onSaved?.(answer);
    // Tells once that it is saved, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [answer]);
  const title = t(seen ? 'webhooks.dialog.edit' : 'webhooks.dialog.new');
  return (
    <OperationFrame<WebhookWithSecret>
      title={title}
      confirm={t('webhooks.dialog.save')}
      dismiss={t('webhooks.dialog.discard')}
      name={title}
      request={save}
      toast={() => ({ title: t('webhooks.changed', { name: asked.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={() => {
        // A new one is not closed: its secret is shown in its place.
        if (!answer || !onSaved) onClose();
      }}
      onSubmit={save.send}
    >
      <WebhookForm
        draft={draft}
        view={seen?.view ?? null}
        error={save.error}
        onChange={setDraft}
      />
    </OperationFrame>
  );
}
