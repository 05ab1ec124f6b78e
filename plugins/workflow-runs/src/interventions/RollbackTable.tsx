import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  Duration,
  hasEnded,
  monospace,
  RedactedText,
  statusColorsOf,
  StatusChip,
  TextButton,
  VisuallyHidden,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ActionsMenu } from '../layout/ActionsMenu';
import { DataTable } from '../layout/DataTable';
import { useOperations } from '../operate/OperationsContext';
import { forceOffer, retryOffer } from '../operate/stepOffers';
import { useStepRefusal } from '../operate/useStepRefusal';
import { RollbackEntry } from './rollbackLog';

const useStyles = makeStyles(
  theme => ({
    // The words of the button stand under the head of the column.
    step: { margin: '0 -5px', textAlign: 'left' },
    errors: { listStyle: 'none', margin: 0, padding: 0 },
    error: {
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '18px',
      color: statusColorsOf(theme).failed.text,
      overflowWrap: 'anywhere',
    },
    actions: {
      display: 'flex',
      justifyContent: 'flex-end',
      alignItems: 'center',
      gap: 4,
    },
  }),
  { name: 'WorkflowRunsRollbackTable' },
);

/** A line for each step that is undone, with what each of its attempts came to. */
export function RollbackTable(props: {
  run: Run;
  log: RollbackEntry[];
  onOpenStep: (stepId: string) => void;
}) {
  const { run, log, onOpenStep } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <DataTable
      label={t('interventions.log')}
      items={log}
      idOf={entry => entry.stepKey}
      columns={[
        {
          id: 'step',
          label: t('interventions.step'),
          width: '24%',
          cell: ({ stepKey, stepNumber, name, rollback }) => (
            <TextButton
              size="small"
              color="primary"
              className={classes.step}
              onClick={() => onOpenStep(rollback?.stepKey ?? stepKey)}
            >
              {t('operate.step', { number: String(stepNumber), name })}
            </TextButton>
          ),
        },
        {
          id: 'status',
          label: t('interventions.status'),
          width: 112,
          cell: ({ rollback }) => (
            <RollbackStatus run={run} rollback={rollback} />
          ),
        },
        {
          id: 'duration',
          label: t('steps.duration'),
          number: true,
          width: 64,
          cell: ({ rollback }) => (
            <Duration
              value={rollback?.durationMs}
              from={rollback?.startedAt}
              to={rollback?.completedAt}
            />
          ),
        },
        {
          id: 'attempts',
          label: t('interventions.attempts'),
          cell: ({ attempts, rollback }) => {
            const failed = attempts.filter(({ error }) => error !== null);
            if (failed.length === 0) return rollback ? attempts.length : '–';
            return (
              <ol className={classes.errors}>
                {failed.map(({ number, error }) => (
                  <li key={number} className={classes.error}>
                    {t('interventions.attempt', {
                      number: String(number),
                      message: <RedactedText text={error!.message} />,
                    })}
                  </li>
                ))}
              </ol>
            );
          },
        },
        {
          id: 'actions',
          label: <VisuallyHidden>{t('interventions.actions')}</VisuallyHidden>,
          width: 104,
          cell: ({ rollback, name }) =>
            rollback?.held ? (
              <StuckActions run={run} rollback={rollback} name={name} />
            ) : null,
        },
      ]}
    />
  );
}

function RollbackStatus(props: { run: Run; rollback: Step | undefined }) {
  const { run, rollback } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!rollback && hasEnded(run.status)) {
    return (
      <StatusChip
        size="small"
        status="skipped"
        label={t('interventions.skipped')}
      />
    );
  }
  if (!rollback) {
    return (
      <StatusChip
        size="small"
        status="pending"
        label={t('interventions.toCome')}
      />
    );
  }
  return (
    <StatusChip
      size="small"
      status={rollback.status}
      label={
        rollback.status === 'skipped' ? t('interventions.skipped') : undefined
      }
    />
  );
}

function StuckActions(props: { run: Run; rollback: Step; name: string }) {
  const { run, rollback, name } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const open = useOperations();
  const said = useStepRefusal();
  return (
    <div className={classes.actions}>
      <ActionButton
        size="small"
        variant="contained"
        color="primary"
        action={said(retryOffer(run, rollback))}
        onClick={event =>
          open({ kind: 'retry', step: rollback }, event.currentTarget)
        }
      >
        {t('interventions.retry')}
      </ActionButton>
      <ActionsMenu
        size="small"
        label={t('interventions.actionsOf', { step: name })}
        items={(['skip', 'complete'] as const).map(to => ({
          id: to,
          label:
            to === 'skip' ? t('interventions.skip') : t('interventions.undone'),
          action: said(forceOffer(run, rollback, to)),
          onChoose: opener =>
            open({ kind: 'force', step: rollback, to }, opener),
        }))}
      />
    </div>
  );
}
