import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeliveryState,
  WebhookState,
} from 'backstage-plugin-workflow-runs-common';
import {
  StatusChip,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** The status of a run that looks like the state of a webhook. */
const LOOKS_LIKE: Record<WebhookState, string> = {
  active: 'completed',
  failing: 'retrying',
  off: 'skipped',
  gone: 'failed',
  given_up: 'failed',
  expired: 'failed',
};
const DELIVERY_LOOKS_LIKE: Record<DeliveryState, string> = {
  pending: 'queued',
  delivered: 'completed',
  failed: 'failed',
};

/** How a webhook does. */
export function WebhookStateChip(props: { state: WebhookState }) {
  const { state } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <StatusChip
      size="small"
      status={LOOKS_LIKE[state] ?? 'skipped'}
      label={t(`webhooks.state.${state}`)}
    />
  );
}

/** What became of a delivery. */
export function DeliveryStateChip(props: { state: DeliveryState }) {
  const { state } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <StatusChip
      size="small"
      status={DELIVERY_LOOKS_LIKE[state] ?? 'skipped'}
      label={t(`webhooks.delivery.${state}`)}
    />
  );
}
