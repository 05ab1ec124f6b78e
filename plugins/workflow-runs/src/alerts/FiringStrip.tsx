import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import NotificationsActive from '@material-ui/icons/NotificationsActive';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  alertRuleManagePermission,
  AlertSeverity,
  FiringAlert,
  joinList,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  sizes,
  statusColorsOf,
  TextButton,
  Timestamp,
  Tone,
  useFiringAlerts,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Strip } from '../layout/Strip';
import { withQuery } from '../layout/withQuery';
import { rootRouteRef, settingsRouteRef } from '../routes';

/** Rules that are shown before somebody asks for all. */
const MOST = 3;

const TONES: Record<AlertSeverity, Tone> = {
  critical: 'failed',
  warning: 'waiting',
  info: 'skipped',
};

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, padding: 0, listStyle: 'none' },
    rule: {
      display: 'flex',
      alignItems: 'center',
      gap: 12,
      minHeight: 40,
      boxSizing: 'border-box',
      padding: '4px 16px 4px 13px',
      borderLeft: '3px solid',
      '& + &': {
        borderTop: `1px solid ${statusColorsOf(theme).skipped.wash}`,
      },
    },
    name: {
      flex: '0 1 auto',
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontWeight: 500,
    },
    facts: {
      flex: '1 0 auto',
      fontSize: 12,
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
    },
    links: {
      display: 'flex',
      flex: 'none',
      gap: 16,
      fontSize: 13,
      whiteSpace: 'nowrap',
    },
    icon: { fontSize: sizes.icon, flex: 'none' },
  }),
  { name: 'WorkflowRunsFiringStrip' },
);

/**
 * The alert rules that fire, of those that the reader may know of. Nothing where none does, where that is not known
 * yet, and where it is not for the reader to know: what is well needs no line.
 */
export function FiringStrip() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useFiringAlerts();
  const [isOpen, setOpen] = useState(false);
  const { alerts, error, updatedAt } = source;
  const failed = Boolean(error) && updatedAt === 0;
  const isForbidden = failed && describeError(error).kind === 'forbidden';
  if (isForbidden || (alerts.length === 0 && !failed)) return null;
  const rest = alerts.length - MOST;
  return (
    <Strip
      title={
        failed
          ? t('alerts.title')
          : t('alerts.firing', { count: alerts.length })
      }
      source={source}
      error={t('alerts.firingError')}
      link={
        rest > 0 && (
          <TextButton
            size="small"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? t('alerts.fewer') : t('alerts.others', { count: rest })}
          </TextButton>
        )
      }
    >
      <Card>
        <ul className={classes.list}>
          {alerts.slice(0, isOpen ? undefined : MOST).map(alert => (
            <Rule key={alert.id} alert={alert} />
          ))}
        </ul>
      </Card>
    </Strip>
  );
}

function Rule(props: { alert: FiringAlert }) {
  const { id, name, severity, since, snoozedUntil, runbookUrl, filter } =
    props.alert;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors()[TONES[severity] ?? 'waiting'];
  const { allowed: mayManage } = usePermission({
    permission: alertRuleManagePermission,
  });
  const runs = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const settings = useRouteRef(settingsRouteRef)?.() ?? `${runs}/settings`;
  const narrowed = Object.entries(filter).map(([field, values]) => [
    field,
    joinList(values),
  ]);
  return (
    <li className={classes.rule} style={{ borderLeftColor: colors.fill }}>
      <NotificationsActive
        className={classes.icon}
        style={{ color: colors.fill }}
        aria-hidden
      />
      <span className={classes.name} title={name}>
        {mayManage ? (
          <Link to={withQuery(`${settings}/alerts`, { rule: id })}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <bdi>{name}</bdi>
        )}
      </span>
      <span className={classes.facts}>
        <span style={{ color: colors.text }}>
          {t(`alerts.severities.${severity}`)}
        </span>
        {' · '}
        <Timestamp value={since} />
        {snoozedUntil && (
          <>
            {' · '}
            {t('alerts.snoozedUntil', {
              time: <Timestamp value={snoozedUntil} format="time" />,
            })}
          </>
        )}
      </span>
      <span className={classes.links}>
        {runbookUrl && (
          <Link to={runbookUrl} aria-label={t('alerts.runbookOf', { name })}>
            {t('alerts.runbook')}
          </Link>
        )}
        <Link
          to={withQuery(runs, Object.fromEntries(narrowed))}
          aria-label={t('alerts.runsOf', { name })}
        >
          {t('alerts.itsRuns')}
        </Link>
      </span>
    </li>
  );
}
