import { useEffect } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Webhook } from 'backstage-plugin-workflow-runs-common';
import {
  useWebhookRemoval,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationFrame } from '../operate/OperationFrame';

/** Asks before a webhook is gone. */
export function DeleteWebhookDialog(props: {
  webhook: Webhook;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const { webhook, onDeleted, onClose } = props;
  const { id, name } = webhook;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const removal = useWebhookRemoval();
  const { answer } = removal;
  useEffect(() => {
    if (answer) onDeleted();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [answer]);
  return (
    <OperationFrame<string>
      title={t('webhooks.deleteTitle', { name })}
      confirm={t('webhooks.delete')}
      name={t('webhooks.delete')}
      request={removal}
      toast={() => ({ title: t('webhooks.deleted', { name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => removal.send(id)}
    >
      <div>{t('webhooks.deleteEffect')}</div>
    </OperationFrame>
  );
}
