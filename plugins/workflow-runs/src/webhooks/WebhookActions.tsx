import { useEffect, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Webhook } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  SentRequest,
  useOldSecretsEnd,
  useWebhookPing,
  useWebhookSave,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ActionsMenu } from '../layout/ActionsMenu';
import { useToasts } from '../layout/useToasts';
import { DeleteWebhookDialog } from './DeleteWebhookDialog';
import { draftOf, requestOf } from './draft';
import { RotateSecretDialog } from './RotateSecretDialog';
import { WebhookDialog } from './WebhookDialog';

const ALLOWED = { allowed: true, reason: null };

/** What can be done to a webhook. */
export function WebhookActions(props: {
  webhook: Webhook;
  /** @param messageId - of the test that was sent */
  onPinged: (messageId: string) => void;
  onDeleted: () => void;
}) {
  const { webhook, onPinged, onDeleted } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ping = useTest(onPinged);
  const save = useWebhookSave(webhook);
  const end = useOldSecretsEnd();
  useComplaint(save);
  useComplaint(end);
  const [opened, setOpened] = useState<'edit' | 'rotate' | 'delete' | null>(
    null,
  );
  const close = () => setOpened(null);
  const hasOld = webhook.secrets.length > 1;
  const items = [
    {
      id: 'edit',
      label: t('webhooks.edit'),
      onChoose: () => setOpened('edit'),
    },
    {
      id: 'toggle',
      label: t(webhook.enabled ? 'webhooks.turnOff' : 'webhooks.turnOn'),
      onChoose: () =>
        save.send({
          ...requestOf(draftOf(webhook)),
          enabled: !webhook.enabled,
        }),
    },
    {
      id: 'rotate',
      label: t('webhooks.rotate'),
      divided: true,
      onChoose: () => setOpened('rotate'),
    },
    ...(hasOld
      ? [
          {
            id: 'end',
            label: t('webhooks.endOld'),
            onChoose: () => end.send(webhook.id),
          },
        ]
      : []),
    {
      id: 'delete',
      label: t('webhooks.delete'),
      divided: true,
      onChoose: () => setOpened('delete'),
    },
  ];
  return (
    <>
      <ActionButton
        variant="outlined"
        size="small"
        action={ALLOWED}
        busy={ping.phase === 'sending'}
        onClick={() => ping.send(webhook.id)}
      >
        {t('webhooks.ping')}
      </ActionButton>
      <ActionsMenu
        label={`${t('webhooks.columns.actions')}: ${webhook.name}`}
        size="small"
        items={items.map(item => ({ ...item, action: ALLOWED }))}
      />
      {opened === 'edit' && <WebhookDialog webhook={webhook} onClose={close} />}
      {opened === 'rotate' && (
        <RotateSecretDialog webhook={webhook} onClose={close} />
      )}
      {opened === 'delete' && (
        <DeleteWebhookDialog
          webhook={webhook}
          onDeleted={onDeleted}
          onClose={close}
        />
      )}
    </>
  );
}

/** Sends a test; what has come of it is shown where deliveries are. */
function useTest(onPinged: (messageId: string) => void) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const ping = useWebhookPing();
  const { answer, error } = ping;
  useEffect(() => {
    if (answer) onPinged(answer.messageId);
    // Tells once of each test, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [answer]);
  useEffect(() => {
    if (!error) return;
    toasts.post({
      status: 'danger',
      title: t('webhooks.pingFailed', {
        message: describeError(error).message,
      }),
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
  return ping;
}

/** Says that something was refused that has no dialog to say it. */
function useComplaint({ error }: Pick<SentRequest<never, unknown>, 'error'>) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  useEffect(() => {
    if (!error) return;
    toasts.post({
      status: 'danger',
      title: t('webhooks.changeFailed', {
        message: describeError(error).message,
      }),
    });
    // Tells once of each refusal, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
}
