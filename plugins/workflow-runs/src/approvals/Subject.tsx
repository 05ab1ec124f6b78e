import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { HumanDecision, Json } from 'backstage-plugin-workflow-runs-common';
import {
  JsonView,
  RedactedText,
  statusColorsOf,
  StatusIcon,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const TWO_DECIMALS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

const useStyles = makeStyles(
  theme => ({
    heading: {
      margin: '0 0 6px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
    shown: {
      display: 'grid',
      gridTemplateColumns: 'minmax(96px, max-content) minmax(0, 1fr)',
      gap: '6px 20px',
      margin: 0,
      fontVariantNumeric: 'tabular-nums',
      '& dt': { color: statusColorsOf(theme).quiet },
      '& dd': { margin: 0, overflowWrap: 'anywhere', fontWeight: 500 },
    },
    findings: { listStyle: 'none', margin: 0, padding: 0 },
    finding: {
      display: 'flex',
      gap: 8,
      marginBottom: 6,
      '& > svg': { marginTop: 2 },
    },
    reasons: { margin: '2px 0 0', paddingLeft: 18 },
    quiet: { color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsQuestionSubject' },
);

/** What a question is about: what its definition shows, and what validators found. */
export function Subject(props: { decision: HumanDecision }) {
  const { show, validation } = props.decision;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (!show && !validation) {
    return <span className={classes.quiet}>{t('approvals.nothingShown')}</span>;
  }
  return (
    <>
      {show && (
        <>
          <h4 className={classes.heading}>{t('approvals.about')}</h4>
          <dl className={classes.shown}>
            {Object.entries(show).map(([label, value]) => (
              <Shown key={label} label={label} value={value} />
            ))}
          </dl>
        </>
      )}
      {validation && (
        <>
          <h4 className={classes.heading}>{t('approvals.findings')}</h4>
          <ul className={classes.findings}>
            {validation.map(({ validator, passed, score, reasons }) => (
              <li key={validator} className={classes.finding}>
                <StatusIcon status={passed ? 'completed' : 'failed'} />
                <div>
                  <strong>{validator}</strong>{' '}
                  <span className={classes.quiet}>
                    {[
                      passed ? t('approvals.passed') : t('approvals.notPassed'),
                      score !== null &&
                        t('approvals.score', {
                          score: formats.number(score, TWO_DECIMALS),
                        }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  {reasons.length > 0 && (
                    <ul className={classes.reasons}>
                      {reasons.map((reason, index) => (
                        <li key={index}>
                          <RedactedText text={reason} />
                        </li>
                      ))}
                    </ul>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Shown(props: { label: string; value: Json }) {
  const { label, value } = props;
  const isPlain = value === null || typeof value !== 'object';
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {isPlain ? (
          <RedactedText text={value === null ? '–' : String(value)} />
        ) : (
          <JsonView value={value} label={label} maxHeight={200} />
        )}
      </dd>
    </>
  );
}
