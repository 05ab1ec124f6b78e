import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { wordsOf } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from '../translation';

/** Vocabularies of the model that screens show. @public */
export type Vocabulary =
  | 'status'
  | 'priority'
  | 'trigger'
  | 'category'
  | 'stepType'
  | 'skipReason'
  | 'level'
  | 'action'
  | 'actor'
  | 'sla'
  | 'actionStatus'
  | 'auditOutcome'
  | 'decision'
  | 'about'
  | 'engine'
  | 'hitl'
  | 'failureState';

/**
 * The words for a value of the model. A value that this version does not know is shown as it came.
 *
 * @public
 */
export function useWords() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return useCallback(
    (vocabulary: Vocabulary, value: string): string => {
      const key = `words.${vocabulary}.${value}`;
      const words = t(key as any, {});
      return words === key || !words ? wordsOf(value) : words;
    },
    [t],
  );
}
