import { ReactNode } from 'react';
import ListItemIcon from '@material-ui/core/ListItemIcon';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { DefaultResultListItem } from '@backstage/plugin-search-react';
import {
  joinList,
  workflowDocumentSchema,
} from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { rootRouteRef } from '../routes';
import { HighlightedField } from './HighlightedField';
import { useResultStyles } from './resultStyles';

/** A workflow that was found: its link lists its runs. */
export function WorkflowResult(props: {
  result?: SearchDocument;
  highlight?: ResultHighlight;
  icon?: ReactNode;
}) {
  const { highlight } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useResultStyles();
  const root = useRouteRef(rootRouteRef);
  const parsed = workflowDocumentSchema.safeParse(props.result);
  // A backend of another version may have read it.
  if (!parsed.success) return <DefaultResultListItem {...props} />;
  const { title, workflow, version, description, owners } = parsed.data;
  const list = new URLSearchParams({ workflow: joinList([workflow]) });
  return (
    <>
      <ListItemIcon>{props.icon}</ListItemIcon>
      <div className={classes.body}>
        <div className={classes.head}>
          <Link to={`${root?.() ?? '/workflow-runs'}?${list}`} noTrack>
            <HighlightedField
              text={title}
              field="title"
              highlight={highlight}
            />
          </Link>
        </div>
        {description && (
          <p className={classes.text}>
            <HighlightedField
              text={description}
              field="description"
              highlight={highlight}
            />
          </p>
        )}
        <div className={classes.facts}>
          <span className={classes.id}>{workflow}</span>
          <span>{t('search.version', { version })}</span>
          {owners && (
            <span>
              {t('search.owners', {
                names: owners.split(', ').map(entityName).join(', '),
              })}
            </span>
          )}
        </div>
      </div>
    </>
  );
}
