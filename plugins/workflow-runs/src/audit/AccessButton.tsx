import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { auditReadPermission } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { AccessDialog } from './AccessDialog';

/** For auditors: who can see this run, and why. */
export function AccessButton(props: { runId: string }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { allowed } = usePermission({ permission: auditReadPermission });
  const [opener, setOpener] = useState<HTMLElement>();
  if (!allowed) return null;
  return (
    <>
      <TextButton
        size="small"
        aria-haspopup="dialog"
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('access.open')}
      </TextButton>
      {opener && (
        <AccessDialog
          runId={props.runId}
          onClose={() => {
            setOpener(undefined);
            opener.focus();
          }}
        />
      )}
    </>
  );
}
