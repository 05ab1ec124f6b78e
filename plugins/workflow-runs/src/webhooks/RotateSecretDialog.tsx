import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Webhook,
  WebhookWithSecret,
} from 'backstage-plugin-workflow-runs-common';
import {
  useSecretRotation,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';
import { SecretDialog } from './SecretDialog';

const USUAL_HOURS = '24';

/** Makes a new secret, and shows it once. */
export function RotateSecretDialog(props: {
  webhook: Webhook;
  onClose: () => void;
}) {
  const { webhook, onClose } = props;
  const { name } = webhook;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  // It is read anew meanwhile: what is replaced is what was seen.
  const [seen] = useState(webhook);
  const rotation = useSecretRotation(seen);
  const [hours, setHours] = useState(USUAL_HOURS);
  const { answer } = rotation;
  if (answer?.secret) {
    return (
      <SecretDialog name={name} secret={answer.secret} onClose={onClose} />
    );
  }
  return (
    <OperationFrame<WebhookWithSecret>
      title={t('webhooks.rotation.title', { name })}
      confirm={t('webhooks.rotate')}
      name={t('webhooks.rotate')}
      request={rotation}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => rotation.send({ overlapHours: Number(hours) })}
    >
      <div>{t('webhooks.rotation.effect')}</div>
      <OperationField
        id="workflow-runs-webhook-overlap"
        type="number"
        label={t('webhooks.rotation.overlap')}
        value={hours}
        onChange={setHours}
        error={violationAt(rotation.error, '/overlapHours')}
        inputProps={{ min: 0, max: 168 }}
      />
    </OperationFrame>
  );
}
