import { Surface } from '../layout/Surface';
import { Statistics } from '../statistics/Statistics';
import { OfWorkflow } from './OfWorkflow';
import { useEntityWorkflow } from './useEntityWorkflow';

/** The tab with the numbers of the workflow that an entity stands for. */
export function EntityStatistics() {
  return (
    <OfWorkflow>
      <Surface>
        <Content />
      </Surface>
    </OfWorkflow>
  );
}

function Content() {
  const { filter, hrefOf, listHref } = useEntityWorkflow();
  return (
    <Statistics
      scope={filter}
      several={false}
      hrefOf={hrefOf}
      listHref={listHref}
    />
  );
}
