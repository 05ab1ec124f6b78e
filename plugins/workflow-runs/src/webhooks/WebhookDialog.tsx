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
  const save = useWebhookSave(seen);
  const [draft, setDraft] = useState(() =>
    seen ? draftOf(seen) : emptyDraft(),
  );
  const asked = requestOf(draft);
  // What was said of another draft is no news of this one.
  const [sent, setSent] = useState('');
  const isOfDraft = JSON.stringify(asked) === sent;
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
      request={
        save.phase === 'refused' && !isOfDraft
          ? { ...save, phase: 'idle', error: null }
          : save
      }
      toast={() => ({ title: t('webhooks.changed', { name: asked.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={() => {
        // A new one is not closed: its secret is shown in its place.
        if (!answer || !onSaved) onClose();
      }}
      onSubmit={() => {
        setSent(JSON.stringify(asked));
        save.send(asked);
      }}
    >
      <WebhookForm
        draft={draft}
        view={seen?.view ?? null}
        error={isOfDraft ? save.error : null}
        onChange={setDraft}
      />
    </OperationFrame>
  );
}
