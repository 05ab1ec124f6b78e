import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TelemetryOutcome } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** Says why a tool outside has nothing to show; everything else on the page stays. */
export function SourceProblem(props: {
  source: {
    provider: string;
    outcome: TelemetryOutcome;
    message: string | null;
  };
  onRetry: () => void;
}) {
  const { provider, outcome, message } = props.source;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (outcome === 'found') return null;
  const canHelp = outcome !== 'unaskable' && outcome !== 'forbidden';
  return (
    <p role="status" style={{ margin: 0, fontSize: 13 }}>
      <strong>{t(`telemetry.${outcome}`, { provider })}</strong>{' '}
      {message && <span>{message}. </span>}
      {canHelp && (
        <TextButton size="small" onClick={props.onRetry}>
          {t('telemetry.retry')}
        </TextButton>
      )}
    </p>
  );
}
