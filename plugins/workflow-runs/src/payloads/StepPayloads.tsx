import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBody } from '../layout/PanelBody';
import { PayloadView } from './PayloadView';

/** What a step was given and what it returned. */
export function StepPayloads(props: { runId: string; step: Step }) {
  const { runId, step } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = usePayloads(runId, { step: step.stepKey });
  const own = source.items.filter(item => item.itemIndex === step.itemIndex);
  return (
    <PanelBody
      source={source}
      title={t('io.error')}
      rows={3}
      empty={
        own.length === 0 ? (
          <EmptyState dense title={t('io.emptyStep')} />
        ) : undefined
      }
    >
      <div style={{ display: 'grid', gap: 16, padding: 12 }}>
        {own.map(payload => (
          <PayloadView
            key={`${payload.generation}/${payload.direction}`}
            runId={runId}
            payload={payload}
            of={step.name}
          />
        ))}
      </div>
    </PanelBody>
  );
}
