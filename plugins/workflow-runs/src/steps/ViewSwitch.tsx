import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { STEP_VIEWS, StepView } from '../run-page/useRunUrl';

const useStyles = makeStyles(
  theme => {
    const colors = statusColorsOf(theme);
    return {
      root: { display: 'inline-flex' },
      button: {
        height: sizes.control,
        padding: '0 14px',
        marginLeft: -1,
        border: `1px solid ${colors.control}`,
        background: 'none',
        font: 'inherit',
        fontSize: 13,
        fontWeight: 500,
        color: theme.palette.text.primary,
        cursor: 'pointer',
        '&:first-child': {
          marginLeft: 0,
          borderRadius: `${sizes.radius.control}px 0 0 ${sizes.radius.control}px`,
        },
        '&:last-child': {
          borderRadius: `0 ${sizes.radius.control}px ${sizes.radius.control}px 0`,
        },
        '&:hover': { backgroundColor: theme.palette.action.hover },
        '&[aria-pressed="true"]': {
          position: 'relative',
          borderColor: colors.running.fill,
          backgroundColor: colors.running.wash,
          color: colors.running.text,
        },
      },
    };
  },
  { name: 'WorkflowRunsViewSwitch' },
);

/** Chooses how the steps are shown. */
export function ViewSwitch(props: {
  view: StepView;
  onView: (view: StepView) => void;
}) {
  const { view, onView } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.root} role="group" aria-label={t('steps.view')}>
      {STEP_VIEWS.map(each => (
        <button
          key={each}
          type="button"
          className={classes.button}
          aria-pressed={each === view}
          onClick={() => onView(each)}
        >
          {t(`steps.views.${each}`)}
        </button>
      ))}
    </div>
  );
}
