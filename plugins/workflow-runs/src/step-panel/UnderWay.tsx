import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  RedactedText,
  useFormats,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { mostAttempts } from './retryWords';

const useStyles = makeStyles(
  {
    line: { display: 'block' },
    message: {
      display: 'block',
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '18px',
    },
  },
  { name: 'WorkflowRunsUnderWay' },
);

/** At which attempt an open step is, what went wrong before, when it is tried again, and what it says of itself. */
export function UnderWay(props: { step: Step; attempts: readonly Attempt[] }) {
  const { step, attempts } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const isRetrying = step.status === 'retrying';
  const retryAt = isRetrying ? step.nextAttemptAt : null;
  const now = useNow(retryAt ? 1_000 : null);
  if (!isRetrying && step.status !== 'running') return null;

  const failure = attempts.findLast(({ error }) => error !== null)?.error;
  const { message, fraction } = step.progress ?? {};
  const told = [
    message,
    typeof fraction === 'number' && `${Math.floor(fraction * 100)} %`,
  ].filter(Boolean);
  const most = mostAttempts(step.retryPolicy);
  const number = String(step.attempts);
  const place =
    most === undefined
      ? t('panel.attemptNumber', { number })
      : t('panel.attemptOf', { number, most: String(most) });
  const lines = [
    step.attempts > 1 || isRetrying ? place : undefined,
    retryAt &&
      t('panel.nextAttempt', {
        duration: formats.duration(Date.parse(retryAt) - now, 'live'),
      }),
  ].filter(Boolean);
  if (lines.length === 0 && told.length === 0) return null;
  return (
    <Notice tone={isRetrying ? 'waiting' : 'running'}>
      {lines.length > 0 && (
        <span className={classes.line}>{lines.join(' · ')}</span>
      )}
      {told.length > 0 && (
        <span className={classes.line}>{told.join(' · ')}</span>
      )}
      {failure && lines.length > 0 && (
        <>
          <span className={classes.line}>{t('panel.lastFailure')}</span>
          <span className={classes.message}>
            <RedactedText text={failure.message} />
          </span>
        </>
      )}
    </Notice>
  );
}
