import { useEffect } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Webhook,
  WebhookDeliveryDetail,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  sizes,
  useRedelivery,
  useWebhookDelivery,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBody } from '../layout/PanelBody';
import { SideDrawer } from '../layout/SideDrawer';
import { useToasts } from '../layout/useToasts';
import { DeliveryContent } from './DeliveryContent';

const PING = 'webhook.ping';

const useStyles = makeStyles(
  { body: { padding: `0 24px ${sizes.cardPaddingY}px` } },
  { name: 'WorkflowRunsDeliveryDrawer' },
);

/** A delivery: what was sent, and what was answered to each attempt. */
export function DeliveryDrawer(props: {
  webhook: Webhook;
  messageId: string;
  onClose: () => void;
}) {
  const { webhook, messageId, onClose } = props;
  const classes = useStyles();
  const { palette } = useTheme();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useWebhookDelivery(webhook.id, messageId);
  const { delivery } = source;
  const again = useAgain(webhook.id);
  return (
    <SideDrawer
      open
      title={t('webhooks.drawer.title', { type: delivery?.eventType ?? '' })}
      width={560}
      backgroundColor={palette.background.paper}
      close={t('webhooks.drawer.close')}
      onClose={onClose}
      actions={
        delivery && (
          <ActionButton
            variant="outlined"
            size="small"
            action={redeliveryOf(delivery)}
            busy={again.phase === 'sending'}
            onClick={() => again.send(messageId)}
          >
            {t('webhooks.drawer.again')}
          </ActionButton>
        )
      }
    >
      <PanelBody
        source={source}
        title={t('webhooks.drawer.error')}
        rows={6}
        empty={undefined}
      >
        <div className={classes.body}>
          {delivery && <DeliveryContent delivery={delivery} />}
        </div>
      </PanelBody>
    </SideDrawer>
  );

  function redeliveryOf({ eventType }: WebhookDeliveryDetail) {
    if (eventType === PING)
      return { allowed: false, reason: t('webhooks.drawer.pingHint') };
    return webhook.enabled
      ? { allowed: true, reason: null }
      : { allowed: false, reason: t('webhooks.drawer.off') };
  }
}

/** Delivers again, and says whether it could be asked for. */
function useAgain(webhookId: string) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const again = useRedelivery(webhookId);
  const { answer, error } = again;
  useEffect(() => {
    if (!answer) return;
    const title = t('webhooks.drawer.againDone');
    toasts.post({ status: 'success', title, timeout: 5_000 });
    // Tells once of each, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [answer]);
  useEffect(() => {
    if (!error) return;
    const { message } = describeError(error);
    const title = t('webhooks.drawer.againFailed', { message });
    toasts.post({ status: 'danger', title });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
  return again;
}
