import { useEffect, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  isBulkJobOpen,
  useBulkResume,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useToasts } from '../layout/useToasts';
import { AbortDialog } from './AbortDialog';

/** Stops a job that works, and lets one go on that has something left. */
export function BulkJobActions(props: { job: BulkJob }) {
  const { job } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const [opener, setOpener] = useState<HTMLElement>();
  const { phase, error, send } = useBulkResume(job.id);
  useEffect(() => {
    if (!error) return;
    const { message } = describeError(error);
    toasts.post({
      status: 'danger',
      title: t('bulk.resumeFailed', { message }),
    });
  }, [error, toasts, t]);
  return (
    <>
      {isBulkJobOpen(job) && (
        <ActionButton
          size="small"
          variant="outlined"
          action={job.allowedActions.abort}
          onClick={event => setOpener(event.currentTarget)}
        >
          {t('bulk.abort.open')}
        </ActionButton>
      )}
      {job.allowedActions.resume.allowed && (
        <ActionButton
          size="small"
          variant="outlined"
          action={job.allowedActions.resume}
          busy={phase === 'sending'}
          onClick={() => send({})}
        >
          {t('bulk.resume')}
        </ActionButton>
      )}
      {opener && (
        <AbortDialog
          job={job}
          onClose={() => {
            setOpener(undefined);
            // The dialog has to be gone first: until then it keeps the focus.
            setTimeout(() => opener.focus());
          }}
        />
      )}
    </>
  );
}
