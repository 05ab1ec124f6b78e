import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  useFormats,
  useRunKept,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: { fontSize: 12, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsKeptNote' },
);

/** Until when a run is kept, or what holds it. */
export function KeptNote(props: { run: Pick<Run, 'id' | 'status'> }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const kept = useRunKept(props.run);
  if (!kept) return null;
  const until = kept.classes.find(each => each.class === 'runs')?.until;
  const words = () => {
    const { heldBy } = kept;
    if (heldBy?.tag) return t('retention.heldByTag', { tag: heldBy.tag });
    if (heldBy) return t('retention.heldByState');
    return until
      ? t('retention.keptUntil', { time: formats.absolute(until) })
      : t('retention.keptForEver');
  };
  return <span className={classes.root}>{words()}</span>;
}
