import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeliveryState,
  Webhook,
  WebhookDelivery,
} from 'backstage-plugin-workflow-runs-common';
import {
  DeliveryFilter,
  EmptyState,
  monospace,
  RunId,
  sizes,
  statusColorsOf,
  TextButton,
  Timestamp,
  useWebhookDeliveries,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { Column, DataTable } from '../layout/DataTable';
import { PanelBody } from '../layout/PanelBody';
import { useRunHref } from '../run-page/useRunHref';
import { DeliveryDrawer } from './DeliveryDrawer';
import { DeliveryFilters } from './DeliveryFilters';
import { RedeliverDialog } from './RedeliverDialog';
import { DeliveryStateChip } from './WebhookStateChip';

const useStyles = makeStyles(
  theme => ({
    body: { padding: '0 8px 8px' },
    filters: { padding: `0 ${sizes.cardPaddingX}px 8px` },
    type: {
      padding: 0,
      border: 0,
      background: 'none',
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '20px',
      textAlign: 'left',
      cursor: 'pointer',
      color: theme.palette.text.primary,
      textDecoration: 'underline',
      textDecorationStyle: 'dotted',
      '&:hover, &:focus-visible': { textDecorationStyle: 'solid' },
    },
    problem: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    more: { margin: 8 },
  }),
  { name: 'WorkflowRunsDeliveriesCard' },
);

/** What a webhook has delivered and is to deliver. */
export function DeliveriesCard(props: {
  webhook: Webhook;
  /** The message whose delivery is open; null: none is. */
  shown: string | null;
  onShow: (messageId: string | null) => void;
}) {
  const { webhook, shown, onShow } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const hrefOf = useRunHref();
  const [filter, setFilter] = useState<DeliveryFilter>({});
  const [isAgain, setIsAgain] = useState(false);
  const source = useWebhookDeliveries(webhook.id, filter);
  const { items, hasMore, loadingMore, loadMore } = source;
  const hasFilter = Object.values(filter).some(Boolean);
  const columns: Column<WebhookDelivery>[] = [
    {
      id: 'type',
      label: t('webhooks.log.type'),
      width: '20%',
      cell: ({ eventType, messageId }) => (
        <button
          type="button"
          className={classes.type}
          aria-label={t('webhooks.log.open', { type: eventType })}
          onClick={() => onShow(messageId)}
        >
          {eventType}
        </button>
      ),
    },
    {
      id: 'state',
      label: t('webhooks.log.state'),
      cell: ({ state }: { state: DeliveryState }) => (
        <DeliveryStateChip state={state} />
      ),
    },
    {
      id: 'answer',
      label: t('webhooks.log.answer'),
      width: '32%',
      cell: ({ status, problem }) => (
        <span className={problem ? classes.problem : ''}>
          {problem ?? status ?? '–'}
        </span>
      ),
    },
    {
      id: 'attempts',
      label: t('webhooks.log.attempts'),
      number: true,
      cell: ({ attempts }) => attempts,
    },
    {
      id: 'run',
      label: t('webhooks.log.run'),
      cell: ({ runId }) =>
        runId ? (
          <Link to={hrefOf(runId)}>
            <RunId id={runId} copy={false} />
          </Link>
        ) : (
          '–'
        ),
    },
    {
      id: 'at',
      label: t('webhooks.log.at'),
      cell: ({ createdAt }) => <Timestamp value={createdAt} />,
    },
  ];
  return (
    <Card label={t('webhooks.log.title')}>
      <CardTitle
        title={t('webhooks.log.title')}
        scope={t('webhooks.log.scope')}
      >
        <TextButton
          size="small"
          variant="outlined"
          disabled={!webhook.enabled}
          title={webhook.enabled ? undefined : t('webhooks.drawer.off')}
          onClick={() => setIsAgain(true)}
        >
          {t('webhooks.log.again')}
        </TextButton>
      </CardTitle>
      <div className={classes.filters}>
        <DeliveryFilters filter={filter} onChange={setFilter} />
      </div>
      <PanelBody
        source={source}
        title={t('webhooks.log.error')}
        rows={6}
        empty={
          items.length === 0 ? (
            <EmptyState
              dense
              title={t(
                hasFilter ? 'webhooks.log.noMatch' : 'webhooks.log.empty',
              )}
            >
              {hasFilter ? undefined : t('webhooks.log.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <div className={classes.body}>
          <DataTable
            label={t('webhooks.log.title')}
            columns={columns}
            items={items}
            idOf={delivery => delivery.messageId}
          />
          {hasMore && (
            <TextButton
              size="small"
              className={classes.more}
              disabled={loadingMore}
              onClick={loadMore}
            >
              {t('webhooks.log.more')}
            </TextButton>
          )}
        </div>
      </PanelBody>
      {shown !== null && (
        <DeliveryDrawer
          webhook={webhook}
          messageId={shown}
          onClose={() => onShow(null)}
        />
      )}
      {isAgain && (
        <RedeliverDialog
          webhookId={webhook.id}
          onClose={() => setIsAgain(false)}
        />
      )}
    </Card>
  );
}
