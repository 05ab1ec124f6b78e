import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  useRemark,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ReasonField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';
import { OwnerPicker } from './OwnerPicker';

/** Says who looks after a run: a user or a group of the catalog, or any reference. */
export function AssignDialog(props: { run: Run; onClose: () => void }) {
  const { run, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useRemark(run.id, 'assignRun');
  const [ref, setRef] = useState<string>();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const because = reason.trim() === '' ? {} : { reason: reason.trim() };
  return (
    <OperationFrame
      title={t('assign.title')}
      confirm={t('assign.confirm')}
      name={t('assign.name')}
      request={request}
      toast={() => ({ title: t('assign.done') })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true);
        if (ref) request.send({ owner: ref, ...because });
      }}
    >
      <OwnerPicker
        onChange={setRef}
        error={
          violationAt(request.error, '/owner') ??
          (asked && !ref ? t('assign.invalid') : undefined)
        }
      />
      <div>
        <TextButton
          size="small"
          variant="outlined"
          onClick={() => request.send({ owner: null, ...because })}
        >
          {t('assign.workflow')}
        </TextButton>
      </div>
      <ReasonField value={reason} onChange={setReason} />
    </OperationFrame>
  );
}
