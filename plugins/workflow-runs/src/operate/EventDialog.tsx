import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { keySchema } from 'backstage-plugin-workflow-runs-common';
import {
  useRunRequest,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { JsonField, OperationField, violationAt } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';
import { parseJson } from './parseJson';
import { eventOf } from './stepOffers';

/** Tells a run of an event that one of its steps waits for, or will. */
export function EventDialog(props: OperationDialogProps & { name?: string }) {
  const { snapshot, name: given, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [name, setName] = useState(
    () => given ?? steps.map(eventOf).find(Boolean) ?? '',
  );
  const [payload, setPayload] = useState('');
  const [tried, setTried] = useState(false);
  const request = useRunRequest(run.id, 'sendEvent', { action: 'send_event' });
  const parsed = parseJson(payload);
  const isName = keySchema.safeParse(name).success;
  const waiting = steps.filter(step => eventOf(step) === name);
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.event.title')}
      confirm={t('operate.event.confirm')}
      name={`${words('action', 'send_event')} ${name}`}
      request={request}
      onSubmit={() => {
        setTried(true);
        if (isName && parsed.ok) request.send({ name, payload: parsed.value });
      }}
    >
      <OperationField
        id="workflow-runs-event-name"
        label={t('operate.event.name')}
        helperText={t('operate.event.nameHint')}
        required
        value={name}
        onChange={setName}
        error={
          tried && !isName
            ? t('operate.event.nameInvalid')
            : violationAt(request.error, '/name')
        }
      />
      {isName && (
        <Outlook>
          {waiting.map(step => (
            <Effect key={step.stepKey} status="completed">
              {t('operate.event.awaited', {
                step: t('operate.step', {
                  number: String(step.stepNumber),
                  name: step.name,
                }),
              })}
            </Effect>
          ))}
          {waiting.length === 0 && (
            <Effect status="pending">{t('operate.event.kept')}</Effect>
          )}
        </Outlook>
      )}
      <JsonField
        id="workflow-runs-event-payload"
        label={t('operate.event.payload')}
        hint={t('operate.event.payloadHint')}
        value={payload}
        onChange={setPayload}
        error={
          parsed.ok
            ? violationAt(request.error, '/payload')
            : t('operate.json.invalid', { message: parsed.message })
        }
      />
    </OperationFrame>
  );
}
