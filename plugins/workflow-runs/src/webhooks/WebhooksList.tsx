import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Webhook } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  statusColorsOf,
  TextButton,
  Timestamp,
  useFormats,
  useWebhooks,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { Column, DataTable } from '../layout/DataTable';
import { formatPercent } from '../layout/formatPercent';
import { PanelBody } from '../layout/PanelBody';
import { NewWebhook } from './NewWebhook';
import { WebhookStateChip } from './WebhookStateChip';

const useStyles = makeStyles(
  theme => ({
    body: { padding: '0 8px 8px' },
    name: {
      padding: 0,
      border: 0,
      background: 'none',
      font: 'inherit',
      fontWeight: 500,
      textAlign: 'left',
      cursor: 'pointer',
      overflowWrap: 'anywhere',
      color: theme.palette.type === 'dark' ? theme.palette.link : undefined,
      '&:hover, &:focus-visible': { textDecoration: 'underline' },
    },
    quiet: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
      overflowWrap: 'anywhere',
    },
    failed: { color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsWebhooksList' },
);

/** All webhooks, and how they do. */
export function WebhooksList(props: { onOpen: (id: string) => void }) {
  const { onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const source = useWebhooks();
  const [isNew, setIsNew] = useState(false);
  const columns: Column<Webhook>[] = [
    {
      id: 'name',
      label: t('webhooks.columns.name'),
      cell: ({ id, name, url }) => (
        <>
          <button
            type="button"
            className={classes.name}
            onClick={() => onOpen(id)}
          >
            {name}
          </button>
          <div className={classes.quiet}>{hostOf(url)}</div>
        </>
      ),
    },
    {
      id: 'state',
      label: t('webhooks.columns.state'),
      cell: ({ state }) => <WebhookStateChip state={state} />,
    },
    {
      id: 'events',
      label: t('webhooks.columns.events'),
      cell: ({ eventTypes, view }) => (
        <>
          <span title={eventTypes.join(', ')}>
            {eventTypes.includes('*')
              ? t('webhooks.allEvents')
              : t('webhooks.events', { count: eventTypes.length })}
          </span>
          {view && <div className={classes.quiet}>{view.name}</div>}
        </>
      ),
    },
    {
      id: 'last',
      label: t('webhooks.columns.last'),
      cell: ({ lastDelivery }) =>
        lastDelivery ? (
          <>
            <Timestamp value={lastDelivery.at} />
            <div className={classes.quiet}>
              {t(`webhooks.delivery.${lastDelivery.state}`)}
              {lastDelivery.status !== null && ` · ${lastDelivery.status}`}
            </div>
          </>
        ) : (
          <span className={classes.quiet}>{t('webhooks.never')}</span>
        ),
    },
    {
      id: 'rate',
      label: t('webhooks.columns.rate'),
      number: true,
      cell: ({ lastDay: { attempts, failures } }) =>
        attempts === 0 ? (
          '–'
        ) : (
          <span
            className={failures > 0 ? classes.failed : ''}
            title={t('webhooks.attempts', {
              failures: formats.number(failures),
              attempts: formats.number(attempts),
            })}
          >
            {formatPercent(failures / attempts)}
          </span>
        ),
    },
    {
      id: 'pending',
      label: t('webhooks.columns.pending'),
      number: true,
      cell: ({ pending }) => formats.number(pending),
    },
  ];
  return (
    <Card label={t('webhooks.title')}>
      <CardTitle title={t('webhooks.title')} scope={t('webhooks.scope')}>
        <TextButton
          size="small"
          variant="outlined"
          color="primary"
          disabled={source.loading || source.updatedAt === 0}
          onClick={() => setIsNew(true)}
        >
          {t('webhooks.new')}
        </TextButton>
      </CardTitle>
      <PanelBody
        source={source}
        title={t('webhooks.error')}
        rows={4}
        empty={
          source.webhooks.length === 0 ? (
            <EmptyState title={t('webhooks.none')}>
              {t('webhooks.noneHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <div className={classes.body}>
          <DataTable
            label={t('webhooks.title')}
            columns={columns}
            items={source.webhooks}
            idOf={webhook => webhook.id}
          />
        </div>
      </PanelBody>
      {isNew && <NewWebhook onOpen={onOpen} onClose={() => setIsNew(false)} />}
    </Card>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
