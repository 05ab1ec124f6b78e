import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SlosFilter,
  statusColorsOf,
  useSlos,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SeverityChip } from './SeverityChip';
import { useSloWords } from './useSloWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
      marginBottom: 12,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsObjectivesFact' },
);

/** The most urgent objective, in a line; nothing where none is known. */
export function ObjectivesFact(props: { filter: SlosFilter }) {
  const { slos } = useSlos(props.filter);
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useSloWords();
  const slo = slos?.items[0]?.slos[0];
  if (!slo) return null;
  return (
    <div className={classes.root} aria-label={t('slos.health')} role="group">
      <SeverityChip slo={slo} />
      <span>
        {words.objective(slo)}: {words.reached(slo)}
      </span>
    </div>
  );
}
