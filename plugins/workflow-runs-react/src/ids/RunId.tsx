import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { shortenId } from 'backstage-plugin-workflow-runs-common';
import { monospace } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { CopyButton } from './CopyButton';

/** A run's id, shortened in the middle, with the whole of it on hover and by copy. @public */
export function RunId(props: { id: string; copy?: boolean }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 2,
        whiteSpace: 'nowrap',
      }}
    >
      <span style={{ fontFamily: monospace, fontSize: 12 }} title={props.id}>
        {shortenId(props.id)}
      </span>
      {props.copy && <CopyButton text={props.id} label={t('copy.runId')} />}
    </span>
  );
}
