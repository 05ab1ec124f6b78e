import { ReactNode, useMemo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  RowsSkeleton,
  sizes,
  StaleNote,
  WorkflowRunsProvider,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { Notice } from '../layout/Notice';
import { Surface } from '../layout/Surface';
import { CatalogWorkflow, MOST_LEVELS } from './catalogWorkflows';
import { NoWorkflows } from './NoWorkflows';
import { inParts } from './parts';
import { PartSelect } from './PartSelect';
import { useBelongingWorkflows } from './useBelongingWorkflows';
import { usePart } from './usePart';

interface Props {
  /** What is shown of the workflows that one question to the API can name. */
  children: (workflows: CatalogWorkflow[]) => ReactNode;
}

/** A tab of a system, domain or group about all workflows that belong to it. */
export function OfBelongingWorkflows(props: Props) {
  return (
    <WorkflowRunsProvider>
      <Surface>
        <OfEntity {...props} />
      </Surface>
    </WorkflowRunsProvider>
  );
}

function OfEntity({ children }: Props) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { entity, workflows, unfinished, ...found } = useBelongingWorkflows();
  const parts = useMemo(() => inParts(workflows), [workflows]);
  const { part, setPart } = usePart(parts.length);

  if (found.loading) {
    return (
      <Card style={{ marginTop: 96 }}>
        <RowsSkeleton rows={8} rowHeight={sizes.runRow} />
      </Card>
    );
  }
  if (found.error && found.updatedAt === 0) {
    return (
      <Card>
        <ErrorState
          error={found.error}
          title={t('rolledUp.error')}
          onRetry={found.reload}
        />
      </Card>
    );
  }
  if (workflows.length === 0) return <NoWorkflows entity={entity} />;
  return (
    <>
      {Boolean(found.error) && (
        <StaleNote
          since={found.updatedAt}
          error={found.error}
          onRetry={found.reload}
        />
      )}
      {unfinished && (
        <Notice tone="waiting" role="status">
          {t('rolledUp.unfinished', { levels: String(MOST_LEVELS) })}
        </Notice>
      )}
      {parts.length > 1 && (
        <PartSelect
          parts={parts}
          part={part}
          all={workflows.length}
          onPart={setPart}
        />
      )}
      {children(parts[part])}
    </>
  );
}
