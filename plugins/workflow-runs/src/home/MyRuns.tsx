import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { joinList } from 'backstage-plugin-workflow-runs-common';
import {
  Bone,
  ErrorState,
  sizes,
  WorkflowRunsProvider,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Surface } from '../layout/Surface';
import { Me, useMe } from '../runs-list/saved-views/useMe';
import { RunsSection } from './RunsSection';
import { useSince } from './useSince';

const useStyles = makeStyles(
  {
    root: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 340px), 1fr))',
      gap: `20px ${sizes.gutter}px`,
    },
  },
  { name: 'WorkflowRunsMyRuns' },
);

/** The content of the widget on the home page: runs that concern the reader. */
export function MyRuns() {
  return (
    <WorkflowRunsProvider>
      <Surface>
        <OfReader />
      </Surface>
    </WorkflowRunsProvider>
  );
}

function OfReader() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const me = useMe();
  if (me.loading) return <Bone height={240} />;
  if (me.ref === '') {
    return (
      <ErrorState
        dense
        error={me.error}
        title={t('home.meError')}
        onRetry={me.reload}
      />
    );
  }
  return <Sections me={me} />;
}

function Sections(props: { me: Me }) {
  const { me } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const from = useSince('P7D');
  return (
    <div className={classes.root}>
      <RunsSection
        title={t('home.waiting')}
        filter={{ status: ['waiting_human'], owner: me.refs }}
        list={{ view: 'waiting' }}
        empty={t('home.waitingEmpty')}
        error={t('home.waitingError')}
      />
      <RunsSection
        title={t('home.failed')}
        hint={t('home.failedHint')}
        filter={{ status: ['failed'], owner: me.refs, from }}
        list={{
          view: 'failed',
          status: 'failed',
          owner: joinList(me.refs),
          since: 'P7D',
        }}
        empty={t('home.failedEmpty')}
        error={t('home.failedError')}
      />
      <RunsSection
        title={t('home.mine')}
        filter={{ startedBy: [me.ref] }}
        list={{ startedBy: me.ref }}
        empty={t('home.mineEmpty')}
        error={t('home.mineError')}
      />
    </div>
  );
}
