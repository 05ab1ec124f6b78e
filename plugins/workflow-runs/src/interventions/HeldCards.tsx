import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  monospace,
  RedactedText,
  RunSnapshot,
  sizes,
  statusColorsOf,
  StatusIcon,
  stepIdOf,
  TextButton,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { focusedCard } from '../layout/focusedCard';
import { useOperations } from '../operate/OperationsContext';
import { forceOffer, retryOffer } from '../operate/stepOffers';
import { useStepRefusal } from '../operate/useStepRefusal';
import { HELD_CARD } from '../run-page/cards';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: sizes.cardGap,
      ...focusedCard(theme),
    },
    head: { display: 'flex', alignItems: 'center', gap: 10, minHeight: 28 },
    title: {
      flex: 1,
      margin: 0,
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 500,
    },
    error: {
      margin: '4px 0 4px',
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '18px',
      color: statusColorsOf(theme).failed.text,
      overflowWrap: 'anywhere',
    },
    text: { margin: '0 0 12px' },
    choices: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
      gap: 12,
    },
    hint: {
      display: 'block',
      marginTop: 4,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsHeld' },
);

/** The steps for which a run is held, each with the four things that may become of it. */
export function HeldCards(props: {
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { snapshot, onOpenStep } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const held = snapshot.steps.filter(
    step => step.held && step.type !== 'compensation',
  );
  if (held.length === 0) return null;
  return (
    <div
      id={HELD_CARD}
      className={classes.root}
      tabIndex={-1}
      role="group"
      aria-label={t('interventions.heldLabel')}
    >
      {held.map(step => (
        <HeldCard
          key={stepIdOf(step)}
          snapshot={snapshot}
          step={step}
          onOpenStep={onOpenStep}
        />
      ))}
    </div>
  );
}

function HeldCard(props: {
  snapshot: RunSnapshot;
  step: Step;
  onOpenStep: (stepId: string) => void;
}) {
  const { snapshot, step, onOpenStep } = props;
  const { run } = snapshot;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const open = useOperations();
  const title = t('interventions.heldTitle', {
    step: t('operate.step', {
      number: String(step.stepNumber),
      name: step.name,
    }),
  });
  const said = useStepRefusal();
  return (
    <Card padded tone="waiting" label={title}>
      <div className={classes.head}>
        <StatusIcon status="failed" />
        <h3 className={classes.title}>{title}</h3>
        <TextButton
          size="small"
          color="primary"
          onClick={() => onOpenStep(stepIdOf(step))}
        >
          {t('approvals.openStep')}
        </TextButton>
      </div>
      {step.error && (
        <p className={classes.error}>
          {words('category', step.error.category)}
          {step.error.code ? ` · ${step.error.code}` : ''}:{' '}
          <RedactedText text={step.error.message} />
        </p>
      )}
      <p className={classes.text}>{t('interventions.heldText')}</p>
      <div className={classes.choices}>
        <div>
          <ActionButton
            fullWidth
            variant="contained"
            color="primary"
            action={said(retryOffer(run, step))}
            onClick={event =>
              open({ kind: 'retry', step }, event.currentTarget)
            }
          >
            {t('interventions.retry')}
          </ActionButton>
          <span className={classes.hint}>{t('interventions.retryHint')}</span>
        </div>
        {(['skip', 'complete', 'fail'] as const).map(to => (
          <div key={to}>
            <ActionButton
              fullWidth
              variant="outlined"
              color="primary"
              action={said(forceOffer(run, step, to))}
              onClick={event =>
                open({ kind: 'force', step, to }, event.currentTarget)
              }
            >
              {t(`operate.force.${to}Menu`)}
            </ActionButton>
            <span className={classes.hint}>{t(`interventions.${to}Hint`)}</span>
          </div>
        ))}
      </div>
    </Card>
  );
}
