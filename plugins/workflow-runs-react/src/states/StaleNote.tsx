import { makeStyles } from '@material-ui/core/styles';
import Schedule from '@material-ui/icons/Schedule';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextButton } from '../actions/TextButton';
import { statusColorsOf, sizes } from '../theme';
import { formatDuration } from '../time';
import { useAge } from '../time/useAge';
import { workflowRunsTranslationRef } from '../translation';
import { describeError } from './describeError';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      padding: '4px 12px',
      borderRadius: sizes.radius.control,
      fontSize: 12,
      color: statusColorsOf(theme).waiting.text,
      backgroundColor: statusColorsOf(theme).waiting.wash,
    },
  }),
  { name: 'WorkflowRunsStaleNote' },
);

/** What is shown is old: says how old, and why. @public */
export function StaleNote(props: {
  /** Epoch milliseconds of what is shown. */
  since: number;
  error: unknown;
  /** Stands in place of what the error says. */
  reason?: string;
  onRetry: () => void;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const age = useAge(props.since, 1_000);
  return (
    // Its age changes each second: read out, it would never end.
    <div className={classes.root} role="status" aria-live="off">
      <Schedule style={{ fontSize: sizes.icon }} aria-hidden />
      <span style={{ flex: 1 }}>
        {t('states.stale', {
          age: formatDuration(age, 'live'),
          reason:
            props.reason ??
            t(`states.errors.${describeError(props.error).kind}`),
        })}
      </span>
      <TextButton size="small" color="inherit" onClick={props.onRetry}>
        {t('states.retry')}
      </TextButton>
    </div>
  );
}
