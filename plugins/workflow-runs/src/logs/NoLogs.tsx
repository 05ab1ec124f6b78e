import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  hasEnded,
  useWorkflow,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useDeletedPart } from '../retention/useDeletedPart';
import { missingLogs } from './missingLogs';

/** A log without lines: what is missing, and why. */
export function NoLogs(props: { run: Run; step?: Step }) {
  const { run, step } = props;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow } = useWorkflow(run.workflow.ref);
  const deleted = useDeletedPart(run, 'logs');
  const why = missingLogs(run, step, workflow?.capabilities.logs);
  const engine = words('engine', run.workflow.engine);
  if (deleted) {
    return (
      <EmptyState dense title={deleted.title}>
        {deleted.hint}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      dense
      title={hasEnded(run.status) ? t('logs.empty') : t('logs.emptyLive')}
    >
      {why ? t(`logs.why.${why}`, { engine }) : t('logs.emptyHint')}
    </EmptyState>
  );
}
