import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RunId,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LatestRunsCard } from '../latest-runs/LatestRunsCard';
import { OfWorkflow } from './OfWorkflow';
import { useEntityWorkflow } from './useEntityWorkflow';

/** The card with the latest runs of the workflow that an entity stands for. */
export function EntityLatestRuns() {
  return (
    <OfWorkflow>
      <Content />
    </OfWorkflow>
  );
}

function Content() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { filter, hrefOf, listHref } = useEntityWorkflow();
  return (
    <LatestRunsCard
      title={t('latest.title')}
      filter={filter}
      nameOf={run => <RunId id={run.id} />}
      hrefOf={hrefOf}
      allHref={listHref({})}
      empty={{ title: t('entity.noRuns'), hint: t('entity.noRunsHint') }}
    />
  );
}
