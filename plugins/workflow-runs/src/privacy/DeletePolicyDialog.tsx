import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';
import {
  usePolicyRemoval,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationFrame } from '../operate/OperationFrame';

/** Asks before a policy is gone. */
export function DeletePolicyDialog(props: {
  policy: PrivacyPolicy;
  onClose: () => void;
}) {
  const { policy, onClose } = props;
  const { id, name } = policy;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const removal = usePolicyRemoval();
  return (
    <OperationFrame<string>
      title={t('privacy.deleteTitle', { name })}
      confirm={t('privacy.delete')}
      name={t('privacy.delete')}
      request={removal}
      toast={() => ({ title: t('privacy.deleted', { name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => removal.send(id)}
    >
      <div>{t('privacy.deleteEffect')}</div>
    </OperationFrame>
  );
}
