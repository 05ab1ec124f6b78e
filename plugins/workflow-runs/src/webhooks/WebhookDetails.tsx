import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  useWebhook,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { PanelBody } from '../layout/PanelBody';
import { DeliveriesCard } from './DeliveriesCard';
import { WebhookActions } from './WebhookActions';
import { WebhookFacts } from './WebhookFacts';

/** One webhook: what it is, how it does, and what it has delivered. */
export function WebhookDetails(props: { id: string; onBack: () => void }) {
  const { id, onBack } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useWebhook(id);
  const { webhook } = source;
  const [shown, setShown] = useState<string | null>(null);
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <div>
        <TextButton size="small" onClick={onBack}>
          {`← ${t('webhooks.back')}`}
        </TextButton>
      </div>
      <Card label={webhook?.name ?? t('webhooks.title')}>
        <PanelBody
          source={source}
          title={t('webhooks.oneError')}
          rows={3}
          empty={undefined}
        >
          {webhook && (
            <WebhookFacts webhook={webhook}>
              <WebhookActions
                webhook={webhook}
                onPinged={setShown}
                onDeleted={onBack}
              />
            </WebhookFacts>
          )}
        </PanelBody>
      </Card>
      {webhook && (
        <DeliveriesCard webhook={webhook} shown={shown} onShow={setShown} />
      )}
    </div>
  );
}
