import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextButton } from '../actions/TextButton';
import { sizes, statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';

/** Whoever has waited for so long wants to know whether anything happens still. */
const SLOW_MS = 4_000;

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'absolute',
      inset: 0,
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      pointerEvents: 'none',
    },
    note: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      minHeight: 32,
      padding: '0 12px',
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: theme.palette.background.paper,
      fontSize: 13,
      lineHeight: '20px',
      pointerEvents: 'auto',
    },
  }),
  { name: 'WorkflowRunsSlowNote' },
);

/**
 * Says after some seconds that loading takes longer than usual. It lies above the skeleton that it belongs
 * to, which has to be positioned: nothing moves for it.
 *
 * @public
 */
export function SlowNote(props: { onRetry?: () => void }) {
  const { onRetry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (slow) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [slow]);
  if (!slow) return null;
  return (
    <div className={classes.root}>
      <div className={classes.note}>
        <HourglassEmpty style={{ fontSize: sizes.icon }} aria-hidden />
        {t('states.slow')}
        {onRetry && (
          <TextButton
            size="small"
            onClick={() => {
              setSlow(false);
              onRetry();
            }}
          >
            {t('states.retry')}
          </TextButton>
        )}
      </div>
    </div>
  );
}
