import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { hasEnded } from 'backstage-plugin-workflow-runs-common';
import { useFormats } from '../formats';
import { LiveIndicator } from '../live/LiveIndicator';
import { statusColorsOf } from '../theme';
import { formatDuration, useClockOffset, useNow } from '../time';
import { workflowRunsTranslationRef } from '../translation';
import { Execution } from './useExecution';

const AGE_MS = 5_000;

const useStyles = makeStyles(
  theme => ({
    root: {
      fontSize: 12,
      lineHeight: '16px',
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsUpdateNote' },
);

/** How what is shown is kept up to date, or how old it is; nothing of a run that has ended. */
export function UpdateNote(props: { followed: Execution }) {
  const { snapshot, connection, polling, streamed, updatedAt } = props.followed;
  if (!snapshot || hasEnded(snapshot.run.status)) return null;
  if (polling !== false) return <Polling interval={polling} />;
  if (streamed) return <LiveIndicator connection={connection} />;
  return <Age of={updatedAt} />;
}

function Polling(props: { interval: number }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span className={useStyles().root}>
      {t('execution.polling', {
        interval: formatDuration(props.interval, 'live'),
      })}
    </span>
  );
}

function Age(props: { of: number }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(AGE_MS);
  const offset = useClockOffset();
  return (
    <span className={useStyles().root}>
      {t('execution.loadedAt', {
        age: formats.relative(new Date(props.of + offset).toISOString(), now),
      })}
    </span>
  );
}
