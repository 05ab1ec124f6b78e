import { lazy, Suspense, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Json,
  NodeActionDefinition,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  isUnderWay,
  RowsSkeleton,
  Timestamp,
  useRunActions,
  useRunRequest,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { takesInput } from '../launch/takesInput';
import { errorSchemaOf } from '../launch/violations';
import { entityName } from '../layout/entityName';
import { Notice } from '../layout/Notice';
import { ReasonField } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';

const InputForm = lazy(() => import('../launch/InputForm'));
const FORM = 'workflow-runs-operation-form';

/** Has an operation of a step carried out, with what its schema asks for. */
export function NodeActionDialog(
  props: OperationDialogProps & { step: Step; offered: NodeActionDefinition },
) {
  const { snapshot, step, offered, ...dialog } = props;
  const { run } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [input, setInput] = useState<Record<string, Json>>({});
  const [reason, setReason] = useState('');
  // The form is a chunk of its own: until it is there, nothing can be submitted.
  const [ready, setReady] = useState(false);
  const request = useRunRequest(run.id, 'invokeNodeAction', {
    action: 'node_action',
    stepKey: step.stepKey,
  });
  const { violations } = describeError(request.error);
  const title = offered.title ?? offered.name;
  return (
    <OperationFrame
      {...dialog}
      title={title}
      confirm={t('operate.operation.confirm')}
      name={title}
      request={request}
      refusal={ready ? null : t('operate.loading')}
      formId={FORM}
    >
      {offered.description && <span>{offered.description}</span>}
      <Outlook>
        <Effect
          status={offered.then === 'complete' ? 'completed' : 'running'}
          steps={[step]}
        >
          {offered.then === 'complete'
            ? t('operate.operation.completes')
            : t('operate.operation.continues')}
        </Effect>
      </Outlook>
      <PendingOperations runId={run.id} stepKey={step.stepKey} />
      {!takesInput(offered.inputSchema) && (
        <span>{t('operate.operation.noInput')}</span>
      )}
      <Suspense fallback={<RowsSkeleton rows={2} rowHeight={56} />}>
        <InputForm
          id={FORM}
          schema={offered.inputSchema}
          input={input}
          extraErrors={errorSchemaOf(violations)}
          onChange={setInput}
          onSubmit={checked =>
            request.send({
              step: step.stepKey,
              action: offered.name,
              input: checked,
              reason: reason.trim() || undefined,
            })
          }
          onReady={() => setReady(true)}
        />
      </Suspense>
      <ReasonField value={reason} onChange={setReason} />
    </OperationFrame>
  );
}

/** What others have asked of the step, and is not done yet. */
export function PendingOperations(props: { runId: string; stepKey: string }) {
  const { runId, stepKey } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { items } = useRunActions(runId);
  const pending = items.filter(
    each => each.stepKey === stepKey && isUnderWay(each),
  );
  if (pending.length === 0) return null;
  return (
    <Notice tone="waiting">
      <strong>{t('operate.operation.pending')}</strong>
      {pending.map(each => (
        <div key={each.id}>
          {t('operate.operation.pendingBy', {
            action: words('action', each.action),
            actor: entityName(each.actor),
          })}{' '}
          · <Timestamp value={each.requestedAt} />
        </div>
      ))}
    </Notice>
  );
}
