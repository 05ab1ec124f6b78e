import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  JsonView,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { TellAnswer } from './useTelling';

const useStyles = makeStyles(
  theme => ({
    heading: {
      margin: '0 0 4px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsTellAnswer' },
);

/** What a run has answered. */
export function TellAnswerView(props: { answer: TellAnswer }) {
  const { of, value } = props.answer;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const label = t('operate.tell.answer', { name: of });
  return (
    <section role="status">
      <h3 className={classes.heading}>{label}</h3>
      {value === undefined ? (
        t('operate.tell.noAnswer')
      ) : (
        <JsonView value={value} label={label} maxHeight={240} />
      )}
    </section>
  );
}
