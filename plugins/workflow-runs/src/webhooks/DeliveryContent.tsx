import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Json,
  WebhookAttempt,
  WebhookDeliveryDetail,
} from 'backstage-plugin-workflow-runs-common';
import {
  JsonView,
  monospace,
  RunId,
  sizes,
  statusColorsOf,
  StatusChip,
  Timestamp,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../layout/Fact';
import { Notice } from '../layout/Notice';
import { DeliveryStateChip } from './WebhookStateChip';

const useStyles = makeStyles(
  theme => ({
    facts: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
      gap: 16,
      margin: '0 0 8px',
    },
    title: {
      margin: '20px 0 8px',
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 500,
    },
    attempts: { margin: 0, padding: 0, listStyle: 'none' },
    attempt: {
      padding: '8px 0',
      borderTop: `1px solid ${statusColorsOf(theme).skipped.line}`,
      fontSize: 13,
      lineHeight: '20px',
    },
    line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
    quiet: { fontSize: 12, color: statusColorsOf(theme).quiet },
    answer: {
      margin: '8px 0 0',
      padding: '8px 12px',
      maxHeight: 240,
      overflow: 'auto',
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).skipped.wash,
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '18px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'WorkflowRunsDeliveryContent' },
);

/** What was sent, and what was answered. */
export function DeliveryContent(props: { delivery: WebhookDeliveryDetail }) {
  const { delivery } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <>
      <dl className={classes.facts}>
        <Fact label={t('webhooks.log.state')}>
          <DeliveryStateChip state={delivery.state} />
        </Fact>
        <Fact label={t('webhooks.drawer.id')}>
          <RunId id={delivery.messageId} />
        </Fact>
        {delivery.dueAt && (
          <Fact label={t('webhooks.drawer.next')}>
            <Timestamp value={delivery.dueAt} />
          </Fact>
        )}
      </dl>
      {delivery.problem && (
        <Notice tone={delivery.state === 'failed' ? 'failed' : 'waiting'}>
          {delivery.problem}
        </Notice>
      )}
      <h3 className={classes.title}>{t('webhooks.drawer.request')}</h3>
      <JsonView
        value={parsed(delivery.payload)}
        label={t('webhooks.drawer.request')}
      />
      <h3 className={classes.title}>{t('webhooks.drawer.attempts')}</h3>
      {delivery.history.length === 0 ? (
        <p className={classes.quiet}>{t('webhooks.drawer.noAttempt')}</p>
      ) : (
        <ol className={classes.attempts}>
          {delivery.history.map(attempt => (
            <Attempt key={attempt.number} attempt={attempt} />
          ))}
        </ol>
      )}
    </>
  );
}

function Attempt(props: { attempt: WebhookAttempt }) {
  const { attempt } = props;
  const { number, problem, status, responseHeaders, responseBody } = attempt;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const headers = Object.entries(responseHeaders).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const answer = [...headers, ...(responseBody ? ['', responseBody] : [])];
  return (
    <li className={classes.attempt}>
      <div className={classes.line}>
        <span>{t('webhooks.drawer.attempt', { number: String(number) })}</span>
        <StatusChip
          size="small"
          status={problem === null ? 'completed' : 'failed'}
          label={problem ?? String(status)}
        />
        <span className={classes.quiet}>
          <Timestamp value={attempt.at} /> ·{' '}
          {formats.duration(attempt.durationMs)}
        </span>
      </div>
      {status !== null && responseBody === '' && (
        <div className={classes.quiet}>{t('webhooks.drawer.noBody')}</div>
      )}
      {answer.length > 0 && (
        <pre className={classes.answer} tabIndex={0}>
          {answer.join('\n').trim()}
          {attempt.isCut && `\n${t('webhooks.drawer.cut')}`}
        </pre>
      )}
    </li>
  );
}

/** What was sent is JSON; what is not shown as such is shown as it is. */
function parsed(payload: string): Json {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
