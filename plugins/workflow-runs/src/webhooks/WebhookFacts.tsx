import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Webhook } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  Timestamp,
  useFormats,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { Fact } from '../layout/Fact';
import { Notice } from '../layout/Notice';
import { WebhookStateChip } from './WebhookStateChip';

/** Before it expires, whoever looks is told so. */
const WARNED_MS = 14 * 86_400_000;

const useStyles = makeStyles(
  theme => ({
    root: { padding: `16px ${sizes.cardPaddingX}px` },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      marginBottom: 4,
    },
    name: {
      margin: 0,
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    actions: { marginLeft: 'auto', display: 'flex', gap: 8 },
    description: {
      margin: '0 0 12px',
      fontSize: 13,
      lineHeight: '20px',
      color: statusColorsOf(theme).quiet,
      overflowWrap: 'anywhere',
    },
    facts: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(170px, 1fr))',
      gap: 16,
      margin: 0,
    },
  }),
  { name: 'WorkflowRunsWebhookFacts' },
);

/** What a webhook is, with what can be done to it. */
export function WebhookFacts(props: { webhook: Webhook; children: ReactNode }) {
  const { webhook, children } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(60_000);
  const [secret, old] = webhook.secrets;
  const isExpiring =
    webhook.enabled && Date.parse(webhook.trustedUntil) - now < WARNED_MS;
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <h2 className={classes.name}>{webhook.name}</h2>
        <WebhookStateChip state={webhook.state} />
        <div className={classes.actions}>{children}</div>
      </div>
      {webhook.description && (
        <p className={classes.description}>{webhook.description}</p>
      )}
      {isExpiring && (
        <Notice tone="waiting" role="status">
          {t('webhooks.expiring', {
            time: formats.relative(webhook.trustedUntil, now),
          })}
        </Notice>
      )}
      <dl className={classes.facts}>
        <Fact label={t('webhooks.fact.address')} title={webhook.url}>
          {webhook.url}
        </Fact>
        <Fact
          label={t('webhooks.columns.events')}
          title={webhook.eventTypes.join(', ')}
        >
          {webhook.eventTypes.includes('*')
            ? t('webhooks.allEvents')
            : webhook.eventTypes.join(', ')}
        </Fact>
        <Fact label={t('webhooks.fact.view')}>
          {webhook.view?.name ??
            t('webhooks.fact.allRuns', {
              editor: entityName(webhook.updatedBy),
            })}
        </Fact>
        <Fact label={t('webhooks.fact.owner')} title={webhook.owner}>
          {entityName(webhook.owner)}
        </Fact>
        <Fact
          label={t('webhooks.fact.secret')}
          note={
            old?.expiresAt && (
              <>
                {t('webhooks.fact.oldSecret')}{' '}
                <Timestamp value={old.expiresAt} />
              </>
            )
          }
        >
          {secret ? <Timestamp value={secret.createdAt} /> : '–'}
        </Fact>
        <Fact
          label={t('webhooks.fact.trusted')}
          title={t('webhooks.fact.trustedHint')}
        >
          <Timestamp value={webhook.trustedUntil} />
        </Fact>
        {webhook.headers.length > 0 && (
          <Fact label={t('webhooks.fact.headers')}>
            {webhook.headers.join(', ')}
          </Fact>
        )}
      </dl>
    </div>
  );
}
