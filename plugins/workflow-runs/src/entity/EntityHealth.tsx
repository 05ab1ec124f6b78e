import { HealthCard } from '../health/HealthCard';
import { OfWorkflow } from './OfWorkflow';
import { useEntityWorkflow } from './useEntityWorkflow';

/** The card that tells how the workflow does that an entity stands for. */
export function EntityHealth() {
  return (
    <OfWorkflow>
      <Content />
    </OfWorkflow>
  );
}

function Content() {
  const { filter, hrefOf, statisticsHref } = useEntityWorkflow();
  return (
    <HealthCard
      filter={filter}
      hrefOf={hrefOf}
      statisticsHref={statisticsHref}
    />
  );
}
