import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AllowedAction } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  RunSnapshot,
  statusColorsOf,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { useOperations } from '../operate/OperationsContext';
import { Effect } from '../operate/Effects';
import { Operation } from '../operate/operation';
import { definitionOf } from '../operate/outlook';
import { MixedState, mixedStateOf, stepToMakeUp } from './mixedState';
import { Resolution } from './Resolution';

const useStyles = makeStyles(
  theme => ({
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    body: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) minmax(280px, 400px)',
      gap: '12px 32px',
      marginTop: 8,
      [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    },
    parts: {
      display: 'flex',
      flexDirection: 'column',
      gap: 8,
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
    heading: {
      margin: '0 0 8px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
    next: {
      display: 'grid',
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      alignItems: 'center',
      gap: '8px 12px',
    },
    hint: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    resolution: { margin: '8px 0 0' },
  }),
  { name: 'WorkflowRunsMixed' },
);

/** What has become of the parts of a run that ended in between, and what can be done about it. */
export function MixedCard(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow } = useWorkflow(run.workflow.ref);
  const state = mixedStateOf(run, steps, definitionOf(run, workflow));
  if (!state) return null;
  return (
    <Card padded tone="waiting" label={t('interventions.mixedLabel')}>
      <h3 className={classes.title}>
        {run.partial
          ? t('interventions.partialTitle')
          : t('interventions.leftTitle')}
      </h3>
      {/* One that did not complete has it where it says what happened. */}
      {run.status === 'completed' && (
        <Resolution run={run} className={classes.resolution} />
      )}
      <div className={classes.body}>
        <ul className={classes.parts}>
          <Parts state={state} />
        </ul>
        <div>
          <h4 className={classes.heading}>{t('interventions.next')}</h4>
          <Next snapshot={props.snapshot} state={state} />
        </div>
      </div>
    </Card>
  );
}

function Parts(props: { state: MixedState }) {
  const { tolerated, ...parts } = props.state;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const part = (
    status: string,
    key: Exclude<keyof MixedState, 'tolerated'>,
  ): ReactNode =>
    parts[key].length > 0 && (
      <Effect status={status} steps={parts[key]}>
        {t(`interventions.${key}`, { count: parts[key].length })}
      </Effect>
    );
  return (
    <>
      {part('completed', 'succeeded')}
      {tolerated.map(step => (
        <Effect key={step.stepKey} status="failed" steps={[step]}>
          {t('interventions.tolerated', {
            failed: String(step.failedItems),
            items: String(step.itemCount ?? '?'),
          })}
        </Effect>
      ))}
      {part('skipped', 'skippedByHand')}
      {part('skipped', 'skippedWithThem')}
      {part('compensated', 'rolledBack')}
      {part('lost', 'leftAsTheyAre')}
    </>
  );
}

function Next(props: { snapshot: RunSnapshot; state: MixedState }) {
  const { run } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const missing = stepToMakeUp(props.state);
  return (
    <div className={classes.next}>
      {missing && (
        <Choice
          operation={{ kind: 'retry', step: missing }}
          action={run.allowedActions.retry}
          hint={t('interventions.makeUpHint')}
        >
          {t('interventions.makeUp', { number: String(missing.stepNumber) })}
        </Choice>
      )}
      <Choice
        operation={{ kind: 'rerun' }}
        action={run.allowedActions.rerun}
        hint={t('interventions.rerunHint')}
      >
        {t('operate.offers.rerun')}
      </Choice>
      <Choice
        operation={{ kind: 'resolve' }}
        action={run.allowedActions.resolve}
        hint={t('interventions.noteHint')}
      >
        {t('interventions.note')}
      </Choice>
    </div>
  );
}

function Choice(props: {
  operation: Operation;
  action: AllowedAction;
  hint: string;
  children: ReactNode;
}) {
  const { operation, action, hint, children } = props;
  const classes = useStyles();
  const open = useOperations();
  return (
    <>
      <ActionButton
        fullWidth
        size="small"
        variant="outlined"
        color="primary"
        action={action}
        onClick={event => open(operation, event.currentTarget)}
      >
        {children}
      </ActionButton>
      <span className={classes.hint}>{hint}</span>
    </>
  );
}
