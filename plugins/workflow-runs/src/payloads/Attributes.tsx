import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  JsonView,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    heading: {
      margin: '0 0 6px',
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 500,
    },
    hint: {
      marginLeft: 8,
      fontSize: 12,
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsAttributes' },
);

/** What the engine of a run keeps with it beside its input and output, redacted. */
export function Attributes(props: {
  value: Record<string, Json>;
  search: string;
}) {
  const { value, search } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const label = t('io.attributes');
  return (
    <section>
      <h3 className={classes.heading}>
        {label}
        <span className={classes.hint}>{t('io.attributesHint')}</span>
      </h3>
      <JsonView value={value} label={label} maxHeight={360} search={search} />
    </section>
  );
}
