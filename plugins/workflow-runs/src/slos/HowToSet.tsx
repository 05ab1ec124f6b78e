import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SLO_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import {
  CopyButton,
  EmptyState,
  monospace,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const EXAMPLE = `${SLO_ANNOTATION}: "success-rate=99%; p95-duration=10m; window=28d"`;

/** Nothing is expected of the runs: says how to say it. */
export function HowToSet() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <EmptyState dense title={t('slos.empty')}>
      {t('slos.emptyHint')}
      <div
        style={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'center',
          gap: 4,
          marginTop: 8,
        }}
      >
        <code
          style={{
            fontFamily: monospace,
            fontSize: 12,
            overflowWrap: 'anywhere',
          }}
        >
          {EXAMPLE}
        </code>
        <CopyButton text={EXAMPLE} label={t('slos.copy')} />
      </div>
    </EmptyState>
  );
}
