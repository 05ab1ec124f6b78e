import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AlertRule } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  TextButton,
  Timestamp,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Column, DataTable } from '../layout/DataTable';
import { Sparkline } from '../statistics/charts/Sparkline';
import { AlertAct } from './AlertDialogs';
import { AlertStatusChip, lookOf } from './AlertStatusChip';
import { useAlertWords } from './useAlertWords';

const useStyles = makeStyles(
  theme => ({
    rule: { minWidth: 200 },
    name: { fontWeight: 500 },
    quiet: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    value: { whiteSpace: 'nowrap' },
    standing: { minWidth: 132 },
    spark: { width: 120 },
    // So that they do not move with how many of them there are.
    acts: { display: 'flex', flexWrap: 'wrap', minWidth: 150 },
  }),
  { name: 'WorkflowRunsAlertRulesTable' },
);

/** What is opened of a rule. */
export type AlertOpening = AlertAct | 'edit' | 'history';

/** Rules with where they stand. */
export function AlertRulesTable(props: {
  rules: AlertRule[];
  onOpen: (rule: AlertRule, what: AlertOpening, opener: HTMLElement) => void;
}) {
  const { rules, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAlertWords();
  const columns: Column<AlertRule>[] = [
    {
      id: 'status',
      label: t('alerts.status'),
      cell: rule => <Standing rule={rule} />,
    },
    {
      id: 'rule',
      label: t('alerts.rule'),
      cell: rule => (
        <div className={classes.rule}>
          <div className={classes.name}>{rule.name}</div>
          <div className={classes.quiet}>{words.says(rule)}</div>
          <div className={classes.quiet}>
            {words.scope(rule.scope, rule.viewName)}
          </div>
        </div>
      ),
    },
    {
      id: 'value',
      label: t('alerts.value'),
      number: true,
      cell: rule => <CurrentValue rule={rule} />,
    },
    {
      id: 'lately',
      label: t('alerts.lately'),
      cell: rule => <Lately rule={rule} />,
    },
    {
      id: 'acts',
      label: t('alerts.actions'),
      cell: rule => (
        <div className={classes.acts}>
          {actsOn(rule).map(act => (
            <TextButton
              key={act}
              size="small"
              color="primary"
              aria-label={t(`alerts.${act}Of`, { name: rule.name })}
              onClick={event => onOpen(rule, act, event.currentTarget)}
            >
              {t(`alerts.${act}`)}
            </TextButton>
          ))}
        </div>
      ),
    },
  ];
  return (
    <DataTable
      label={t('alerts.title')}
      columns={columns}
      items={rules}
      idOf={({ id }) => id}
    />
  );
}

function actsOn({ enabled, state }: AlertRule): AlertOpening[] {
  const isSnoozed = state.snoozedUntil !== null;
  return [
    ...(enabled && state.status === 'firing' ? (['resolve'] as const) : []),
    ...(enabled ? ([isSnoozed ? 'wake' : 'snooze'] as const) : []),
    'history',
    'edit',
    'delete',
  ];
}

function Standing({ rule }: { rule: AlertRule }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { snoozedUntil, since } = rule.state;
  return (
    <div className={classes.standing}>
      <AlertStatusChip look={lookOf(rule)} />
      <div className={classes.quiet}>
        {t(`alerts.severities.${rule.severity}`)} · <Timestamp value={since} />
      </div>
      {rule.enabled && snoozedUntil && (
        <div className={classes.quiet}>
          {t('alerts.snoozedUntil', {
            time: <Timestamp value={snoozedUntil} format="time" />,
          })}
        </div>
      )}
    </div>
  );
}

function CurrentValue({ rule }: { rule: AlertRule }) {
  const { kind, threshold, windowMs, minRuns, state } = rule;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAlertWords();
  const { value, runs, evaluatedAt, capped } = state;
  const counted = () => {
    if (kind === 'queue_age') return t('alerts.waiting', { count: runs });
    if (windowMs === null) return undefined;
    const isFew = runs < minRuns;
    return t(isFew ? 'alerts.fewRuns' : 'alerts.runs', { count: runs });
  };
  if (evaluatedAt === null) {
    return <span className={classes.quiet}>{t('alerts.notYet')}</span>;
  }
  return (
    <div className={classes.value}>
      {value === null ? '–' : words.value(kind, value)}{' '}
      <span className={classes.quiet}>
        {t('alerts.of', { threshold: words.bound(kind, threshold) })}
      </span>
      <div className={classes.quiet}>
        {counted()}
        {capped && ` · ${t('alerts.capped')}`}
      </div>
    </div>
  );
}

function Lately({ rule }: { rule: AlertRule }) {
  const { name, kind, threshold, state } = rule;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAlertWords();
  const formats = useFormats();
  const values = state.recent.map(({ value }) => value);
  if (!values.some(value => value !== null)) return <>–</>;
  const said = state.recent
    .filter(({ value }) => value !== null)
    .slice(-3)
    .map(({ at, value }) => {
      return `${formats.absolute(at)} ${words.value(kind, value!)}`;
    });
  return (
    <div className={classes.spark}>
      <Sparkline
        values={values}
        height={28}
        top={Math.max(threshold, ...values.map(value => value ?? 0))}
        label={t('alerts.latelyOf', { name, values: said.join('; ') })}
      />
    </div>
  );
}
