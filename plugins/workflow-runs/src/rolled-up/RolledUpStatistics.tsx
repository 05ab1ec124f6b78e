import { useSearchParams } from 'react-router-dom';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { withQuery } from '../layout/withQuery';
import { rolledUpRunsRouteRef } from '../routes';
import { useRunHref } from '../run-page/useRunHref';
import { Statistics } from '../statistics/Statistics';
import { CatalogWorkflow } from './catalogWorkflows';
import { OfBelongingWorkflows } from './OfBelongingWorkflows';
import { PART } from './usePart';

/** The tab of a system, domain or group with the numbers of all workflows that belong to it. */
export function RolledUpStatistics() {
  return (
    <OfBelongingWorkflows>
      {workflows => <Numbers key={workflows[0].ref} workflows={workflows} />}
    </OfBelongingWorkflows>
  );
}

function Numbers(props: { workflows: CatalogWorkflow[] }) {
  const list = useRouteRef(rolledUpRunsRouteRef)?.() ?? '../rolled-up-runs';
  const hrefOf = useRunHref();
  const [params] = useSearchParams();
  // The list shows the same part of the workflows.
  const part = params.get(PART) ?? undefined;
  return (
    <Statistics
      several
      scope={{ workflow: props.workflows.map(({ ref }) => ref) }}
      hrefOf={hrefOf}
      listHref={query => withQuery(list, { ...query, [PART]: part })}
    />
  );
}
