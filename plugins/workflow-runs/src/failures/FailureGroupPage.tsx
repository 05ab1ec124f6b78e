import { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  sizes,
  StaleNote,
  useFailureGroup,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { BulkJobs } from '../bulk/BulkJobs';
import { useBulkPanel } from '../bulk/useBulkPanel';
import { Card } from '../layout/Card';
import { DocumentTitle } from '../layout/DocumentTitle';
import { useRunHref } from '../run-page/useRunHref';
import { useMe } from '../runs-list/saved-views/useMe';
import { Episodes } from './Episodes';
import { FailureDays } from './FailureDays';
import { FailureFacts } from './FailureFacts';
import { FailureHead } from './FailureHead';
import { Samples } from './Samples';
import { useFailureLinks } from './useFailureLinks';
import { titleOf } from './useFailureWords';

const useStyles = makeStyles(
  {
    root: { display: 'flex', flexDirection: 'column', gap: sizes.cardGap },
    tools: { display: 'flex', justifyContent: 'flex-end' },
    pair: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
      gap: sizes.cardGap,
      alignItems: 'start',
    },
  },
  { name: 'WorkflowRunsFailureGroupPage' },
);

/** Failures that belong together: what they say, since when, of which runs, and what to do about them. */
export function FailureGroupPage(props: { groupId: string }) {
  const { groupId } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useFailureGroup(groupId);
  const { group, error, loading, updatedAt, reload } = source;
  if (loading) {
    return (
      <Place title={t('failures.title')}>
        <Card>
          <RowsSkeleton rows={5} rowHeight={40} onRetry={reload} />
        </Card>
      </Place>
    );
  }
  if (!group) {
    return (
      <Place title={t('failures.title')}>
        <Card>
          <ErrorState
            error={error}
            title={t('failures.groupError')}
            notFound={t('failures.notFound')}
            onRetry={reload}
          />
        </Card>
      </Place>
    );
  }
  return (
    <Place title={titleOf(group)}>
      {Boolean(error) && (
        <StaleNote since={updatedAt} error={error} onRetry={reload} />
      )}
      <Group group={group} />
    </Place>
  );
}

function Group(props: { group: FailureGroupDetail }) {
  const { group } = props;
  const classes = useStyles();
  const links = useFailureLinks();
  const hrefOf = useRunHref();
  const panel = useBulkPanel();
  const navigate = useNavigate();
  const me = useMe();
  return (
    <div className={classes.root}>
      <div className={classes.tools}>
        <BulkJobs
          me={me.ref}
          hrefOf={hrefOf}
          // Runs are selected where they are listed.
          onSelect={() => navigate(links.runs(group.id))}
        />
      </div>
      <FailureHead
        group={group}
        hrefOf={hrefOf}
        onStarted={job => panel.open(job.id)}
      />
      <FailureFacts group={group} />
      <FailureDays group={group} />
      <div className={classes.pair}>
        <Samples group={group} hrefOf={hrefOf} />
        <Episodes group={group} />
      </div>
    </div>
  );
}

/** The way to a group, and what the browser's tab says. */
function Place(props: { title: string; children: ReactNode }) {
  const { title, children } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const links = useFailureLinks();
  return (
    <BreadcrumbEntry entry={{ label: t('failures.title'), href: links.list() }}>
      <DocumentTitle title={title} />
      {children}
    </BreadcrumbEntry>
  );
}
