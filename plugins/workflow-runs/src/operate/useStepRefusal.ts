import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AllowedAction } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { StepOffer } from './stepOffers';

/** Says in words why the state of a step does not allow something. */
export function useStepRefusal(): (offer: StepOffer) => AllowedAction {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return offer =>
    'refusal' in offer
      ? { allowed: false, reason: t(`operate.refusals.${offer.refusal}`) }
      : offer;
}
