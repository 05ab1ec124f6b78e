import { makeStyles } from '@material-ui/core/styles';
import Schedule from '@material-ui/icons/Schedule';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatDuration,
  sizes,
  statusColorsOf,
  useClockOffset,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** What is less confuses nobody, for ages are put right all the same. */
const WORTH_TELLING_MS = 60_000;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsClockNote' },
);

/** Says that the clock of the reader's device is wrong, which their other pages will not. */
export function ClockNote() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const offset = useClockOffset();
  if (Math.abs(offset) < WORTH_TELLING_MS) return null;
  const by = formatDuration(Math.abs(offset), 'live');
  return (
    <span className={classes.root} role="note">
      <Schedule style={{ fontSize: sizes.icon }} aria-hidden />
      <span>
        {t(offset < 0 ? 'clock.ahead' : 'clock.behind', { by })}{' '}
        {t('clock.explain')}
      </span>
    </span>
  );
}
