import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { FailureBars } from './FailureBars';
import { failuresByCause } from './failures';
import { StatisticsProps } from './Statistics';
import { RunsSummary } from './summarizeRuns';

/** What kinds of errors runs failed with; each leads to the list of runs that did. */
export function Causes(props: StatisticsProps & { summary: RunsSummary }) {
  const { runs, hrefOf, listHref, summary } = props;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <FailureBars
      title={t('statistics.causes')}
      note={t('statistics.causesHint')}
      column={t('statistics.columns.cause')}
      groups={failuresByCause(runs)}
      nameOf={({ category }) => words('category', category)}
      summary={summary}
      hrefOf={hrefOf}
      listHrefOf={({ category }) =>
        listHref({ status: 'failed', errorCategory: category })
      }
    />
  );
}
