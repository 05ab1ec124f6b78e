import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  hasEnded,
  useRunRequest,
  useWords,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { leftByResolving, rollbackLog } from '../interventions/rollbackLog';
import { OperationField, violationAt } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';
import { definitionOf } from './outlook';

/** Gives up the rest of a rollback; of an ended run, it notes what has become of it. */
export function ResolveDialog(props: OperationDialogProps) {
  const { snapshot, ...dialog } = props;
  const { run, steps, attempts } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { workflow } = useWorkflow(run.workflow.ref);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const request = useRunRequest(run.id, 'resolveRun', { action: 'resolve' });
  const ended = hasEnded(run.status);
  const left = leftByResolving(
    rollbackLog(run, steps, attempts, definitionOf(run, workflow)),
  );
  return (
    <OperationFrame
      {...dialog}
      title={
        ended ? t('operate.resolve.titleEnded') : t('operate.resolve.title')
      }
      confirm={
        ended ? t('operate.resolve.confirmEnded') : t('operate.resolve.confirm')
      }
      name={words('action', 'resolve')}
      request={request}
      onSubmit={() => {
        setTried(true);
        if (note.trim() !== '') request.send({ note: note.trim() });
      }}
    >
      <Outlook>
        {ended ? (
          <Effect status={run.status}>{t('operate.resolve.ended')}</Effect>
        ) : (
          <>
            <Effect status="skipped" steps={left}>
              {t('operate.resolve.left', { count: left.length })}
            </Effect>
            <Effect status="failed">{t('operate.resolve.ends')}</Effect>
          </>
        )}
      </Outlook>
      <OperationField
        id="workflow-runs-resolve-note"
        label={t('operate.resolve.note')}
        helperText={t('operate.resolve.noteHint')}
        required
        multiline
        minRows={2}
        value={note}
        onChange={setNote}
        error={
          tried && note.trim() === ''
            ? t('operate.reasonMissing')
            : violationAt(request.error, '/note')
        }
        inputProps={{ maxLength: 1_000 }}
      />
    </OperationFrame>
  );
}
