import { useRef, useState } from 'react';
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
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  if (!allowed) return null;
  return (
    <>
      <TextButton
        ref={button}
        size="small"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('access.open')}
      </TextButton>
      {open && (
        <AccessDialog
          runId={props.runId}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
