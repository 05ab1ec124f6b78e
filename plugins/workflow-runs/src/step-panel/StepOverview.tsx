import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step, StepForecast } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  monospace,
  RedactedText,
  RunSnapshot,
  stepIdOf,
  StatusChip,
  Timestamp,
  useForecast,
  useFormats,
  useNow,
  useWords,
  workflowRunsTranslationRef,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { AttemptList } from './AttemptList';
import { Pair } from './Pair';
import { readReport } from './readReport';
import { retryWords } from './retryWords';
import { StepAtEngine } from './StepAtEngine';
import { UnderWay } from './UnderWay';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '4px 12px 16px' },
    message: {
      display: 'block',
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '18px',
    },
    heading: {
      margin: '16px 0 4px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
    facts: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      gap: '6px 16px',
      margin: '12px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      fontVariantNumeric: 'tabular-nums',
      '& dt': { color: statusColorsOf(theme).quiet },
      '& dd': { margin: 0, textAlign: 'right', overflowWrap: 'anywhere' },
    },
    aside: { display: 'block', color: statusColorsOf(theme).quiet },
    mono: { fontFamily: monospace, fontSize: 12 },
  }),
  { name: 'WorkflowRunsStepOverview' },
);

/** From so many times the usual on it is said. */
const FAR_FROM_USUAL = 2;

/** Why a step is as it is: error, attempts, policy. */
export function StepOverview(props: { snapshot: RunSnapshot; step: Step }) {
  const { snapshot, step } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const id = stepIdOf(step);
  const attempts = snapshot.attempts.filter(each => stepIdOf(each) === id);
  const names = step.dependsOn.map(
    key => snapshot.steps.find(each => each.stepKey === key)?.name ?? key,
  );
  const { computeMs, tokens } = step.resourceUsage;
  const usual = useForecast(snapshot.run)?.steps.find(
    each => each.stepKey === id,
  );
  const usualFacts: [string, ReactNode][] = usual
    ? [[t('panel.usual'), <UsualWords key="u" step={step} usual={usual} />]]
    : [];
  const facts: [string, ReactNode][] = [
    [
      t('panel.status'),
      <StatusChip key="s" size="small" status={step.status} />,
    ],
    [
      t('panel.duration'),
      <Duration
        key="d"
        value={step.durationMs}
        from={step.startedAt}
        to={step.completedAt}
      />,
    ],
    ...usualFacts,
    [t('panel.started'), <Timestamp key="t" value={step.startedAt} />],
    [t('panel.retryPolicy'), <RetryPolicyWords key="r" step={step} />],
    [
      t('panel.handler'),
      <span key="h" className={classes.mono}>
        {step.handler ?? '–'}
      </span>,
    ],
    [t('panel.dependsOn'), names.length > 0 ? names.join(', ') : '–'],
  ];
  if (computeMs !== null) {
    facts.push([t('panel.computeMs'), formats.duration(computeMs)]);
  }
  if (tokens !== null) {
    facts.push([t('panel.tokens'), formats.number(tokens)]);
  }
  return (
    <div className={classes.root}>
      {step.error && (
        <Notice tone="failed">
          <strong>
            {words('category', step.error.category)}
            {step.error.code ? ` · ${step.error.code}` : ''}
          </strong>
          <span className={classes.message}>
            <RedactedText text={step.error.message} />
          </span>
        </Notice>
      )}
      {step.status === 'skipped' && step.skipReason && (
        <Notice tone="skipped">
          <strong>{t('panel.skipped')}</strong>
          <br />
          {words('skipReason', step.skipReason)}
        </Notice>
      )}
      <UnderWay step={step} attempts={attempts} />
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <Pair key={label} label={label} value={value} />
        ))}
        <StepAtEngine run={snapshot.run} step={step} attempts={attempts} />
      </dl>
      <ReportFacts step={step} />
      <h4 className={classes.heading}>{t('panel.attempts')}</h4>
      {attempts.length === 0 ? (
        <span className={classes.heading}>{t('panel.noAttempts')}</span>
      ) : (
        <AttemptList step={step} attempts={attempts} />
      )}
    </div>
  );
}

/** How long the step took in other runs, and how this one compares. */
function UsualWords(props: { step: Step; usual: StepForecast }) {
  const { step, usual } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(step.startedAt && !step.completedAt ? 1_000 : null);
  const began = step.startedAt ? Date.parse(step.startedAt) : null;
  const ms = step.durationMs ?? (began === null ? 0 : now - began);
  const times = usual.p50Ms > 0 ? ms / usual.p50Ms : 0;
  return (
    <>
      {t('panel.usualValue', {
        p50: formats.duration(usual.p50Ms),
        p95: formats.duration(usual.p95Ms),
      })}
      <span className={classes.aside}>
        {[
          t('panel.usualOf', { n: formats.number(usual.n) }),
          times >= FAR_FROM_USUAL &&
            t('panel.timesUsual', {
              times: formats.number(times, { maximumFractionDigits: 1 }),
            }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  );
}

/** What the step was good for, in the words of those whom it serves. */
function ReportFacts(props: { step: Step }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const report = readReport(props.step.report);
  if (!report) return null;
  const { effectiveness, experience, indicators } = report;
  const numberWords = (value: number | null) =>
    value === null ? '–' : formats.number(value);
  const shares: [string, number | null][] = [
    [t('panel.effectiveness'), effectiveness],
    [t('panel.experience'), experience],
  ];
  return (
    <>
      <h4 className={classes.heading}>{t('panel.report')}</h4>
      <dl className={classes.facts}>
        {shares.map(
          ([label, share]) =>
            share !== null && (
              <Pair
                key={label}
                label={label}
                value={`${Math.round(share * 100)} %`}
              />
            ),
        )}
        {indicators.map(({ name, before, after, unit }) => (
          <Pair
            key={name}
            label={name}
            value={t('panel.indicator', {
              before: numberWords(before),
              after: numberWords(after),
              unit,
            })}
          />
        ))}
      </dl>
    </>
  );
}

function RetryPolicyWords(props: { step: Step }) {
  const { retryPolicy } = props.step;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const said = retryPolicy && retryWords(retryPolicy, formats.locale);
  if (!said) return <>{retryPolicy?.kind ?? '–'}</>;
  switch (said.key) {
    case 'panel.retry.none':
      return <>{t(said.key)}</>;
    case 'panel.retry.failAfter':
      return <>{t(said.key, said.values)}</>;
    case 'panel.retry.exponentialBackoff':
      return <>{t(said.key, said.values)}</>;
    default:
      return <>{t(said.key, said.values)}</>;
  }
}
