import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { Effect, Outlook } from './Effects';
import { eventOf } from './stepOffers';

/** Who takes an event: the steps that wait for it, or nobody yet. */
export function EventOutlook(props: {
  steps: readonly Step[];
  name: string;
  /** Whether it is known that an event which nobody waits for is kept; else that is the run's own to say. */
  keeps: boolean;
}) {
  const { steps, name, keeps } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const waiting = steps.filter(step => eventOf(step) === name);
  if (waiting.length === 0 && !keeps) return null;
  return (
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
  );
}
