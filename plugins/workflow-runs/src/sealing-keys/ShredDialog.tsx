import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ShredAnswer,
  useShredKeys,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { SmallSelect } from '../layout/SmallSelect';
import { OperationField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';

const LONGEST_REASON = 1_000;

/** Says what it costs to shred keys, asks whose and why, and does it. */
export function ShredDialog(props: { onClose: () => void }) {
  const { onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useShredKeys();
  const [of, setOf] = useState<'runId' | 'tenantId'>('runId');
  const [id, setId] = useState('');
  const [reason, setReason] = useState('');
  return (
    <OperationFrame<ShredAnswer>
      title={t('keys.shredTitle')}
      confirm={t('keys.shredConfirm')}
      name={t('keys.shredConfirm')}
      request={request}
      toast={({ shredded, goingOn }) => ({
        title: t('keys.shredDone', {
          shredded: String(shredded),
          goingOn: String(goingOn),
        }),
      })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({ [of]: id.trim(), reason: reason.trim() })}
    >
      <Notice tone="failed">{t('keys.shredEffect')}</Notice>
      <SmallSelect
        label={t('keys.shredWhat')}
        value={of}
        onChange={value => setOf(value as typeof of)}
        options={[
          { value: 'runId', label: t('keys.shredRun') },
          { value: 'tenantId', label: t('keys.shredTenant') },
        ]}
      />
      <OperationField
        id="workflow-runs-shred-id"
        label={t(of === 'runId' ? 'keys.shredRunId' : 'keys.shredTenantId')}
        required
        value={id}
        onChange={setId}
        error={
          violationAt(request.error, '/runId') ??
          violationAt(request.error, '/tenantId')
        }
      />
      <OperationField
        id="workflow-runs-shred-reason"
        label={t('keys.shredReason')}
        helperText={t('keys.shredReasonHint')}
        inputProps={{ maxLength: LONGEST_REASON }}
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}
