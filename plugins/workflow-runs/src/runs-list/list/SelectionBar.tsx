import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Close from '@material-ui/icons/Close';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: 8,
      minHeight: 44,
      padding: '0 16px 0 20px',
      backgroundColor: statusColorsOf(theme).selected,
    },
    count: {
      marginRight: 8,
      fontWeight: 500,
      fontVariantNumeric: 'tabular-nums',
    },
    clear: { marginLeft: 'auto' },
  }),
  { name: 'WorkflowRunsSelectionBar' },
);

/** How many runs are selected, and what can be done with them. */
export function SelectionBar(props: {
  count: number;
  /** Buttons, one for each thing that can be done with the selected runs. */
  actions: ReactNode;
  onClear: () => void;
}) {
  const { count, actions, onClear } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div
      className={classes.root}
      role="toolbar"
      aria-label={t('list.selection.label')}
    >
      <span className={classes.count} role="status">
        {t('list.selection.count', { count })}
      </span>
      {actions}
      <TextButton
        size="small"
        className={classes.clear}
        endIcon={<Close style={{ fontSize: 14 }} />}
        onClick={onClear}
      >
        {t('list.selection.clear')}
      </TextButton>
    </div>
  );
}
