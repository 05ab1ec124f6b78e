import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Freshness } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  hasEnded,
  RunSnapshot,
  statusColorsOf,
  Timestamp,
  useFreshness,
  useSyncRun,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SyncButton } from './SyncButton';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
      whiteSpace: 'nowrap',
    },
    problem: { color: statusColorsOf(theme).waiting.text },
  }),
  { name: 'WorkflowRunsFreshnessNote' },
);

/** As of when a run is known that lives elsewhere, with a way to ask for it; nothing where that does not matter. */
export function FreshnessNote(props: { snapshot: RunSnapshot }) {
  const { snapshot } = props;
  const freshness = useFreshness(snapshot);
  if (!freshness) return null;
  const { isStale, problem } = freshness;
  // What has ended stays as it is, unless somebody opens it again.
  if (hasEnded(snapshot.run.status) && !isStale && !problem) return null;
  return <Note runId={snapshot.run.id} freshness={freshness} />;
}

function Note(props: { runId: string; freshness: Freshness }) {
  const { syncedAt, problem, sync } = props.freshness;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useSyncRun(props.runId);
  const said = request.error ? describeError(request.error).message : problem;
  return (
    <span className={classes.root}>
      {said && (
        <span className={classes.problem} role="status" title={said}>
          {t('engines.silent')} ·
        </span>
      )}
      <span>
        {syncedAt
          ? t('engines.asOf', { time: <Timestamp value={syncedAt} /> })
          : t('engines.never')}
      </span>
      <span aria-hidden>·</span>
      <SyncButton
        sync={sync}
        isSending={request.phase === 'sending'}
        onSync={() => request.send()}
      />
    </span>
  );
}
