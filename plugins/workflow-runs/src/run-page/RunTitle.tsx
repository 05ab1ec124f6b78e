import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  shortenId,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DocumentTitle, TabTitle } from '../layout/DocumentTitle';
import { RunBreadcrumbs } from './RunBreadcrumbs';

/** Where a run is shown: on a page of its own, or in a tab of an entity's page. */
export type RunPlace = 'page' | 'tab';

/**
 * What the portal says of a run around its page: the browser's tab, its status first, for that is what
 * people look for among many tabs, and the way to it.
 */
export function RunTitle(props: {
  place: RunPlace;
  runId: string;
  /** Undefined until it is read. */
  run: Run | undefined;
}) {
  const { place, runId, run } = props;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const id = shortenId(runId);
  const status = run ? words('status', run.status) : '';
  if (place === 'tab') {
    // The entity's page names what it is a run of.
    return (
      <TabTitle
        title={
          run
            ? t('documentTitle.tab', { status, id })
            : t('documentTitle.missing', { id })
        }
      />
    );
  }
  return (
    <>
      <DocumentTitle
        title={
          run
            ? t('documentTitle.run', {
                status,
                workflow: run.workflow.title,
                id,
              })
            : t('documentTitle.missing', { id })
        }
      />
      <RunBreadcrumbs runId={runId} workflow={run?.workflow} />
    </>
  );
}
