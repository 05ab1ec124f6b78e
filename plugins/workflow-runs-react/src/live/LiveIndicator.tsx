import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Connection,
  ConnectionStatus,
} from 'backstage-plugin-workflow-runs-common';
import { statusColorsOf, Tone } from '../theme';
import { formatDuration } from '../time';
import { useAge } from '../time/useAge';
import { workflowRunsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    dot: { width: 8, height: 8, borderRadius: '50%' },
    completed: { color: statusColorsOf(theme).completed.text },
    waiting: { color: statusColorsOf(theme).waiting.text },
    failed: { color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsLiveIndicator' },
);

const isLate: ReadonlySet<ConnectionStatus> = new Set<ConnectionStatus>([
  'delayed',
  'polling',
  'reconnecting',
]);

/** `Live`, `Delayed 12 s` or `Disconnected`; nothing once there is nothing to wait for. @public */
export function LiveIndicator(props: { connection: Connection }) {
  const { status, heardAt } = props.connection;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const delayed = isLate.has(status);
  const age = useAge(heardAt ?? 0, delayed ? 1_000 : null);

  if (status === 'ended') return null;
  const [tone, words]: [Tone, string] = (() => {
    if (status === 'live') return ['completed', t('live.live')];
    if (status === 'connecting') return ['skipped', t('live.connecting')];
    if (status === 'paused') return ['skipped', t('live.paused')];
    if (status === 'disconnected') return ['failed', t('live.disconnected')];
    return [
      'waiting',
      heardAt === null
        ? t('live.reconnecting')
        : t('live.delayed', {
            age: formatDuration(Math.max(1_000, age), 'live'),
          }),
    ];
  })();
  return (
    <span
      className={`${classes.root} ${
        tone in classes ? classes[tone as 'failed'] : ''
      }`}
      title={t(`live.explain.${status}`)}
      data-connection={status}
    >
      <span
        className={classes.dot}
        style={{ backgroundColor: 'currentColor' }}
        aria-hidden
      />
      {words}
    </span>
  );
}
