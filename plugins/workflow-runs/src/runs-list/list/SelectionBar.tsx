import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Close from '@material-ui/icons/Close';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    // It stands in place of the line above the list, so that no row moves; and stays in view.
    root: {
      position: 'sticky',
      top: 0,
      zIndex: 3,
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: '4px 8px',
      minHeight: 40,
      margin: '4px 0',
      padding: '0 8px 0 20px',
      boxSizing: 'border-box',
      borderRadius: sizes.radius.card,
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
  /** How many are selected, in words. */
  label: string;
  /** Buttons, one for each thing that can be done with the selected runs. */
  actions: ReactNode;
  onClear: () => void;
}) {
  const { label, actions, onClear } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div
      className={classes.root}
      role="toolbar"
      aria-label={t('list.selection.label')}
    >
      <span className={classes.count} role="status">
        {label}
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
