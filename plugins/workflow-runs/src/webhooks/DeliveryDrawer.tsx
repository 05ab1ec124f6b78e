import { useEffect } from 'react';
import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
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
import { Surface } from '../layout/Surface';
import { useToasts } from '../layout/useToasts';
import { DeliveryContent } from './DeliveryContent';

const TITLE = 'workflow-runs-webhook-delivery';
const PING = 'webhook.ping';

const useStyles = makeStyles(
  theme => ({
    paper: {
      boxSizing: 'border-box',
      width: 560,
      maxWidth: '100vw',
      backgroundColor: theme.palette.background.paper,
    },
    head: {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      padding: '12px 12px 12px 24px',
      backgroundColor: theme.palette.background.paper,
    },
    title: {
      flex: 1,
      margin: 0,
      fontSize: 18,
      lineHeight: '28px',
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    body: { padding: `0 24px ${sizes.cardPaddingY}px` },
  }),
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
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useWebhookDelivery(webhook.id, messageId);
  const { delivery } = source;
  const again = useAgain(webhook.id);
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      PaperProps={{
        className: classes.paper,
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': TITLE,
      }}
    >
      <Surface>
        <div className={classes.head}>
          <h2 id={TITLE} className={classes.title}>
            {t('webhooks.drawer.title', { type: delivery?.eventType ?? '' })}
          </h2>
          {delivery && (
            <ActionButton
              variant="outlined"
              size="small"
              action={redeliveryOf(delivery)}
              busy={again.phase === 'sending'}
              onClick={() => again.send(messageId)}
            >
              {t('webhooks.drawer.again')}
            </ActionButton>
          )}
          <IconButton
            size="small"
            aria-label={t('webhooks.drawer.close')}
            onClick={onClose}
          >
            <Close style={{ fontSize: 20 }} />
          </IconButton>
        </div>
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
      </Surface>
    </Drawer>
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
