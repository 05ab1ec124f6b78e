import { Content, Header, Page } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { WorkflowRunsPage } from '../WorkflowRunsPage';

/** The page with the header that the new frontend system draws by itself. */
export function PageWithHeader() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Page themeId="tool">
      <Header title={t('list.title')} />
      <Content noPadding>
        <WorkflowRunsPage />
      </Content>
    </Page>
  );
}
