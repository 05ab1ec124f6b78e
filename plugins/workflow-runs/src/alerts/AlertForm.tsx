import { ReactNode } from 'react';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ALERT_THRESHOLDS,
  alertKindSchema,
  AlertKind,
  AlertSeverity,
  alertSeveritySchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallInput } from '../layout/SmallInput';
import { SmallSelect } from '../layout/SmallSelect';
import { AlertScopeFields } from './AlertScopeFields';
import { CHOICES, RuleDraft, spanWords, USUAL_THRESHOLD } from './draft';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: '132px minmax(0, 1fr)',
      alignItems: 'center',
      gap: '12px 16px',
      padding: `0 ${sizes.cardPaddingX}px ${sizes.cardPaddingY}px`,
      [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
    },
    label: { fontSize: 13, color: statusColorsOf(theme).quiet },
    fields: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      fontSize: 13,
    },
    check: { fontSize: 13 },
    hint: { fontSize: 12, color: statusColorsOf(theme).quiet },
    wide: { flex: '1 1 320px', maxWidth: 560 },
  }),
  { name: 'WorkflowRunsAlertForm' },
);

type OnChange = (change: Partial<RuleDraft>) => void;
type Times = keyof typeof CHOICES;

/** What a rule says, in fields. */
export function AlertForm(props: {
  draft: RuleDraft;
  onChange: OnChange;
  /** Webhooks that can be chosen. */
  webhooks: readonly { id: string; name: string }[];
}) {
  const { draft, onChange, webhooks } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { unit, hasWindow } = ALERT_THRESHOLDS[draft.kind];
  return (
    <div className={classes.root}>
      <Row label={t('alerts.name')}>
        <SmallInput
          label={t('alerts.name')}
          className={classes.wide}
          maxLength={100}
          value={draft.name}
          onChange={name => onChange({ name })}
        />
        <SmallSelect
          label={t('alerts.severity')}
          value={draft.severity}
          onChange={value => onChange({ severity: value as AlertSeverity })}
          options={alertSeveritySchema.options.map(value => ({
            value,
            label: t(`alerts.severities.${value}`),
          }))}
        />
      </Row>
      <Row label={t('alerts.which')}>
        <AlertScopeFields draft={draft} onChange={onChange} />
      </Row>
      <Row label={t('alerts.group.what')}>
        <SmallSelect
          label={t('alerts.kind')}
          value={draft.kind}
          onChange={value =>
            onChange({
              kind: value as AlertKind,
              threshold: USUAL_THRESHOLD[value as AlertKind],
            })
          }
          options={alertKindSchema.options.map(value => ({
            value,
            label: t(`alerts.kinds.${value}`),
          }))}
        />
        <span>{t('alerts.threshold')}</span>
        <SmallInput
          label={t('alerts.threshold')}
          width={90}
          value={draft.threshold}
          onChange={threshold => onChange({ threshold })}
        />
        <span className={classes.hint}>
          {t(`alerts.thresholdHints.${unit}`)}
        </span>
      </Row>
      <Row label={t('alerts.group.when')}>
        {hasWindow && (
          <>
            <TimeField name="windowMs" draft={draft} onChange={onChange} />
            <span>{t('alerts.minRuns')}</span>
            <SmallInput
              label={t('alerts.minRuns')}
              width={70}
              inputMode="numeric"
              value={draft.minRuns}
              onChange={minRuns => onChange({ minRuns })}
            />
            <span className={classes.hint}>{t('alerts.minRunsHint')}</span>
          </>
        )}
        <TimeField name="forMs" draft={draft} onChange={onChange} />
        <TimeField name="keepFiringMs" draft={draft} onChange={onChange} />
      </Row>
      <Row label={t('alerts.group.who')}>
        <SmallInput
          label={t('alerts.recipients')}
          className={classes.wide}
          maxLength={4_000}
          placeholder={t(
            draft.isOfView
              ? 'alerts.recipientsOfView'
              : 'alerts.recipientsHint',
          )}
          value={draft.recipients}
          onChange={recipients => onChange({ recipients })}
        />
        <TimeField name="remindMs" draft={draft} onChange={onChange} />
        {webhooks.length > 0 && (
          <>
            <span>{t('alerts.webhook')}</span>
            <SmallSelect
              label={t('alerts.webhook')}
              value={draft.webhookId}
              onChange={webhookId => onChange({ webhookId })}
              options={[
                { value: '', label: t('alerts.noWebhook') },
                ...webhooks.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </>
        )}
      </Row>
      <Row label={t('alerts.runbook')}>
        <SmallInput
          label={t('alerts.runbook')}
          className={classes.wide}
          maxLength={2_000}
          placeholder="https://"
          value={draft.runbookUrl}
          onChange={runbookUrl => onChange({ runbookUrl })}
        />
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              color="primary"
              checked={draft.enabled}
              onChange={event => onChange({ enabled: event.target.checked })}
            />
          }
          label={t('alerts.enabled')}
          classes={{ label: classes.check }}
        />
      </Row>
    </div>
  );
}

function Row(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <>
      <span className={classes.label} aria-hidden>
        {props.label}
      </span>
      <div className={classes.fields}>{props.children}</div>
    </>
  );
}

const NAMES: Record<Times, 'window' | 'forMs' | 'keepFiringMs' | 'remindMs'> = {
  windowMs: 'window',
  forMs: 'forMs',
  keepFiringMs: 'keepFiringMs',
  remindMs: 'remindMs',
};

function TimeField(props: {
  name: Times;
  draft: RuleDraft;
  onChange: OnChange;
}) {
  const { name, draft, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const label = t(`alerts.${NAMES[name]}`);
  const known = new Set([...CHOICES[name], draft[name]]);
  const wordOf = (ms: number) => {
    if (ms > 0) return spanWords(ms);
    return t(name === 'remindMs' ? 'alerts.never' : 'alerts.atOnce');
  };
  return (
    <>
      <span>{label}</span>
      <SmallSelect
        label={label}
        value={String(draft[name])}
        onChange={value => onChange({ [name]: Number(value) })}
        options={[...known]
          .sort((a, b) => a - b)
          .map(ms => ({ value: String(ms), label: wordOf(ms) }))}
      />
    </>
  );
}
