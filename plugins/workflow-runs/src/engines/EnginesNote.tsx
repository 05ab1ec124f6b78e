import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  Timestamp,
  useEngines,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: '8px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsEnginesNote' },
);

/** Which engines a list is behind, and as of when it shows their runs; nothing while it is behind none. */
export function EnginesNote() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { value = [] } = useEngines();
  const behind = value.filter(({ isStale, syncedAt }) => isStale && syncedAt);
  if (behind.length === 0) return null;
  return (
    <p className={classes.root} role="status">
      {behind.map(({ id, title, syncedAt }) => (
        <span key={id}>
          {t('engines.behind', {
            engine: <bdi>{title}</bdi>,
            time: <Timestamp value={syncedAt} />,
          })}{' '}
        </span>
      ))}
    </p>
  );
}
