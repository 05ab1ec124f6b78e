import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AllowedAction } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** Has an engine asked now, or says why it cannot be. */
export function SyncButton(props: {
  sync: AllowedAction;
  /** What it is about, where there are several. */
  label?: string;
  isSending: boolean;
  onSync: () => void;
}) {
  const { sync, label, isSending, onSync } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <ActionButton
      size="small"
      action={sync}
      aria-label={label}
      busy={isSending}
      onClick={onSync}
    >
      {t(isSending ? 'engines.syncing' : 'engines.sync')}
    </ActionButton>
  );
}
