import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  RunSnapshot,
  StatusIcon,
  TextButton,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { focusedCard } from '../layout/focusedCard';
import { useOperations } from '../operate/OperationsContext';
import { definitionOf } from '../operate/outlook';
import { ROLLBACK_CARD } from '../run-page/cards';
import { isStuck, isUndone, rollbackLog } from './rollbackLog';
import { RollbackTable } from './RollbackTable';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 12px',
      minHeight: 32,
    },
    words: { flex: '1 1 320px', minWidth: 0 },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    text: { margin: '2px 0 0', maxWidth: 720 },
    buttons: { display: 'flex', gap: 8 },
    group: focusedCard(theme),
  }),
  { name: 'WorkflowRunsRollback' },
);

/** How the rollback of a run goes, step by step; and what to do where it is stuck. */
export function RollbackCard(props: {
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { snapshot, onOpenStep } = props;
  const { run, steps, attempts } = snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const open = useOperations();
  const { workflow } = useWorkflow(run.workflow.ref);
  const log = rollbackLog(run, steps, attempts, definitionOf(run, workflow));
  const stuck = log.filter(isStuck);
  const [opened, setOpened] = useState(false);
  const shown = opened || stuck.length > 0;
  if (log.length === 0) return null;
  const title =
    stuck.length > 0
      ? t('interventions.stuckTitle', { count: stuck.length })
      : t('interventions.rollbackTitle', {
          count: log.length,
          done: String(log.filter(isUndone).length),
        });
  return (
    <div
      id={ROLLBACK_CARD}
      className={classes.group}
      tabIndex={-1}
      role="group"
      aria-label={t('interventions.rollbackLabel')}
    >
      <Card padded tone={stuck.length > 0 ? 'failed' : undefined} label={title}>
        <div className={classes.head}>
          <StatusIcon status={stuck.length > 0 ? 'failed' : 'compensated'} />
          <div className={classes.words}>
            <h3 className={classes.title}>{title}</h3>
            {stuck.length > 0 && (
              <p className={classes.text}>{t('interventions.stuckText')}</p>
            )}
          </div>
          {stuck.length === 0 && (
            <TextButton
              size="small"
              color="primary"
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            >
              {opened ? t('interventions.hideLog') : t('interventions.showLog')}
            </TextButton>
          )}
          {stuck.length > 0 && (
            <div className={classes.buttons}>
              <ActionButton
                size="small"
                variant="outlined"
                color="primary"
                action={run.allowedActions.resolve}
                onClick={event =>
                  open({ kind: 'resolve' }, event.currentTarget)
                }
              >
                {t('interventions.resolve')}
              </ActionButton>
              {stuck.length > 1 && (
                <ActionButton
                  size="small"
                  variant="contained"
                  color="primary"
                  action={run.allowedActions.retry}
                  onClick={event =>
                    open({ kind: 'retry' }, event.currentTarget)
                  }
                >
                  {t('interventions.retryAll')}
                </ActionButton>
              )}
            </div>
          )}
        </div>
        {shown && <RollbackTable run={run} log={log} onOpenStep={onOpenStep} />}
      </Card>
    </div>
  );
}
