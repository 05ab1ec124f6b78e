import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  ErrorState,
  RowsSkeleton,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PayloadView } from './PayloadView';

/** What a step was given and what it returned. */
export function StepPayloads(props: { runId: string; step: Step }) {
  const { runId, step } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { items, loading, error, reload } = usePayloads(runId, {
    step: step.stepKey,
  });
  if (loading) return <RowsSkeleton rows={4} rowHeight={24} />;
  if (error) {
    return (
      <ErrorState dense error={error} title={t('io.error')} onRetry={reload} />
    );
  }
  const own = items.filter(item => item.itemIndex === step.itemIndex);
  if (own.length === 0) return <EmptyState dense title={t('io.emptyStep')} />;
  return (
    <div style={{ display: 'grid', gap: 16, padding: 12 }}>
      {own.map(payload => (
        <PayloadView
          key={`${payload.generation}/${payload.direction}`}
          payload={payload}
          of={step.name}
        />
      ))}
    </div>
  );
}
