import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeError } from '../states';
import { sizes, statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '8px 12px',
      borderRadius: sizes.radius.control,
      fontSize: 13,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
      color: statusColorsOf(theme).failed.text,
      backgroundColor: statusColorsOf(theme).failed.wash,
    },
  }),
  { name: 'WorkflowRunsRefusal' },
);

/** Why nothing has come of what the reader has just asked for. */
export function Refusal(props: { error: Error }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={useStyles().root} role="alert">
      {t('execution.refused', { message: describeError(props.error).message })}
    </div>
  );
}
