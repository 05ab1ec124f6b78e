import { useState } from 'react';
import Checkbox from '@material-ui/core/Checkbox';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ComparedStep,
  StepComparison,
} from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  RedactedText,
  StatusIcon,
  TextButton,
  toneOf,
  useFormats,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { undoneKeyOf } from '../steps/rollbackKey';
import {
  Difference,
  differencesOf,
  isDifferent,
  scaleOf,
  shareOf,
} from './comparedRows';
import { useCompareStyles } from './compareStyles';

/** Rows that are drawn at first, and by each press of the button. */
const PAGE = 200;

/** The steps of both runs, each beside itself. */
export function ComparedSteps(props: {
  steps: StepComparison[];
  onlyDifferences: boolean;
  onOnlyDifferences: (only: boolean) => void;
}) {
  const { steps, onlyDifferences, onOnlyDifferences } = props;
  const classes = useCompareStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [most, setMost] = useState(PAGE);
  const different = steps.filter(isDifferent);
  const matching = onlyDifferences ? different : steps;
  const shown = matching.slice(0, most);
  const scaleMs = scaleOf(steps);
  return (
    <Card label={t('compare.steps')}>
      <div className={classes.bar}>
        <h3 className={classes.title}>{t('compare.steps')}</h3>
        <span className={classes.quiet}>
          {t('compare.stepsDiffer', {
            different: String(different.length),
            total: String(steps.length),
          })}
        </span>
        <label className={classes.only}>
          <Checkbox
            size="small"
            color="primary"
            style={{ padding: 4 }}
            checked={onlyDifferences}
            onChange={event => onOnlyDifferences(event.target.checked)}
          />
          {t('compare.onlyDifferences')}
        </label>
      </div>
      {steps.length === 0 && <EmptyState title={t('compare.noSteps')} dense />}
      {steps.length > 0 && shown.length === 0 && (
        <EmptyState title={t('compare.noDifferences')} dense>
          {t('compare.noDifferencesHint')}
        </EmptyState>
      )}
      {shown.length > 0 && (
        // It scrolls sideways where there is little room, and has nothing in it that takes the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0}>
          <table className={classes.table} aria-label={t('compare.steps')}>
            <thead>
              <tr>
                <th scope="col" className={classes.stepColumn}>
                  {t('compare.step')}
                </th>
                <th scope="col">{t('compare.duration')}</th>
                <th scope="col" className={classes.differsColumn}>
                  {t('compare.differs')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(step => (
                <ComparedStepRow
                  key={`${step.stepKey} ${step.a === null}`}
                  step={step}
                  scaleMs={scaleMs}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {matching.length > shown.length && (
        <div className={classes.more}>
          <TextButton size="small" onClick={() => setMost(most + PAGE)}>
            {t('compare.moreSteps', {
              steps: String(matching.length - shown.length),
            })}
          </TextButton>
        </div>
      )}
    </Card>
  );
}

function ComparedStepRow(props: { step: StepComparison; scaleMs: number }) {
  const { step, scaleMs } = props;
  const classes = useCompareStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const differences = differencesOf(step);
  const same = !isDifferent(step);
  return (
    <tr className={same ? classes.same : classes.different}>
      <th scope="row" className={classes.name}>
        {undoneKeyOf(step.stepKey) ? (
          t('compare.rollback', { name: step.name })
        ) : (
          <bdi>{step.name}</bdi>
        )}
      </th>
      <td>
        <StepBar run="A" step={step.a} scaleMs={scaleMs} />
        <StepBar run="B" step={step.b} scaleMs={scaleMs} />
      </td>
      <td>
        {same && <span className={classes.quiet}>{t('compare.same')}</span>}
        <ul className={classes.differences}>
          {differences.map((difference, index) => (
            <li key={index}>
              <DifferenceWords difference={difference} />
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

function StepBar(props: {
  run: 'A' | 'B';
  step: ComparedStep | null;
  scaleMs: number;
}) {
  const { run, step, scaleMs } = props;
  const classes = useCompareStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const share = shareOf(step, scaleMs);
  const duration =
    step?.durationMs === null || !step
      ? t('compare.notRun')
      : formats.duration(step.durationMs);
  return (
    <div className={classes.side}>
      <span className={classes.run} aria-hidden>
        {run}
      </span>
      {step ? (
        <>
          <StatusIcon status={step.status} size={14} />
          <span className={classes.track}>
            <span
              role="img"
              aria-label={t('compare.bar', {
                run,
                status: words('status', step.status),
                duration,
              })}
              className={classes.fill}
              style={{
                width: `${((share ?? 0) * 100).toFixed(2)}%`,
                backgroundColor: colors[toneOf(step.status)].fill,
              }}
            />
          </span>
          <span className={classes.duration}>{duration}</span>
        </>
      ) : (
        <span className={classes.quiet}>{t('compare.notThere')}</span>
      )}
    </div>
  );
}

function DifferenceWords(props: { difference: Difference }) {
  const { difference } = props;
  const classes = useCompareStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  switch (difference.kind) {
    case 'onlyIn':
      return (
        <span className={classes.strong}>
          {t('compare.onlyIn', { run: difference.run })}
        </span>
      );
    case 'status':
      return (
        <span className={classes.strong}>
          {t('compare.status', {
            a: words('status', difference.a),
            b: words('status', difference.b),
          })}
        </span>
      );
    case 'attempts':
      return (
        <>
          {t('compare.attempts', {
            a: String(difference.a),
            b: String(difference.b),
          })}
        </>
      );
    case 'error':
      return (
        <span className={classes.error}>
          {t(`compare.error${difference.run}`, {
            message: <RedactedText text={difference.message} />,
          })}
        </span>
      );
    default:
      return (
        <>
          {t(`compare.${difference.kind}`, {
            duration: formats.duration(difference.byMs),
          })}
        </>
      );
  }
}
