import { ReactNode } from 'react';
import ListItemIcon from '@material-ui/core/ListItemIcon';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { DefaultResultListItem } from '@backstage/plugin-search-react';
import {
  isEnded,
  runDocumentSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  StatusChip,
  Tag,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useRunHref } from '../run-page/useRunHref';
import { HighlightedField } from './HighlightedField';
import { useResultStyles } from './resultStyles';

/** A run that was found, as it was when the search has read it. */
export function RunResult(props: {
  result?: SearchDocument;
  highlight?: ResultHighlight;
  icon?: ReactNode;
}) {
  const { highlight } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useResultStyles();
  const hrefOf = useRunHref();
  const { success, data: run } = runDocumentSchema.safeParse(props.result);
  // A backend of another version may have read it.
  if (!success) return <DefaultResultListItem {...props} />;
  return (
    <>
      <ListItemIcon>{props.icon}</ListItemIcon>
      <div className={classes.body}>
        <div className={classes.head}>
          <Link to={hrefOf(run.runId)} noTrack>
            <HighlightedField
              text={run.workflowTitle}
              field="workflowTitle"
              highlight={highlight}
            />{' '}
            <span className={classes.id}>{run.runId}</span>
          </Link>
          <StatusChip status={run.status} size="small" />
        </div>
        {run.failure && (
          <p className={classes.text}>
            <HighlightedField
              text={run.failure}
              field="failure"
              highlight={highlight}
            />
          </p>
        )}
        <div className={classes.facts}>
          <span>{run.environment}</span>
          <span>
            {t('search.queued')} <Timestamp value={run.queuedAt} />
          </span>
          {run.businessEventId && <span>{run.businessEventId}</span>}
          {run.tags.map(tag => (
            <Tag key={tag} size="small">
              {tag}
            </Tag>
          ))}
          {!isEnded(run.status) && (
            <span>
              {t('search.asOf')} <Timestamp value={run.readAt} />
            </span>
          )}
        </div>
      </div>
    </>
  );
}
