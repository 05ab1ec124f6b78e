import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { useRunHref } from '../run-page/useRunHref';
import { RunsByView } from '../runs-list/RunsByView';
import { CatalogWorkflow } from './catalogWorkflows';
import { OfBelongingWorkflows } from './OfBelongingWorkflows';

/** How many workflows an empty list names. */
const MOST_NAMES = 8;

/** The tab of a system, domain or group with the runs of all workflows that belong to it. */
export function RolledUpRuns() {
  return (
    <OfBelongingWorkflows>
      {workflows => <Runs key={workflows[0].ref} workflows={workflows} />}
    </OfBelongingWorkflows>
  );
}

function Runs(props: { workflows: CatalogWorkflow[] }) {
  const { workflows } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const runHref = useRunHref();
  const names = workflows.slice(0, MOST_NAMES).map(({ title }) => title);
  return (
    <RunsByView
      launch={null}
      hrefOf={runHref}
      scope={{ workflow: workflows.map(({ ref }) => ref) }}
      nothing={{
        title: t('rolledUp.noRuns'),
        hint: t('rolledUp.noRunsHint', {
          count: workflows.length,
          names:
            names.join(', ') + (workflows.length > names.length ? ', …' : ''),
        }),
      }}
    />
  );
}
