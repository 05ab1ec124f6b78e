import { makeStyles } from '@material-ui/core/styles';
import { Content, Header, Link, Page } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { rootRouteRef } from '../routes';
import { WorkflowRunsPage } from '../WorkflowRunsPage';

const useStyles = makeStyles(
  { title: { color: 'inherit' } },
  { name: 'WorkflowRunsPageWithHeader' },
);

/** The page with a header, which the new frontend system draws by itself; its title leads back to all runs. */
export function PageWithHeader() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const allRuns = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const title = t('list.title');
  return (
    <Page themeId="tool">
      <Header
        pageTitleOverride={title}
        title={
          <Link to={allRuns} className={classes.title}>
            {title}
          </Link>
        }
      />
      <Content noPadding>
        <WorkflowRunsPage />
      </Content>
    </Page>
  );
}
