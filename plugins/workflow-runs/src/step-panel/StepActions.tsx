import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  RunSnapshot,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ActionsMenu } from '../layout/ActionsMenu';
import { PendingOperations } from '../operate/NodeActionDialog';
import { useStepActions } from './useStepActions';

/** More than these stand in the menu only. */
const MOST_BUTTONS = 2;

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '8px 12px',
      borderTop: `1px solid ${statusColorsOf(theme).skipped.line}`,
    },
    buttons: { display: 'flex', flexWrap: 'wrap', gap: 8 },
  }),
  { name: 'WorkflowRunsStepActions' },
);

/** What can be done to a step: what is possible now as buttons, everything in a menu. */
export function StepActions(props: { snapshot: RunSnapshot; step: Step }) {
  const { snapshot, step } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const actions = useStepActions(snapshot)(step);
  const possible = actions.filter(({ action }) => action.allowed);
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('stepActions.label', { step: step.name })}
    >
      <PendingOperations runId={snapshot.run.id} stepKey={step.stepKey} />
      <div className={classes.buttons}>
        {(possible.length > 0 ? possible : actions)
          .slice(0, MOST_BUTTONS)
          .map(({ id, label, icon, action, onChoose }) => (
            <ActionButton
              key={id}
              size="small"
              variant="outlined"
              color="primary"
              startIcon={icon}
              action={action}
              onClick={event => onChoose(event.currentTarget)}
            >
              {label}
            </ActionButton>
          ))}
      </div>
    </div>
  );
}

/** Everything that can be done to a step. */
export function StepMenu(props: { snapshot: RunSnapshot; step: Step }) {
  const { snapshot, step } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <ActionsMenu
      label={t('stepActions.label', { step: step.name })}
      items={useStepActions(snapshot)(step)}
      size="small"
    />
  );
}
