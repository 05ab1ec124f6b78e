import { useEffect } from 'react';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import Visibility from '@material-ui/icons/Visibility';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  RunSnapshot,
  statusColorsOf,
  useWatch,
  VisuallyHidden,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useToasts } from '../layout/useToasts';

const useStyles = makeStyles(
  theme => ({
    root: {
      minHeight: 36,
      minWidth: 0,
      padding: '0 10px',
      textTransform: 'none',
      letterSpacing: 'normal',
      fontWeight: 500,
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      '& svg': { fontSize: 18 },
    },
    on: { color: theme.palette.primary.main },
    count: { marginLeft: 6, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsWatch' },
);

/** Whether the reader hears of the run, and how many do. */
export function WatchButton(props: { snapshot: RunSnapshot }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const { watch, busy, error, toggle } = useWatch(props.snapshot);
  useEffect(() => {
    if (!error) return;
    const { message } = describeError(error);
    toasts.post({ status: 'danger', title: t('watch.failed', { message }) });
  }, [error, toasts, t]);
  if (!watch) return null;
  const { watching, watchers } = watch;
  const Icon = watching ? Visibility : VisibilityOutlined;
  return (
    <Tooltip title={watching ? t('watch.stopHint') : t('watch.startHint')}>
      <Button
        className={`${classes.root} ${watching ? classes.on : ''}`}
        startIcon={<Icon />}
        aria-pressed={watching}
        aria-disabled={busy}
        onClick={toggle}
      >
        {watching ? t('watch.stop') : t('watch.start')}
        <span className={classes.count}>
          <span aria-hidden>{watchers}</span>
          <VisuallyHidden>
            {t('watch.count', { count: watchers })}
          </VisuallyHidden>
        </span>
      </Button>
    </Tooltip>
  );
}
