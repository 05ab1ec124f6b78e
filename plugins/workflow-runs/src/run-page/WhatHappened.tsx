import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import CompareArrows from '@material-ui/icons/CompareArrows';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  explain,
  Explanation,
  Run,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import {
  RedactedText,
  RunSnapshot,
  sizes,
  StatusIcon,
  stepIdOf,
  useFailureOfRun,
  useRunActions,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
  TextButton,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { useCompareHref } from '../compare/useCompareUrl';
import { AlikeFact } from '../failures/AlikeFact';
import { Resolution } from '../interventions/Resolution';
import { Card } from '../layout/Card';
import { entityName } from '../layout/entityName';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', gap: 16, alignItems: 'flex-start' },
    icon: {
      flex: 'none',
      display: 'grid',
      placeItems: 'center',
      width: 36,
      height: 36,
      borderRadius: '50%',
    },
    words: { flex: 1, minWidth: 0 },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    summary: {
      margin: '2px 0 8px',
      maxWidth: 880,
      fontSize: 14,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 16px',
      padding: 0,
      margin: 0,
      listStyle: 'none',
      fontSize: 12,
      lineHeight: '20px',
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    resolution: {
      margin: '0 0 8px',
      fontSize: 14,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
    },
    buttons: {
      flex: 'none',
      display: 'flex',
      flexDirection: 'column',
      gap: 8,
    },
    category: {
      padding: '0 8px',
      borderRadius: sizes.radius.pill,
      fontWeight: 500,
    },
  }),
  { name: 'WorkflowRunsWhatHappened' },
);

/** Two sentences and one button: why a run failed, or who canceled it. */
export function WhatHappened(props: {
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { snapshot, onOpenStep } = props;
  const { items } = useRunActions(snapshot.run.id);
  const explanation = explain(snapshot, items);
  if (!explanation) return null;
  return explanation.kind === 'failed' ? (
    <Failed
      run={snapshot.run}
      explanation={explanation}
      onOpenStep={onOpenStep}
    />
  ) : (
    <Canceled run={snapshot.run} explanation={explanation} />
  );
}

function NamedStep(props: { step: Step }) {
  const { stepNumber, name } = props.step;
  return (
    <>
      {stepNumber}{' '}
      <strong>
        <bdi>{name}</bdi>
      </strong>
    </>
  );
}

function Failed(props: {
  run: Run;
  explanation: Extract<Explanation, { kind: 'failed' }>;
  onOpenStep: (stepId: string) => void;
}) {
  const { run, explanation, onOpenStep } = props;
  const compareHref = useCompareHref();
  const alike = useFailureOfRun(run);
  const { step, error, attempts, skipped } = explanation;
  const classes = useStyles();
  const colors = useStatusColors().failed;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const message = <RedactedText text={sentence(error.message)} />;
  return (
    <Frame
      run={run}
      tone="failed"
      title={t('happened.failedTitle')}
      summary={
        <>
          {step
            ? t('happened.failed', {
                count: attempts,
                step: <NamedStep step={step} />,
                message,
              })
            : t('happened.failedNoStep', { message })}{' '}
          {skipped > 0 && t('happened.skipped', { count: skipped })}
        </>
      }
      facts={[
        <span
          key="category"
          className={classes.category}
          style={{ color: colors.text, backgroundColor: colors.wash }}
        >
          {words('category', error.category)}
          {error.code ? ` · ${error.code}` : ''}
        </span>,
        t('happened.attempts', { count: attempts }),
        explanation.expectedRetries > 0 &&
          t('happened.expectedRetries', {
            count: explanation.expectedRetries,
          }),
        explanation.unexpectedRetries > 0 &&
          t('happened.unexpectedRetries', {
            count: explanation.unexpectedRetries,
          }),
        skipped > 0 && t('happened.skippedFact', { count: skipped }),
        alike && <AlikeFact key="alike" group={alike} />,
      ]}
      buttons={
        <>
          {step && (
            <TextButton
              variant="outlined"
              color="primary"
              onClick={() => onOpenStep(stepIdOf(step))}
            >
              {t('happened.openStep', { number: String(step.stepNumber) })}
            </TextButton>
          )}
          <TextButton
            color="primary"
            component={Link}
            to={compareHref(run.id)}
            startIcon={<CompareArrows />}
          >
            {t('compare.lastGood')}
          </TextButton>
        </>
      }
    />
  );
}

function Canceled(props: {
  run: Run;
  explanation: Extract<Explanation, { kind: 'canceled' }>;
}) {
  const { actor, reason, completed, total, skipped } = props.explanation;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Frame
      run={props.run}
      tone="canceled"
      title={t('happened.canceledTitle')}
      summary={
        <>
          {actor
            ? t('happened.canceledBy', { actor: entityName(actor) })
            : t('happened.canceled')}{' '}
          {reason && (
            <>
              {t('happened.canceledReason', {
                reason: <RedactedText text={sentence(reason)} />,
              })}{' '}
            </>
          )}
          {t('happened.canceledAfter', {
            completed: String(completed),
            total: String(total),
          })}
        </>
      }
      facts={[skipped > 0 && t('happened.skippedFact', { count: skipped })]}
    />
  );
}

function Frame(props: {
  run: Run;
  tone: 'failed' | 'canceled';
  title: string;
  summary: ReactNode;
  facts: ReactNode[];
  buttons?: ReactNode;
}) {
  const classes = useStyles();
  const tone = props.tone === 'failed' ? 'failed' : 'skipped';
  const colors = useStatusColors()[tone];
  const facts = props.facts.filter(Boolean);
  return (
    <Card padded tone={tone} label={props.title}>
      <div className={classes.root}>
        <span
          className={classes.icon}
          style={{ backgroundColor: colors.wash }}
          aria-hidden
        >
          <StatusIcon status={props.tone} size={20} />
        </span>
        <div className={classes.words}>
          <h3 className={classes.title}>{props.title}</h3>
          <p className={classes.summary}>{props.summary}</p>
          <Resolution run={props.run} className={classes.resolution} />
          {facts.length > 0 && (
            <ul className={classes.facts}>
              {facts.map((fact, index) => (
                <li key={index}>{fact}</li>
              ))}
            </ul>
          )}
        </div>
        {props.buttons && (
          <div className={classes.buttons}>{props.buttons}</div>
        )}
      </div>
    </Card>
  );
}

/** A message as a sentence: with a full stop. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
