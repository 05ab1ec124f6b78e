import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  EmptyState,
  ErrorState,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** Why there is no list; where a filter is at fault, which one, and what is wrong with it. */
export function ListError(props: { error: unknown; onRetry: () => void }) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { kind, violations } = describeError(error);
  if (kind !== 'invalid' || violations.length === 0) {
    return (
      <ErrorState error={error} title={t('list.error')} onRetry={onRetry} />
    );
  }
  return (
    <EmptyState
      title={t('list.refused')}
      actions={
        <TextButton variant="outlined" size="small" onClick={onRetry}>
          {t('states.retry')}
        </TextButton>
      }
    >
      {violations.map(({ pointer, message }) => (
        <div key={`${pointer} ${message}`} role="alert">
          {pointer.replace(/^\//, '')}: {message}
        </div>
      ))}
    </EmptyState>
  );
}
